import type { Locator, Page } from "playwright-core";

/** The texts of the CodeLenses on the screen, from top to bottom. */
export async function codeLenses(page: Page): Promise<string[]> {
  const lenses = await page.locator(".codelens-decoration:visible").all();
  const placed = await Promise.all(lenses.map(async (lens) => ({ top: (await lens.boundingBox())?.y ?? 0, text: await lens.innerText() })));
  return placed.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll("\u00a0", " "));
}

/** One link of a CodeLens. */
export const codeLensLink = (page: Page, text: string | RegExp): Locator =>
  page.locator(".codelens-decoration a", { hasText: text }).first();

/** Replaces a whole line (counted from 1) of the active editor, as an edit that is not saved. */
export async function replaceLine(page: Page, line: number, text: string): Promise<void> {
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("Control+G");
  await page.keyboard.type(String(line));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.insertText(text);
}

/** The rows of the Problems view, each with its message and place: "... [Ln 6, Col 3]". */
export async function openProblems(page: Page): Promise<Locator> {
  await page.keyboard.press("Control+Shift+M");
  const rows = page.locator(".markers-panel .monaco-list-row");
  await page.locator(".markers-panel").waitFor();
  return rows;
}

/** The wavy underlines of errors on the screen. */
export const squiggles = (page: Page): Locator => page.locator(".squiggly-error");

/** What decorations add to the first line that says this, without being part of its text. */
export const textBesideLine = (page: Page, text: string): Promise<string> =>
  page
    .locator(".view-line", { hasText: text })
    .first()
    .locator("span")
    .evaluateAll((spans) => {
      const { getComputedStyle } = globalThis as unknown as BrowserWindow;
      return spans.map((span) => getComputedStyle(span, "::after").content).join(" ");
    });

/** What is used here of the browser's window, which this project's types do not know. */
interface BrowserWindow {
  readonly getComputedStyle: (element: unknown, part: string) => { readonly content: string };
}
