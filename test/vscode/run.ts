// Runs the suite inside the extension host of a served VS Code:
//   node test/prepare.mjs test/vscode/run.ts [1.139|1.100] [--grep TEXT] [--verbose]
// --verbose shows the console of the extension host too, which has many messages of VS Code itself.
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readReport } from "../report";
import { runInHost } from "./host";
import { versions, type VsCodeVersion } from "./install";
import { bundleSuite, makeWorkspace } from "./suiteBundle";

const root = resolve(__dirname, "../..");

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: "string", default: "" }, verbose: { type: "boolean", default: false } },
  });
  const version = positionals[0] ?? versions[0];
  if (!isVersion(version)) throw new Error(`Unknown VS Code ${version}; there are ${versions.join(" and ")}.`);
  const title = `vscode ${version}`;
  const file = join(root, "out/test", `vscode-${version}.json`);
  mkdirSync(join(root, "out/test"), { recursive: true });
  rmSync(file, { force: true });
  const ending = await runSuite(version, { LF_LENS_REPORT: file, LF_LENS_GREP: values.grep }, values.verbose);
  const report = readReport(file, title);
  for (const { title: test, error } of report.failures) console.log(`FAILED ${test}\n${error}\n`);
  console.log(`${title}: ${report.passed} passed, ${report.failures.length} failed, ${report.skipped} skipped`);
  if (ending !== 0 || report.failures.length > 0) process.exitCode = 1;
}

const isVersion = (text: string): text is VsCodeVersion => (versions as readonly string[]).includes(text);

/** Resolves with the exit code that the extension host gives: 0 when all passed. */
async function runSuite(version: VsCodeVersion, env: Readonly<Record<string, string>>, verbose: boolean): Promise<number> {
  const script = await bundleSuite();
  const workspace = makeWorkspace();
  try {
    return await runInHost({ version, script, workspace: workspace.file, env, verbose });
  } finally {
    workspace.remove();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
