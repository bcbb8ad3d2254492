import type { FrameLocator, Locator, Page } from "playwright-core";

/** The clarity panel's own document: VS Code puts it two frames deep. */
export const panel = (page: Page): FrameLocator => page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

/** A cell of the matrix by its row's and its column's title. */
export const matrixCell = (page: Page, row: string, column: string): Locator => panel(page).getByTitle(new RegExp(`^${row}, ${column}: `));

/** The count that stands in a cell. */
export async function countIn(cell: Locator): Promise<number> {
  return Number((await cell.locator(".matrix-number").innerText()).replaceAll(",", ""));
}

/** The rows that a click on a number opened: the title, the total, and the rows on the screen. */
export const rowsView = (page: Page): { readonly title: Locator; readonly total: Locator; readonly rows: Locator } => {
  const view = panel(page).locator("section.rows");
  return { title: view.getByRole("heading"), total: view.getByRole("status").first(), rows: view.getByRole("listitem") };
};
