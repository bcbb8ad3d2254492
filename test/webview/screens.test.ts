// Draws the panel in every theme and width into out/screens, for people to look at; checks only that nothing is cut off.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { usePanel } from "./openPanel";
import { snapshotOf, troubledProject } from "./spamProject";
import type { Theme } from "./themes";

const folder = "out/screens";

describe("webview: the panel on the screen", () => {
  const openPanel = usePanel();
  before(() => mkdirSync(folder, { recursive: true }));

  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  const widths = [400, 620, 800, 1400];
  for (const theme of themes) {
    for (const width of widths) {
      it(`fits ${width} px in the ${theme} theme, with every part open`, async () => {
        const { page, editor } = await openPanel({ theme, width, height: 1200 });
        const look = async (view: string): Promise<void> => {
          await page.screenshot({ path: `${folder}/${view}-${theme}-${width}.png` });
          const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
          assert.equal(overflow, 0, `${view} must not scroll sideways`);
        };
        await page.locator(".lf-table tfoot").waitFor();
        await look("numbers");
        editor.tell("show", { filter: { set: "covered" } });
        await page.locator(".row-text").nth(2).waitFor();
        await look("rows");
        await page.getByRole("button", { name: "Why this label?" }).nth(1).click();
        await page.getByRole("list", { name: "Probability of each label" }).waitFor();
        await page.getByRole("heading", { name: "Label model", exact: true }).click();
        await page.getByRole("heading", { name: "Against majority vote" }).scrollIntoViewIfNeeded();
        await look("reasons");
        editor.tell("snapshot", snapshotOf(troubledProject));
        await page.getByRole("button", { name: "Close the rows" }).click();
        await page.getByRole("heading", { name: "Why the label model is worse" }).waitFor();
        await page.getByRole("heading", { name: "LFs that depend on each other" }).click();
        await look("trouble");
      });
    }
  }
});
