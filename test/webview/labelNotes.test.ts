// Labels that no row can get, and rows whose labels tie: said below the bars of the denoised labels.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { usePanel } from "./openPanel";
import type { Theme } from "./themes";
import { snapshotOf, spamProject } from "./spamProject";

describe("webview: labels that no row can get", function () {
  this.timeout(60_000);
  const openPanel = usePanel();
  const note =
    'No LF votes for HAM, so no row gets this label. Write an LF for it, or, if rows without a vote are HAM, add "otherwise": "HAM" to lf.config.json.';
  const snapshot = snapshotOf({
    sample: { labelModel: { ...spamProject.numbers.sample.labelModel!, ties: 140, unvoted: [0], notes: [note] } },
  });

  before(() => mkdirSync("out/screens", { recursive: true }));
  for (const theme of ["dark", "light", "high-contrast"] as readonly Theme[])
    it(`are named with the ways out, and ties are counted, in the ${theme} theme`, async () => {
      const { page } = await openPanel({ theme, width: 1000, height: 700, snapshot });
      const labels = page.locator(".labels-section");
      await labels.getByText(note).waitFor();
      assert.match(await labels.innerText(), /without a denoised label; on 140 rows two labels tie/);
      await page.screenshot({ path: `out/screens/label-notes-${theme}.png` });
    });
});
