// The evaluation panel: which run, what its models are worth, where they err, and any two of them side by side.
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { EvaluationEvents } from "../../src/protocol/evaluationPanel";
import { sideBySide } from "../../src/services/evaluation/sideBySide";
import { metricsJson, olderRun, run } from "../services/evaluation/trainingRun";
import { evaluated, snapshotOf, untrained, useEvaluation } from "./openEvaluation";
import type { OpenPage } from "./openPage";

describe("webview: the evaluation", () => {
  const open = useEvaluation();
  const lineOf = async ({ page }: OpenPage<EvaluationEvents>, source: string): Promise<string> =>
    (await page.locator(".evaluation-figures tbody").first().locator("tr", { hasText: source }).innerText()).replaceAll(/\s+/g, " ");

  it("offers to train where there is no model yet, and says what keeps it from training", async () => {
    const opened = await open(untrained);
    await opened.page.getByRole("button", { name: "Train End Model" }).click();
    assert.deepEqual(opened.calls.at(-1), ["train", null]);
    opened.editor.tell("snapshot", snapshotOf({ ...untrained, blocked: "There are no LFs to learn from yet." }));
    await opened.page.getByText("There are no LFs to learn from yet.").waitFor();
    // The toolkit sets its elements' attributes a frame later.
    await opened.page.locator("vscode-button[disabled]", { hasText: "Train End Model" }).waitFor();
  });

  it("shows the figures of every source by split, on all rows or on covered ones, with intervals", async () => {
    const opened = await open(evaluated);
    assert.equal(await lineOf(opened, "Majority vote"), "Majority vote 80.0% 75.8–83.6% 0.799 0.412 0.240 0.062");
    assert.match(await lineOf(opened, "End model"), /^End model 92.0% 88.9–94.3%/);
    await opened.page.getByText("Covered rows", { exact: true }).click();
    assert.match(await lineOf(opened, "Majority vote"), /^Majority vote 83.3%/);
    await opened.page.getByText("End model *").waitFor();
    await opened.page.getByText("scored by models that have not seen its gold").waitFor();
  });

  it("opens the rows behind a cell of the confusion matrix where the sample has them", async () => {
    const opened = await open(evaluated);
    const { page, calls } = opened;
    await page.getByRole("grid", { name: "Confusion matrix" }).waitFor({ state: "detached" }); // test rows are not in the sample
    assert.equal(await page.locator(".confusion button").count(), 0);
    await page.getByRole("radiogroup", { name: "Split" }).getByText("dev").click();
    await page.getByTitle("gold HAM, predicted SPAM: 10 of 100 rows").click();
    assert.deepEqual(calls.at(-1), ["showRows", { source: "endModel", goldLabel: "HAM", predictedLabel: "SPAM", split: "dev" }]);
  });

  it("has every figure of a plot in a table", async () => {
    const { page } = await open(evaluated);
    await page.locator(".plot-place canvas").nth(1).waitFor();
    await page.getByRole("img", { name: /^End model: accuracy by confidence in 2 bins/ }).waitFor();
    await page.getByRole("heading", { name: "Bins" }).click();
    await page.getByRole("row", { name: "87%–93% 368 90.0% 95.0%" }).waitFor();
    await page.getByRole("heading", { name: "Figures", exact: true }).last().click();
    await page.getByRole("row", { name: "100 84.0% 80.0–87.0%" }).waitFor();
  });

  it("says plainly what gold did, and when hand labels only are better", async () => {
    const { page, editor } = await open(evaluated);
    await page.getByText("a gold row counts as 2 rows with a soft label").waitFor();
    await page.getByRole("row", { name: "gold only, C = 16 87.0% 0.352" }).first().waitFor();
    editor.tell("snapshot", snapshotOf({ ...evaluated, run: olderRun }));
    await page.getByText("200 hand labels alone work better here than the LFs").waitFor();
  });

  it("puts any two models of any two runs side by side", async () => {
    const { page, calls } = await open(evaluated);
    const side = page.getByRole("region", { name: "Side by side" });
    await side.getByText("412 of 18,200 covered rows").waitFor();
    await side.locator("vscode-dropdown").first().click();
    await side.getByRole("option", { name: "End model · 2026-11-20 12:00" }).first().click();
    assert.equal(await side.getByText("Only summary figures are compared").count(), 0);
    const text = (await side.getByRole("row").nth(1).innerText()).replaceAll(/\s+/g, " ");
    assert.equal(text, "test Accuracy 90.0% 92.0% +2.0 pts −2.0 pts to +6.0 pts");
    assert.deepEqual((calls.at(-1)![1] as { first: unknown }).first, { run: olderRun.id, source: "endModel" });
  });

  it("says better or worse only where an interval leaves 0 out", async () => {
    const { page } = await open(evaluated);
    const side = page.getByRole("region", { name: "Side by side" });
    const rows = side.getByRole("region", { name: "Differences by split" }).locator("tbody tr");
    await side.getByRole("row", { name: "test Accuracy 85.0% 92.0% +7.0 pts better" }).waitFor();
    assert.deepEqual(await rows.locator(".right, .wrong").allInnerTexts().then(texts), ["+7.0 pts better", "+7.0 pts better"]);
    await choose(side, "First model", "End model · 2026-11-21 12:00");
    await choose(side, "Second model", "Majority vote · 2026-11-21 12:00");
    await side.getByRole("row", { name: "test Accuracy 92.0% 80.0% −12.0 pts worse" }).waitFor();
  });

  it("follows a source to the newest run where its own run is gone, with the same figures as the selectors say", async () => {
    const later = { ...run, id: "20261121-171300-0e0f0a0b", at: "2026-11-21T17:13:00.000Z" };
    const opened = await open(
      evaluated,
      {},
      {
        sideBySide: ({ first, second, covered }) =>
          Promise.resolve().then(() => sideBySide([later, run, olderRun], first, second, covered)),
      },
    );
    const side = opened.page.getByRole("region", { name: "Side by side" });
    const shown = () => side.locator("vscode-dropdown .selected-value").allInnerTexts().then(texts);
    const figures = side.getByRole("row", { name: "test Accuracy 90.0% 92.0%" });
    await choose(side, "First model", "End model · 2026-11-20 12:00");
    await choose(side, "Second model", "End model · 2026-11-21 12:00");
    await figures.waitFor();
    const [, older] = evaluated.runs;
    const runs = [{ ...evaluated.runs[0]!, id: later.id, at: later.at }, older!];
    opened.editor.tell("snapshot", snapshotOf({ ...evaluated, runs, run: later }));
    await side.getByText("End model · 2026-11-21 17:13").first().waitFor({ state: "attached" });
    assert.deepEqual(await shown(), ["End model · 2026-11-20 12:00", "End model · 2026-11-21 17:13"]);
    await figures.waitFor();
    assert.deepEqual(opened.calls.findLast(([name]) => name === "sideBySide")![1], {
      ...{ first: { run: olderRun.id, source: "endModel" }, second: { run: later.id, source: "endModel" } },
      covered: false,
    });
  });

  it("says of which run the comparison is that a training in the background took over", async () => {
    const training = { ...run.training, mixtureFrom: olderRun.id };
    const { page, editor } = await open({ ...evaluated, run: { ...run, training } });
    await page.getByText("as compared in the run of 2026-11-20 12:00; Train End Model compares again.").waitFor();
    editor.tell("snapshot", snapshotOf({ ...evaluated, runs: evaluated.runs.slice(0, 1), run: { ...run, training } }));
    await page.getByText("as compared in an earlier run; Train End Model compares again.").waitFor();
    editor.tell("snapshot", snapshotOf(evaluated));
    await page.getByText("by cross-validation.", { exact: false }).filter({ hasNotText: "as compared" }).waitFor();
  });

  it("gives the confusion matrix the whole width where its labels do not fit beside the chart", async () => {
    const labels = ["card", "cash", "limit", "loan", "pin", "rate", "top-up", "transfer"];
    const ofMany = metricsJson(labels.map((_, gold) => labels.map((__, predicted) => (gold === predicted ? 40 : 2))));
    const test = { ...ofMany, covered: ofMany, heldOut: false };
    const evaluation = { ...run.evaluation, labels, metrics: { endModel: { test } } };
    const { page } = await open({ ...evaluated, run: { ...run, evaluation } }, { width: 1000, height: 1200 });
    const matrix = page.getByRole("region", { name: "Rows by gold and predicted label" });
    await matrix.waitFor();
    const hidden = await matrix.evaluate((region) => {
      const { scrollWidth, clientWidth } = region as unknown as { scrollWidth: number; clientWidth: number };
      return scrollWidth - clientWidth;
    });
    assert.equal(hidden, 0, "columns are hidden");
  });

  it("compares two end models row by row when asked: who is right, McNemar's test, and the rows that change", async () => {
    const { page, calls } = await open(evaluated);
    const side = page.getByRole("region", { name: "Side by side" });
    assert.equal(await side.getByRole("button", { name: "Compare row by row" }).count(), 0);
    await side.locator("vscode-dropdown").first().click();
    await side.getByRole("option", { name: "End model · 2026-11-20 12:00" }).first().click();
    await side.getByRole("button", { name: "Compare row by row" }).click();
    await side.getByRole("row", { name: "test 500 31 400 350 9 18 23 +2.3 pts" }).waitFor();
    assert.deepEqual(calls.at(-1)![0], "rowByRow");
    await side.getByText("Check out <b>my channel</b> & subscribe!!!").waitFor();
    await side.getByRole("row", { name: "c900 test HAM HAM right SPAM wrong" }).waitFor();
    await side.getByRole("row", { name: "c31 train no gold no label HAM" }).waitFor();
  });

  it("lists rows to look at as plain text, each with a link, test rows without", async () => {
    const { page, calls } = await open(evaluated);
    await page.getByRole("heading", { name: "End model and label model differ" }).click();
    const fold = page.locator(".fold[aria-labelledby=disagreements-title]");
    await fold.getByText("Check out <b>my channel</b> & subscribe!!!").waitFor();
    await fold.getByText("The first 3 of 412, most confident first.").waitFor();
    await fold.getByRole("button", { name: "Show row c7" }).click();
    assert.deepEqual(calls.at(-1), ["showRows", { ids: ["c7"], split: "dev" }]);
    assert.equal(await fold.getByRole("button", { name: "Show row c900" }).count(), 0);
    await page.getByRole("heading", { name: "Gold that may be wrong" }).click();
    await page.locator(".fold[aria-labelledby=wrong-gold-title]").getByText("HAM 98.0%").waitFor();
  });

  it("says when a run is out of date, which records cannot be read, and what failed", async () => {
    const unreadable = ["/projects/comments/.lf-lens/runs/x.json is not a training's record."];
    const opened = await open(
      { ...evaluated, stale: true, unreadable },
      {},
      { exportMarkdown: () => Promise.reject(new Error("The disk is full.")) },
    );
    await opened.page.getByText("LFs, data or settings have changed since this run").waitFor();
    await opened.page.getByText(unreadable[0]!).waitFor();
    await opened.page.getByRole("button", { name: "Export as Markdown" }).click();
    await opened.page.getByRole("alert").getByText("The disk is full.").waitFor();
    await opened.page.getByRole("button", { name: "Dismiss" }).click();
    await opened.page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("keeps what was chosen while it is hidden", async () => {
    const { page } = await open(evaluated);
    await page.getByText("Covered rows", { exact: true }).click();
    await page.reload();
    assert.ok(await page.getByRole("radio", { name: "Covered rows" }).isChecked());
  });
});

const texts = (found: readonly string[]): string[] => found.map((text) => text.replaceAll(/\s+/g, " ").trim());

/** Picks an option of one of the selectors. */
async function choose(side: Locator, selector: string, option: string): Promise<void> {
  const dropdown = side.locator(`vscode-dropdown[aria-label="${selector}"]`);
  await dropdown.click();
  await dropdown.getByRole("option", { name: option }).click();
}
