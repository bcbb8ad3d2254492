// What a user does who has no mouse.
import type { Page } from "playwright-core";
import { eventually } from "./eventually";
import { quickInput } from "./workbench";

/** Runs a command by its title. What takes the focus meanwhile closes the palette: then once more. */
export const command = (page: Page, title: string): Promise<void> =>
  eventually(async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    await quickInput(page).fill(`>${title}`, { timeout: 5000 });
    await page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${title}"]`).waitFor({ timeout: 5000 });
    await page.keyboard.press("Enter");
  });

/** Trusts the folder or workspace. */
export async function trust(page: Page): Promise<void> {
  await command(page, "Workspaces: Manage Workspace Trust");
  await page.locator(".workspace-trust-editor").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator(".workspace-trust-editor", { hasText: /You trust this (folder|workspace)/ }).waitFor();
}

/** Opens a file of the workspace by its name. */
export const openFile = (page: Page, name: string): Promise<void> =>
  eventually(async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+P");
    await quickInput(page).fill(name, { timeout: 5000 });
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor({ timeout: 5000 });
    await page.keyboard.press("Enter");
    await page.locator(".tab.active", { hasText: name }).waitFor({ timeout: 5000 });
  });

/** Takes what a list offers under this name, on the page whose placeholder begins like this; without a name, what it proposes. */
export async function choose(page: Page, placeholder: string, name?: string): Promise<void> {
  const input = quickInput(page, placeholder === "" ? undefined : placeholder);
  await input.waitFor();
  if (name !== undefined) {
    await input.fill(name);
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  }
  await page.keyboard.press("Enter");
}

/** Replaces a line (counted from 1) of the active editor, without saving. */
export async function replaceLine(page: Page, line: number, text: string): Promise<void> {
  await page.keyboard.press("Control+G");
  await page.keyboard.type(String(line));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.insertText(text);
}
