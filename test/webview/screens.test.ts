// Draws the panel in every theme and width into out/screens, for people to look at; checks only that nothing is cut off.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { usePanel, type PanelOptions } from "./openPanel";
import type { Theme } from "./themes";

const folder = "out/screens";

describe("webview: the panel on the screen", () => {
  const openPanel = usePanel();
  before(() => mkdirSync(folder, { recursive: true }));

  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  const widths = [400, 800, 1400];
  const views: Readonly<Record<string, PanelOptions>> = {
    numbers: { height: 1200 },
    rows: { filter: { set: "covered" } },
  };
  for (const theme of themes) {
    for (const width of widths) {
      for (const [view, options] of Object.entries(views)) {
        it(`fits ${view} into ${width} px in the ${theme} theme`, async () => {
          const { page } = await openPanel({ theme, width, ...options });
          await page.locator(view === "rows" ? ".row-item .row-text >> nth=2" : ".lf-table tfoot").waitFor();
          await page.screenshot({ path: `${folder}/${view}-${theme}-${width}.png` });
          const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
          assert.equal(overflow, 0, "the page must not scroll sideways");
        });
      }
    }
  }
});
