import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

/**
 * A workspace of two folders that tests may change: the example, and the eight comments of fixtures/spam, a repository whose one commit is empty.
 * A repository that is made while VS Code runs may be one that its watcher misses.
 */
export function makeWorkspace(): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-workspace-"));
  const filter = (path: string): boolean => !path.includes(".lf-lens");
  cpSync(join(root, "examples/bank-chat"), join(folder, "bank-chat"), { recursive: true, filter });
  cpSync(join(__dirname, "fixtures/spam"), join(folder, "spam"), { recursive: true, filter });
  execFileSync("git", ["init", "-q", join(folder, "spam")]);
  execFileSync("git", [
    "-C",
    join(folder, "spam"),
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.org",
    "commit",
    "-q",
    "--allow-empty",
    "-m",
    "none",
  ]);
  const file = join(folder, "suite.code-workspace");
  writeFileSync(file, JSON.stringify({ folders: [{ path: "bank-chat" }, { path: "spam" }] }));
  return { file, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}
