import type { Locator, Page } from "playwright-core";

/** Opens LF Lens's sidebar and gives the rows of its tree. */
export async function openSidebar(page: Page): Promise<Locator> {
  const tab = page.locator(".activitybar .action-item", { has: page.locator('a.action-label[aria-label^="LF Lens"]') });
  if (!(await tab.getAttribute("class"))?.includes("checked")) await tab.click();
  const rows = page.locator(".sidebar .monaco-list-row");
  await rows.first().waitFor();
  return rows;
}
