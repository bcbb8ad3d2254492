// The clarity matrix: its counts, what each cell opens, one class at a time, and what stands there without gold.
import assert from "node:assert/strict";
import type { ClarityMatrix } from "../../src/core/clarity/clarity";
import type { RowFilter } from "../../src/core/data/rowFilter";
import type { Locator } from "playwright-core";
import type { BrowserWindow } from "./browserWindow";
import { run } from "../services/evaluation/trainingRun";
import { usePanel } from "./openPanel";
import { clarityOf, root, snapshotOf, spamProject } from "./spamProject";

describe("webview: the clarity matrix", () => {
  const openPanel = usePanel();

  const cells: readonly (readonly [name: string, shown: string, opens: RowFilter])[] = [
    ["Gold rows: 200 gold rows", "Gold rows 200", { clarity: {} }],
    ["LFs split: 20 gold rows, 10.0% of 200", "LFs split 20 · 10.0%", { clarity: { lfs: "split" } }],
    ["No denoised label: 60 gold rows", "No denoised label 60 · 30.0%", { clarity: { prediction: "none" } }],
    ["Denoised label right, LFs right", "110 55.0% Healthy", { clarity: { prediction: "right", lfs: "right" } }],
    ["Denoised label wrong, LFs wrong", "10 5.0% Edit these LFs", { clarity: { prediction: "wrong", lfs: "wrong" } }],
    ["Denoised label right, LFs split", "10 5.0% Resolved, keep an eye on it", { clarity: { prediction: "right", lfs: "split" } }],
    ["Denoised label wrong, LFs split", "10 5.0% Resolve the conflict", { clarity: { prediction: "wrong", lfs: "split" } }],
    ["No denoised label, LFs silent", "60 30.0% Write a new LF", { clarity: { prediction: "none", lfs: "silent" } }],
    [
      "mentionsSong votes wrong on 10 of these rows",
      "mentionsSong 10",
      { clarity: { prediction: "wrong", lfs: "wrong" }, lf: { name: "mentionsSong", rows: "incorrect" } },
    ],
  ];
  it("shows counts and shares of gold rows, and every cell, header and blamed LF opens its rows", async () => {
    const { page, calls } = await openPanel({ height: 1400 });
    for (const [name, shown, filter] of cells) {
      const button = page.getByRole("grid", { name: "Clarity matrix" }).getByTitle(new RegExp(`^${name}`));
      assert.equal((await button.innerText()).replaceAll(/\s+/g, " "), shown);
      await button.click();
      await page.locator(".row-item").first().waitFor();
      assert.deepEqual(
        calls.findLast(([name]) => name === "rows"),
        ["rows", { root, filter, offset: 0, limit: 50 }],
      );
    }
  });

  it("says how right the denoised labels are, and what no label means", async () => {
    const { page } = await openPanel();
    await page
      .getByText(
        "Denoised labels are 85.7% right (95 % interval 79.0–90.6%): 120 of the 140 gold rows that have one. Dev gold was used to fit these labels. 60 gold rows without one are left out; Evaluation counts them as guesses.",
      )
      .waitFor();
    await page.getByText("No denoised label: no LF votes, or the votes tie.").waitFor();
  });

  it("tells the next step above the rows of a cell", async () => {
    const { page } = await openPanel({ filter: { clarity: { prediction: "none", lfs: "silent" } } });
    await page.getByText("Use these rows as examples for a new LF").waitFor();
  });

  it("opens a cell's rows wherever the cell is clicked, and the whole cell looks selected", async () => {
    const { page } = await openPanel({ height: 1400 });
    const color = (cell: Locator): Promise<string> =>
      cell.evaluate((td) => (globalThis as unknown as BrowserWindow).getComputedStyle(td).backgroundColor);
    const grid = page.getByRole("grid", { name: "Clarity matrix" });
    for (const name of [
      "Denoised label right, LFs right",
      "Gold rows",
      "LFs split",
      "No denoised label, LFs silent",
      "Denoised label wrong",
    ]) {
      const button = page.getByTitle(new RegExp(`^${name}:`));
      const cell = grid.locator("th, td").filter({ has: button });
      const before = await color(cell);
      const { width, height } = (await cell.boundingBox())!;
      for (const position of [
        { x: 3, y: 3 },
        { x: width - 3, y: height - 3 },
      ]) {
        await cell.click({ position });
        assert.equal(await button.getAttribute("aria-pressed"), "true", `${name} at ${JSON.stringify(position)}`);
        assert.notEqual(await color(cell), before);
        await page.getByRole("button", { name: "Close the rows" }).click();
      }
    }
  });

  it("greys a cell of fewer than 10 rows and says so", async () => {
    const small: ClarityMatrix = structuredClone(clarityOf());
    const { page } = await openPanel({
      snapshot: snapshotOf({
        sample: { clarity: { ...small, cells: { ...small.cells, wrong: { ...small.cells.wrong, wrong: { count: 9, blame: [] } } } } },
      }),
    });
    await page.getByTitle(/^Denoised label wrong, LFs wrong: 9 .* Too few rows to judge/).waitFor();
    const color = (cell: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('[title^="${cell}"] .matrix-number')).color`);
    assert.notEqual(await color("Denoised label wrong, LFs wrong"), await color("Denoised label right, LFs right"));
  });

  it("narrows to one gold label, and its cells open rows of that label", async () => {
    const { page, calls, editor } = await openPanel();
    await page.getByRole("combobox", { name: "Gold label of the rows" }).click();
    await page.getByRole("option", { name: "SPAM" }).click();
    await page.getByTitle("Gold rows: 100 gold rows").waitFor();
    assert.deepEqual(calls.at(-1), ["clarity", { root, goldLabel: "SPAM", source: "labelModel" }]);
    await page.getByTitle("Denoised label wrong, LFs wrong: 10 gold rows").click();
    await page.getByText("and gold is SPAM").waitFor();
    assert.deepEqual(calls.findLast(([name]) => name === "rows")?.[1], {
      root,
      filter: { clarity: { prediction: "wrong", lfs: "wrong" }, goldLabel: "SPAM" },
      offset: 0,
      limit: 50,
    });
    const before = calls.length;
    editor.tell("snapshot", snapshotOf());
    await page.waitForTimeout(200);
    assert.ok(
      calls.slice(before).some(([name]) => name === "clarity"),
      "a new snapshot asks for the class's matrix again",
    );
  });

  it("finds a gold label among many by typing, in a field as wide as the longest", async () => {
    const labels = ["HAM", "SPAM", ...Array.from({ length: 298 }, (_, at) => `a_rather_long_intent_name_${at}`)];
    const { page, calls } = await openPanel({ snapshot: snapshotOf({ labels, sample: { labels } }) });
    const field = page.getByRole("combobox", { name: "Gold label of the rows" });
    await field.focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.getByRole("option").count(), 100);
    await page.getByText("201 more: type to find them").waitFor();
    await page.keyboard.type("name_29");
    assert.equal(await page.getByRole("option").count(), 9); // 29, 290 to 297
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "a_rather_long_intent_name_290");
    assert.deepEqual(calls.at(-1)?.[1], { root, goldLabel: "a_rather_long_intent_name_290", source: "labelModel" });
    const cut: boolean = await page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth");
    assert.equal(cut, false, "the name is shown whole");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.type("nothing like it");
    await page.getByText("Nothing matches").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await field.inputValue(), "a_rather_long_intent_name_290");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
  });

  it("turns to majority vote with an arrow key: matrix, rows and words, also after it was hidden", async () => {
    const { page, calls } = await openPanel();
    await page.getByText("which weighs all votes. This is the label that is exported.").waitFor();
    await page.getByRole("radio", { name: "Label model" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.getByRole("radio", { name: "Majority vote" }).isChecked());
    await page.getByText("Majority labels are 91.7% right: 110 of the 120 gold rows that have one.").waitFor();
    await page.getByText("the label with the most votes").waitFor();
    await page.getByTitle("No majority label, LFs split: 20 gold rows, 10.0% of 200. Break the tie.").click();
    await page.getByRole("heading", { name: "Rows where there is no majority label and some votes are right" }).waitFor();
    assert.match(await page.locator(".row-item").first().innerText(), /no majority label/);
    const filter = { clarity: { prediction: "none", lfs: "split" }, source: "majority" };
    assert.deepEqual(
      calls.findLast(([name]) => name === "rows"),
      ["rows", { root, filter, offset: 0, limit: 50 }],
    );

    await page.getByRole("combobox", { name: "Gold label of the rows" }).click();
    await page.getByRole("option", { name: "SPAM" }).click();
    await page.getByText("Majority labels are 83.3% right: 50 of the 60").waitFor();
    assert.deepEqual(calls.at(-1), ["clarity", { root, goldLabel: "SPAM", source: "majority" }]);
    await page.reload();
    await page.getByText("Majority labels are").waitFor();
    assert.ok(await page.getByRole("radio", { name: "Majority vote" }).isChecked());
  });

  it("judges the end model where there is one, on all gold rows, and says when it is out of date", async () => {
    const { page, calls, editor } = await openPanel();
    await page.getByRole("radio", { name: "Majority vote" }).waitFor();
    assert.equal(await page.getByRole("radio", { name: "End model" }).count(), 0);
    const { id, at, training, evaluation } = run;
    const endModel = { id, at, training, evaluation, file: training.file };
    editor.tell("snapshot", snapshotOf({ endModel: { ...endModel, stale: false } }));
    await page.getByRole("radio", { name: "End model" }).check({ force: true });
    const learned = "The end model was trained on gold: it reproduces 180 of these 200 gold rows.";
    await page.getByText(`${learned} On gold it has not seen, it is 92.0% right (400 rows).`).waitFor();
    await page.getByText("also where no LF votes. It may have been trained on gold rows").waitFor();
    assert.equal(await page.getByText("train it again").count(), 0);
    await page.getByTitle(/^End model's label right, LFs silent/).click();
    const filter = { clarity: { prediction: "right", lfs: "silent" }, source: "endModel" };
    assert.deepEqual(
      calls.findLast(([name]) => name === "rows"),
      ["rows", { root, filter, offset: 0, limit: 50 }],
    );
    const withoutGold = { ...endModel, training: { ...training, goldWeight: 0 } };
    editor.tell("snapshot", snapshotOf({ endModel: { ...withoutGold, stale: true } }));
    await page.getByText("End model's labels are 90.0% right: 180 of the 200 gold rows that have one.").waitFor();
    await page.getByText("LFs, data or settings have changed since the end model was trained. Train it again.").waitFor();
  });

  it("explains how to add gold where there is none", async () => {
    const { gold: _gold, ...columns } = spamProject.columns!;
    const data = { ...spamProject.data!, sampleGold: 0 };
    const { page, editor } = await openPanel({ snapshot: snapshotOf({ data, sample: { goldRows: 0 }, columns }) });
    await page.getByRole("heading", { name: "No gold, so no clarity matrix" }).waitFor();
    await page.getByText('"columns": { "gold": "label" }').waitFor();
    editor.tell("snapshot", snapshotOf({ data, sample: { goldRows: 0 }, columns: spamProject.columns! }));
    await page.getByText("The column label is empty on every row of the sample.").waitFor();
  });

  it("moves between cells with arrow keys", async () => {
    const { page, calls } = await openPanel();
    await page.getByTitle("Gold rows: 200 gold rows").focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await page.getByText("No rows in the sample match.").waitFor();
    assert.deepEqual((calls.findLast(([name]) => name === "rows")?.[1] as { filter: RowFilter }).filter, {
      clarity: { prediction: "none", lfs: "right" },
    });
  });
});
