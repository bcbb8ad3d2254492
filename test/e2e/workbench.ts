// A served VS Code with the packaged extension installed and a copy of the example open, seen through a browser.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../vscode/browser";
import { installVsCode } from "../vscode/install";
import {
  freePort,
  installVsix,
  ownHome,
  remoteUri,
  startServer,
  temporaryProfile,
  workbenchAddress,
  type RunningServer,
} from "../vscode/server";
import { quietSettings } from "../vscode/settings";
import { eventually } from "./eventually";
import { packVsix, vsixPath } from "../vsix";

const root = resolve(__dirname, "../..");
const screens = join(root, "out/screens");

export interface Workbench {
  readonly page: Page;
  /** What is open: a copy of examples/bank-chat, or what was made. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Opens the example.
 * @param name of the folder in out/logs that gets VS Code's logs
 * @param file shown at the start, relative to the example
 * @param settings user settings besides the quiet ones
 */
export function openExample(name: string, file: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Workbench> {
  const fill = (profile: string): string => {
    const folder = join(profile, "bank-chat");
    cpSync(join(root, "examples/bank-chat"), folder, { recursive: true, filter: (path) => !path.includes(".lf-lens") });
    return folder;
  };
  return openWorkbench({ name, fill, file, settings: { ...quietSettings, ...settings } });
}

export interface WorkbenchOptions {
  /** Of the folder in out/logs that gets VS Code's logs. */
  readonly name: string;
  /** Makes what is opened in this folder, and answers with its path: a folder, or a .code-workspace file. */
  readonly fill: (profile: string) => string;
  /** Shown at the start, relative to what is opened. */
  readonly file?: string;
  /** All user settings: {} for VS Code as it comes. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Opens a folder or a workspace in a served VS Code of its own. */
export async function openWorkbench({ name, fill, file, settings }: WorkbenchOptions): Promise<Workbench> {
  const vsix = existsSync(vsixPath("linux-x64")) ? vsixPath("linux-x64") : packVsix("linux-x64");
  const vscode = installVsCode("1.139");
  const { profile, remove } = temporaryProfile(name);
  const folder = fill(profile);
  installVsix(vscode, profile, vsix);
  const server = await startServer({ vscode, profile, port: await freePort(), settings, env: ownHome(profile) });
  const browser = await launchBrowser();
  const page = await openPage(browser, server, folder, file === undefined ? undefined : join(folder, file));
  return {
    page,
    folder,
    close: async () => {
      await browser.close();
      await server.stop();
      remove();
    },
  };
}

async function openPage(browser: Browser, server: RunningServer, folder: string, file: string | undefined): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  page.setDefaultTimeout(45_000);
  const shown = file === undefined ? [] : [["openFile", remoteUri(server, file)] as const];
  await page.goto(workbenchAddress(server, folder, [...shown, ["skipWelcome", "true"]]));
  const first = file === undefined ? ".monaco-workbench .part.editor" : ".monaco-workbench .part.editor .view-line";
  await page.locator(first).first().waitFor({ timeout: 90_000 });
  return page;
}

/** Loads the window anew, with the editors that were open; a file that its address names would be opened in their place. */
export async function reload(page: Page): Promise<void> {
  const address = new URL(page.url());
  const payload = JSON.parse(address.searchParams.get("payload") ?? "[]") as [string, string][];
  address.searchParams.set("payload", JSON.stringify(payload.filter(([name]) => name !== "openFile")));
  await page.evaluate(`history.replaceState(null, "", ${JSON.stringify(address.href)})`);
  const loaded = page.waitForEvent("load");
  // The command waits until the window's state is kept, which the browser's own reload does not.
  await runCommandTitled(page, "Developer: Reload Window");
  await loaded;
}

/** Runs a command by its title in the command palette. What takes the focus meanwhile closes the palette: then once more. */
export async function runCommandTitled(page: Page, title: string): Promise<void> {
  await eventually(async () => {
    await page.keyboard.press("F1");
    await quickInput(page).fill(`>${title}`, { timeout: 5000 });
    await choice(page, title).click({ timeout: 5000 });
  });
}

/** Changes the color theme by its label, and waits until it shows in the window. */
export async function chooseTheme(page: Page, label: string, baseClass: string): Promise<void> {
  await runCommandTitled(page, "Preferences: Color Theme");
  await quickInput(page).fill(label);
  await choice(page, label).click();
  await page.locator(`.monaco-workbench.${baseClass}`).waitFor();
}

/** Pictures of what is on the screen in light, high contrast and dark, in this order: `<name>-light` and so on. */
export async function screenshotInThemes(page: Page, name: string): Promise<void> {
  for (const [theme, label, base] of [
    ["light", "Light Modern", "vs"],
    ["contrast", "Dark High Contrast", "hc-black"],
    ["dark", "Dark Modern", "vs-dark"],
  ] as const) {
    await chooseTheme(page, label, base);
    await screenshot(page, `${name}-${theme}`);
  }
}

/** The text field of the command palette, quick picks and simple dialogs: any, or the one whose placeholder begins like this. */
export const quickInput = (page: Page, placeholder?: string): Locator =>
  page.locator(`.quick-input-widget .quick-input-box input${placeholder === undefined ? "" : `[placeholder^="${placeholder}"]`}`);

/** Answers the dialog that asks where to save a file; a file that is there already is replaced. */
export async function choosePlace(page: Page, path: string): Promise<void> {
  await page.locator(".quick-input-title", { hasText: "Export denoised labels" }).filter({ hasNotText: " of " }).waitFor();
  // The dialog proposes a name a moment after it opens, and a moment after its folder.
  await eventually(async () => assert.match(await quickInput(page).inputValue(), /^\/.*[^/]$/));
  await eventually(async () => {
    await quickInput(page).fill(path);
    assert.equal(await quickInput(page).inputValue(), path);
  });
  await quickInput(page).press("Enter");
  const asked = page.locator(".quick-input-widget", { hasText: "already exists" });
  await asked.or(quickInput(page, "Press Enter to export")).first().waitFor();
  if (await asked.isVisible()) await quickInput(page).press("Enter");
}

/** What the command palette or a quick pick offers under a name that begins like this. */
const choice = (page: Page, name: string): Locator => page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first();

/** LF Lens's part of the status bar. */
export const statusBar = (page: Page): Locator =>
  page.locator('.statusbar-item[id="lf-lens.lf-lens.lfLens.status"], .statusbar-item[aria-label^="LF Lens"]').first();

/** Keeps a picture of the whole window in out/screens. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}
