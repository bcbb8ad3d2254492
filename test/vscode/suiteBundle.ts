import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(__dirname, "../..");

/** Bundles the suite that runs inside VS Code. Returns the file that VS Code loads. */
export async function bundleSuite(): Promise<string> {
  const outdir = join(root, "out/test/vscode");
  rmSync(outdir, { recursive: true, force: true });
  const tests = readdirSync(join(__dirname, "suite")).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: [join(__dirname, "mocha.ts"), ...tests.map((name) => join(__dirname, "suite", name))],
    outbase: __dirname,
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return join(outdir, "mocha.js");
}

/** A copy of the example that tests may change, and the function that deletes it. */
export function copyExample(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-example-"));
  cpSync(join(root, "examples/bank-chat"), folder, { recursive: true, filter: (path) => !path.includes(".lf-lens") });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}
