import { setTimeout as sleep } from "node:timers/promises";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { installVsCode, type VsCodeVersion } from "./install";
import { freePort, ownHome, remoteUri, startServer, temporaryProfile, workbenchAddress } from "./server";
import { quietSettings } from "./settings";

const root = resolve(__dirname, "../..");
const patience = 10 * 60_000;

export interface HostOptions {
  readonly version: VsCodeVersion;
  /** A bundled script whose exported run() the extension host calls. */
  readonly script: string;
  /** The folder, or .code-workspace file, that is opened. */
  readonly workspace: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of the page before VS Code loads in it. */
  readonly onPage?: (page: Page) => Promise<void>;
  /** Shows the console of the extension host. */
  readonly verbose?: boolean;
}

/**
 * Runs a script inside the extension host of a served VS Code that has the built extension.
 * @returns the exit code that the extension host gives: 0 when the script's run() succeeded
 * @throws Error when it gives none in time
 */
export async function runInHost({ version, script, workspace, env = {}, onPage, verbose = false }: HostOptions): Promise<number> {
  const vscode = installVsCode(version);
  const home = temporaryProfile(`vscode-${version}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const args = ["--disable-workspace-trust", ...(version === "1.100" ? [] : ["--enable-smoke-test-driver"])];
  const server = await startServer({
    vscode,
    profile: home.profile,
    port: await freePort(),
    args,
    // The built-in git extension trips over repositories that a test makes and removes.
    settings: { ...quietSettings, "git.enabled": false },
    env: { ...env, ...ownHome(home.profile) },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const exited = new Promise<number>((done) => void page.exposeFunction("codeAutomationExit", (code: number) => done(code)));
    await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => verbose && console.log(...args));
    await onPage?.(page);
    await page.goto(
      workbenchAddress(server, workspace, [
        ["extensionDevelopmentPath", remoteUri(server, root)],
        ["extensionTestsPath", remoteUri(server, script)],
        ["skipWelcome", "true"],
      ]),
    );
    const late = sleep(patience, undefined, { ref: false }).then(() => {
      throw new Error(`VS Code ${version} did not finish within ${patience / 60_000} minutes`);
    });
    return await Promise.race([exited, late]);
  } finally {
    await browser.close();
    await server.stop();
    home.remove();
  }
}
