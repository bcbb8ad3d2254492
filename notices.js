// What the bundles and the packages beside them are made of: dist/THIRD-PARTY-NOTICES.txt, and dist/sbom.cdx.json (CycloneDX).
const { execFile } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { promisify } = require("node:util");

const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** The packages that the bundles took modules from: folders below the project's, such as node_modules/zod. */
function bundledPackages(metafiles, lock) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => Object.entries(output.inputs)));
  const used = [...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path))];
  return [...used, ...used.flatMap(inlinedSources)].flatMap((path) => packageOf(path, lock) ?? []);
}

/** The folder of the package that a module is of; one that was inlined elsewhere is known by its name. */
function packageOf(path, lock) {
  const [folder, name] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.replaceAll("\\", "/")) ?? [];
  return [folder, `node_modules/${name}`].find((place) => lock.packages[place]);
}

/** The modules of other packages that a package's published file holds, by its own source map. */
function inlinedSources(path) {
  const map = `${path}.map`;
  if (!path.includes("node_modules/") || !existsSync(map)) return [];
  return readJson(map).sources.filter((source) => source.includes("node_modules/"));
}

/** The packages that are installed beside the bundles, on any platform: all that the lock file does not mark as development's. */
function installedPackages(lock) {
  return Object.keys(lock.packages).filter((path) => path !== "" && !lock.packages[path].dev);
}

/** Licence texts, and notices that Apache's licence asks to be passed on; TypeScript's names what it holds of others. */
const isLegal = (name) => /^(licen[cs]e|copying|notice|thirdpartynotice)/i.test(name);

function readPackage(path, lock) {
  const { version, license } = lock.packages[path];
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const manifest = existsSync(join(path, "package.json")) ? readJson(join(path, "package.json")) : {};
  const text = legalText(path) || legalText(familyOf(name, lock));
  return { path, name, version, license: license ?? manifest.license ?? "", author: authorOf(manifest), text };
}

function legalText(folder) {
  if (folder === undefined || !existsSync(folder)) return "";
  const files = readdirSync(folder).filter(isLegal).sort();
  return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}

/** The package that a platform's native part belongs to: those of other platforms are not installed, and some carry no text. */
const familyOf = (name, lock) => Object.keys(lock.packages).find((path) => lock.packages[path].optionalDependencies?.[name] !== undefined);

const authorOf = ({ author }) => (typeof author === "string" ? author : (author?.name ?? ""));

/** For a package that ships no text: the one that its manifest names. */
function statement({ name, author, license }) {
  const text = { MIT, ISC }[license];
  if (text === undefined) throw new Error(`${name} ships no license text: put that of ${license} into notices.js.`);
  return `Copyright (c) ${author === "" ? `the authors of ${name}` : author}\n\n${text}`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const ISC = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the
above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY
DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

function noticesText(packages) {
  const line = "-".repeat(100);
  const entries = packages.map(
    (entry) => `${line}\n${entry.name} ${entry.version}\nLicense: ${entry.license}\n\n${entry.text || statement(entry)}\n`,
  );
  return `LF Lens contains, or is installed with, this software of others.\n\n${entries.join("\n")}`;
}

/** npm's own CycloneDX document of the lock file, less what is not shipped, and less what differs from one call to the next. */
async function bomOf(packages, project) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { stdout } = await promisify(execFile)(npm, ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"], {
    maxBuffer: 2 ** 26,
    shell: process.platform === "win32",
  });
  const { serialNumber: _serial, metadata, components, ...bom } = JSON.parse(stdout);
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const isShipped = ({ name, version }) => shipped.has(`${name}@${version}`);
  const { timestamp: _time, component, ...meta } = metadata;
  const kept = components.filter(isShipped).map((entry) => ({ ...entry, scope: "required", properties: undefined }));
  const refs = new Set([component["bom-ref"], ...kept.map((entry) => entry["bom-ref"])]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...bom, metadata: { ...meta, component: { ...component, name: project.name } }, components: kept, dependencies };
}

/**
 * Writes both files into `outdir`.
 * @param metafiles of the builds whose bundles are shipped
 * @throws Error naming the packages of which no licence is known
 */
async function writeNotices(outdir, metafiles) {
  const lock = readJson("package-lock.json");
  const paths = [...new Set([...bundledPackages(metafiles, lock), ...installedPackages(lock)])].sort();
  const packages = paths.map((path) => readPackage(path, lock));
  const unknown = packages.filter(({ license }) => license === "");
  if (unknown.length > 0) throw new Error(`These packages name no license: ${unknown.map(({ path }) => path).join(", ")}.`);
  writeFileSync(join(outdir, "THIRD-PARTY-NOTICES.txt"), noticesText(packages));
  writeFileSync(join(outdir, "sbom.cdx.json"), `${JSON.stringify(await bomOf(packages, readJson("package.json")), null, 2)}\n`);
}

module.exports = { writeNotices };
