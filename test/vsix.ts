import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { unzipSync } from "fflate";
import { runCommand } from "./command";

/** The platforms with native parts, each with the files that must be in its VSIX. */
const targets: Readonly<Record<string, readonly string[]>> = {
  "linux-x64": nativeFiles("linux-x64", "libduckdb.so", "bin/esbuild"),
  "linux-arm64": nativeFiles("linux-arm64", "libduckdb.so", "bin/esbuild"),
  "darwin-x64": nativeFiles("darwin-x64", "libduckdb.dylib", "bin/esbuild"),
  "darwin-arm64": nativeFiles("darwin-arm64", "libduckdb.dylib", "bin/esbuild"),
  "win32-x64": nativeFiles("win32-x64", "duckdb.dll", "esbuild.exe"),
  "win32-arm64": nativeFiles("win32-arm64", "duckdb.dll", "esbuild.exe"),
};

const bundles = [
  "extension.js",
  "worker.js",
  "compiler.js",
  "analysis.js",
  "tables.js",
  "cli.js",
  "debugRow.js",
  "webview.js",
  "webview.css",
  "asking.js",
  "jobs.js",
  "tokenizer.js",
  "jobPanel.js",
  "jobPanel.css",
  "labelPanel.js",
  "labelPanel.css",
  "evaluationPanel.js",
  "evaluationPanel.css",
  "sdk/index.js",
  "sdk/index.d.ts",
  "lf.config.schema.json",
  "lf.pins.schema.json",
  "THIRD-PARTY-NOTICES.txt",
  "sbom.cdx.json",
];

const root = resolve(__dirname, "..");

/** Where the VSIX of a target is, once it is packed. */
export function vsixPath(target: string): string {
  return join(root, "out", `lf-lens-${target}-${readManifest().version}.vsix`);
}

/**
 * Packs the VSIX of a target in a staging folder, out of a production build and that platform's own packages.
 * @throws when the target is unknown, a step fails, or the VSIX lacks a file it needs or holds one that it must not
 */
export function packVsix(target: string): string {
  if (!(target in targets)) throw new Error(`Unknown target ${target}; there are ${Object.keys(targets).join(", ")}.`);
  const stage = join(root, "out/stage", target);
  const vsix = vsixPath(target);
  stageFiles(stage);
  installNativeParts(stage, target);
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  rmSync(vsix, { force: true });
  runCommand(
    process.execPath,
    [vsce, "package", "--target", target, "--out", vsix, "--allow-missing-repository", "--no-rewrite-relative-links"],
    {
      cwd: stage,
    },
  );
  const faults = faultsOf(filesIn(vsix), target);
  if (faults.length > 0) throw new Error(`${relative(root, vsix)} is wrong:\n${faults.join("\n")}`);
  return vsix;
}

function nativeFiles(target: string, library: string, esbuild: string): readonly string[] {
  const duckdb = `node_modules/@duckdb/node-bindings-${target}`;
  return [`${duckdb}/duckdb.node`, `${duckdb}/${library}`, `node_modules/@esbuild/${target}/${esbuild}`];
}

function readManifest(): Record<string, unknown> & { readonly version: string } {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown> & { version: string };
}

/** What goes in but node_modules. The manifest's `files` is for npm; vsce refuses it beside .vscodeignore. */
function stageFiles(stage: string): void {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  runCommand(process.execPath, ["esbuild.js", "--production", `--outdir=${join(stage, "dist")}`], { cwd: root });
  for (const name of [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    ".vscodeignore",
    "package-lock.json",
    "docs",
    "media",
    "examples",
  ]) {
    const filter = (path: string): boolean => !path.includes(".lf-lens");
    if (existsSync(join(root, name))) cpSync(join(root, name), join(stage, name), { recursive: true, filter });
  }
  const { files: _files, scripts: _scripts, ...manifest } = readManifest();
  writeFileSync(join(stage, "package.json"), JSON.stringify(manifest, null, 2));
}

function installNativeParts(stage: string, target: string): void {
  const [os, cpu] = target.split("-");
  const platform = [`--os=${os}`, `--cpu=${cpu}`, ...(os === "linux" ? ["--libc=glibc"] : [])];
  runCommand("npm", ["ci", "--omit=dev", ...platform, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: stage });
}

/** The names and unpacked sizes of the extension's own files in a VSIX. */
function filesIn(vsix: string): ReadonlyMap<string, number> {
  const files = new Map<string, number>();
  unzipSync(readFileSync(vsix), {
    filter: ({ name, originalSize }) => {
      if (name.startsWith("extension/")) files.set(name.slice("extension/".length), originalSize);
      return false;
    },
  });
  return files;
}

const foreign = (name: string, target: string): boolean => name.includes(`/${target}/`) || name.includes(`-${target}/`);

function faultsOf(files: ReadonlyMap<string, number>, target: string): string[] {
  const needed = ["package.json", ...bundles.map((name) => `dist/${name}`), ...targets[target]!];
  const missing = needed.filter((name) => !files.get(name)).map((name) => `missing or empty: ${name}`);
  const others = Object.keys(targets).filter((other) => other !== target);
  const unwanted = [...files.keys()]
    .filter((name) => (!name.startsWith("dist/sdk/") || !name.endsWith(".d.ts")) && !name.startsWith("examples/bank-chat/"))
    .filter(
      (name) =>
        /\.(tsx?|map|vsix)$|^(src|test|bench|examples|webview-ui|out)\/|-musl\//.test(name) || others.some((other) => foreign(name, other)),
    )
    .map((name) => `must not be inside: ${name}`);
  return [...missing, ...unwanted];
}
