// npm run test:electron [-- VERSION]: the suite in a desktop VS Code that @vscode/test-electron downloads into .vscode-test. Needs a display.
import { join, resolve } from "node:path";
import { runTests } from "@vscode/test-electron";
import { readReport } from "../report";
import { bundleSuite, makeWorkspace } from "./suiteBundle";

const root = resolve(__dirname, "../..");

async function main(): Promise<void> {
  const file = join(root, "out/test/electron.json");
  const workspace = makeWorkspace();
  try {
    await runTests({
      version: process.argv[2] ?? "stable",
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleSuite(),
      launchArgs: [workspace.file, "--disable-extensions"],
      extensionTestsEnv: { LF_LENS_REPORT: file, XDG_STATE_HOME: join(root, "out/test/electron-state") },
    });
  } finally {
    workspace.remove();
  }
  const { passed, skipped } = readReport(file, "electron");
  console.log(`${passed} passed, 0 failed, ${skipped} skipped`);
}

main().catch((error: unknown) => {
  for (const { title, error: reason } of readReport(join(root, "out/test/electron.json"), "electron").failures)
    console.error(`FAILED ${title}\n${reason}\n`);
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
