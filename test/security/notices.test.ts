// Promised: whoever gets LF Lens gets the notices of all software of others that is in it, and an SBOM that names the same.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const dist = join(root, "dist");
const read = (path: string): string => readFileSync(path, "utf8");

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
}

/** What the source maps of the built bundles say they hold, and what is installed beside them: name and version. */
function shippedPackages(): Set<string> {
  const lock = JSON.parse(read(join(root, "package-lock.json"))) as Lock;
  const maps = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => /\.(js|css)\.map$/.test(name));
  assert.ok(maps.length > 8, "the bundles' source maps were not found: build first");
  const sources = maps.flatMap((name) => (JSON.parse(read(join(dist, name))) as { sources: string[] }).sources);
  const bundled = sources.flatMap((source) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(source)?.[0] ?? []);
  const installed = Object.keys(lock.packages).filter((path) => path !== "" && lock.packages[path]!.dev !== true);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  // What a package had inlined before it was published is known by its name.
  const versionOf = (path: string): string => (lock.packages[path] ?? lock.packages[`node_modules/${nameOf(path)}`])!.version;
  return new Set([...bundled, ...installed].map((path) => `${nameOf(path)} ${versionOf(path)}`));
}

describe("third-party notices", () => {
  const notices = read(join(dist, "THIRD-PARTY-NOTICES.txt"));
  const entries = new Map(
    notices
      .split(/^-{100}\n/m)
      .slice(1)
      .map((entry) => [entry.slice(0, entry.indexOf("\n")), entry.slice(entry.indexOf("\n"))]),
  );

  it("name every package in the bundles and beside them, with its version", () => {
    const shipped = shippedPackages();
    for (const known of ["react", "zod", "openai", "apache-arrow", "@vscode/codicons", "@duckdb/node-api", "esbuild"]) {
      assert.ok([...shipped].some((entry) => entry.startsWith(`${known} `)), `${known} is shipped`); // prettier-ignore
    }
    assert.deepEqual([...shipped].filter((entry) => !entries.has(entry)), []); // prettier-ignore
  });

  it("hold the text of each license, not its name alone", () => {
    const short = [...entries].filter(([, text]) => text.length < 400).map(([name]) => name);
    assert.deepEqual(short, []);
    assert.match(entries.get([...entries.keys()].find((name) => name.startsWith("apache-arrow "))!)!, /Apache License[\s\S]*Apache Arrow/);
    assert.match(entries.get([...entries.keys()].find((name) => name.startsWith("@vscode/codicons "))!)!, /Attribution 4\.0/);
  });

  it("agree with the SBOM, which names no machine and no registry", () => {
    const text = read(join(dist, "sbom.cdx.json"));
    const bom = JSON.parse(text) as { bomFormat: string; metadata: { component: { name: string } }; components: { name: string; version: string }[] }; // prettier-ignore
    assert.equal(bom.bomFormat, "CycloneDX");
    assert.equal(bom.metadata.component.name, "lf-lens");
    const named = new Set(bom.components.map(({ name, version }) => `${name} ${version}`));
    assert.deepEqual([...named].sort(), [...entries.keys()].sort());
    assert.doesNotMatch(text, /registry\.|"timestamp"|"serialNumber"/);
  });
});
