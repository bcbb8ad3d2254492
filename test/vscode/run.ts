// Runs the suite inside the extension host of a served VS Code:
//   node test/prepare.mjs test/vscode/run.ts [1.139|1.100] [--grep TEXT] [--verbose]
// --verbose shows the console of the extension host too, which has many messages of VS Code itself.
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readReport } from "../report";
import { launchBrowser } from "./browser";
import { installVsCode, versions, type VsCodeVersion } from "./install";
import { freePort, remoteUri, startServer, temporaryProfile, workbenchAddress } from "./server";
import { quietSettings } from "./settings";
import { bundleSuite, makeWorkspace } from "./suiteBundle";

const root = resolve(__dirname, "../..");
const patience = 10 * 60_000;

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

/** Resolves with the exit code that the extension host gives: 0 when all passed. Throws when it gives none in time. */
async function runSuite(version: VsCodeVersion, env: Readonly<Record<string, string>>, verbose: boolean): Promise<number> {
  const vscode = installVsCode(version);
  const suite = await bundleSuite();
  const home = temporaryProfile(`vscode-${version}`);
  const workspace = makeWorkspace();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const args = ["--disable-workspace-trust", ...(version === "1.100" ? [] : ["--enable-smoke-test-driver"])];
  const server = await startServer({
    vscode,
    profile: home.profile,
    port: await freePort(),
    args,
    // The built-in git extension trips over repositories that a test makes and removes.
    settings: { ...quietSettings, "git.enabled": false },
    env: { ...env, HOME: home.profile },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exited = new Promise<number>((done) => void page.exposeFunction("codeAutomationExit", (code: number) => done(code)));
    await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => verbose && console.log(...args));
    await page.goto(
      workbenchAddress(server, workspace.file, [
        ["extensionDevelopmentPath", remoteUri(server, root)],
        ["extensionTestsPath", remoteUri(server, suite)],
        ["skipWelcome", "true"],
      ]),
    );
    const late = sleep(patience, undefined, { ref: false }).then(() => {
      throw new Error(`VS Code ${version} did not finish the suite within ${patience / 60_000} minutes`);
    });
    return await Promise.race([exited, late]);
  } finally {
    await browser.close();
    await server.stop();
    home.remove();
    workspace.remove();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
