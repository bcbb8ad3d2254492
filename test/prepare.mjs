// Runs one of the project's TypeScript scripts, with nothing but Node and npm needed beforehand:
//   node test/prepare.mjs test/run.ts [arguments of the script]
// Installs node_modules first when it is missing or is not what package-lock.json asks for.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The packages a lock file names, by path: `node_modules/zod` -> { version, optional, ... }. */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return {};
  }
}

/** npm notes in node_modules/.package-lock.json what it installed last. */
function isInstalled() {
  const installed = lockedPackages("node_modules/.package-lock.json");
  return Object.entries(lockedPackages("package-lock.json")).every(
    ([path, wanted]) => path === "" || wanted.optional || wanted.devOptional || installed[path]?.version === wanted.version,
  );
}

const script = process.argv[2];
if (script === undefined) throw new Error("usage: node test/prepare.mjs SCRIPT [ARGUMENTS]");
process.chdir(root);
if (!isInstalled()) {
  console.error("Installing the packages of package-lock.json (npm ci) ...");
  const { status } = spawnSync("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error", {
    shell: true,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status !== 0) {
    console.error("npm ci failed: see its messages above; it needs the npm registry. Then run the same command again.");
    process.exit(1);
  }
}
process.argv.splice(1, 2, resolve(script));
await import("tsx");
await import(pathToFileURL(resolve(script)).href);
