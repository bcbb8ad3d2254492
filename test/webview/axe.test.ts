// Axe (WCAG 2.2 A and AA, and its best practices) finds nothing in any panel, whatever the theme, with every part open.
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { runningJob, succeededJob, waitingJob } from "./jobViews";
import { evaluated, snapshotOf as evaluationOf, untrained, useEvaluation } from "./openEvaluation";
import { useLabeling } from "./openLabeling";
import { useJobPanel, usePanel } from "./openPanel";
import { measuredAllRows } from "./allRowsOf";
import { panelOf, snapshotOf, spamProject, troubledProject } from "./spamProject";
import type { Theme } from "./themes";

const themes: readonly Theme[] = ["dark", "light", "high-contrast"];

/** Everything that axe objects to: rule, element and what is wrong with it. */
async function assertAccessible(page: Page, view: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<string[]>(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ": " + target + ": " + failureSummary)))`);
  assert.deepEqual(found, [], `axe on ${view}`);
}

describe("webview: axe", () => {
  const openPanel = usePanel();
  const openJob = useJobPanel();
  const openEvaluation = useEvaluation();
  const openLabeling = useLabeling();

  for (const theme of themes) {
    it(`finds nothing in the clarity panel (${theme})`, async () => {
      const { page, editor } = await openPanel({ theme, height: 1200 });
      await page.locator(".lf-table tfoot").waitFor();
      await assertAccessible(page, "numbers");
      await page.getByRole("combobox", { name: "Gold label of the rows" }).click();
      await assertAccessible(page, "gold labels");
      await page.keyboard.press("Escape");
      editor.tell("show", { filter: { set: "covered" } });
      await page.locator(".row-text").nth(2).waitFor();
      await page.getByRole("button", { name: "Why this label?" }).nth(1).click();
      await page.getByRole("list", { name: "Probability of each label" }).waitFor();
      await assertAccessible(page, "rows");
      editor.tell("snapshot", snapshotOf(troubledProject));
      await page.getByRole("button", { name: "Close the rows" }).click();
      await page.getByRole("heading", { name: "Why the label model is worse" }).waitFor();
      await page.getByRole("heading", { name: "LFs that depend on each other" }).click();
      await assertAccessible(page, "trouble");
      const { columns: _, ...noColumns } = spamProject;
      const states = {
        "no project": { projects: [] },
        "no LF": snapshotOf({ sample: { lfs: [] } }),
        "no gold": panelOf({
          ...noColumns,
          data: { ...spamProject.data!, sampleGold: 0 },
          numbers: { sample: { ...spamProject.numbers.sample, goldRows: 0 } },
        }),
        "no data": snapshotOf({ phase: "failed" }),
        "two projects": { ...snapshotOf(), projects: [...snapshotOf().projects, { root: "/projects/other", name: "other" }] },
        "all rows": snapshotOf({ allRows: measuredAllRows }),
      };
      for (const [view, snapshot] of Object.entries(states)) {
        editor.tell("snapshot", snapshot);
        if (view === "all rows") editor.tell("show", { scope: "allRows" });
        await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await assertAccessible(page, view);
      }
    });

    it(`finds nothing in the evaluation panel (${theme})`, async () => {
      const { page, editor } = await openEvaluation(evaluated, { theme, height: 2400 });
      await page.getByRole("heading", { name: "Changed rows" }).waitFor();
      for (const title of ["Bins", "Gold that may be wrong", "End model and label model differ", "Features of the end model"])
        await page.getByRole("heading", { name: title }).click();
      await page.getByRole("row", { name: /^song/ }).first().waitFor();
      const side = page.getByRole("region", { name: "Side by side" });
      await side.locator("vscode-dropdown").first().click();
      await side.getByRole("option", { name: "End model · 2026-11-20 12:00" }).first().click();
      await side.getByRole("button", { name: "Compare row by row" }).click();
      await side.getByRole("row", { name: /^c900/ }).waitFor();
      await assertAccessible(page, "evaluation");
      editor.tell("snapshot", evaluationOf({ ...untrained, blocked: "The data is still loading." }));
      await page.getByText("The data is still loading.").waitFor();
      await assertAccessible(page, "empty evaluation");
    });

    it(`finds nothing in the panel for labeling by hand (${theme})`, async () => {
      const { page } = await openLabeling({ votesBefore: true }, { theme });
      for (const key of ["1", "f", "2", "g", "b"]) {
        await page.locator(".label-text").waitFor();
        await page.keyboard.press(key);
      }
      await page.getByText("You said: DESC, flagged").waitFor();
      await assertAccessible(page, "a row");
    });

    it(`finds nothing in the job panel (${theme})`, async () => {
      for (const job of [runningJob, succeededJob, waitingJob, undefined]) {
        const { page } = await openJob({ theme, job });
        await page.locator("#root > *").first().waitFor();
        await assertAccessible(page, job?.state ?? "a job that is gone");
      }
    });
  }
});
