// Draws the evaluation in every theme and width into out/screens, for people to look at; checks only that nothing is cut off.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { evaluated, snapshotOf, untrained, useEvaluation } from "./openEvaluation";
import type { Theme } from "./themes";

const folder = "out/screens";

describe("webview: the evaluation on the screen", () => {
  const open = useEvaluation();
  before(() => mkdirSync(folder, { recursive: true }));

  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  const widths = [500, 900, 1400];
  for (const theme of themes) {
    for (const width of widths) {
      it(`fits ${width} px in the ${theme} theme, with every part open`, async () => {
        const { page, editor } = await open(evaluated, { theme, width, height: 2400 });
        const look = async (view: string): Promise<void> => {
          await page.screenshot({ path: `${folder}/${view}-${theme}-${width}.png` });
          const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
          assert.equal(overflow, 0, `${view} must not scroll sideways`);
        };
        await page.getByRole("heading", { name: "Changed rows" }).waitFor();
        await look("evaluation");
        for (const title of ["Bins", "Gold that may be wrong", "End model and label model differ", "Features of the end model"])
          await page.getByRole("heading", { name: title }).click();
        await page.getByRole("row", { name: /^song/ }).first().waitFor();
        await look("evaluation-open");
        const side = page.getByRole("region", { name: "Side by side" });
        await side.locator("vscode-dropdown").first().click();
        await side.getByRole("option", { name: "End model · 2026-11-20 12:00" }).first().click();
        await side.getByRole("button", { name: "Compare row by row" }).click();
        await side.getByRole("row", { name: /^c900/ }).waitFor();
        await look("evaluation-rows");
        editor.tell("snapshot", snapshotOf({ ...untrained, blocked: "The data is still loading." }));
        await page.getByText("The data is still loading.").waitFor();
        await look("evaluation-empty");
      });
    }
  }
});
