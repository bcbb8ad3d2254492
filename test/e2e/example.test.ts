// The whole path through the user interface, from the packaged extension: each step begins where the one before ended.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeLenses, codeLensLink, openProblems, replaceLine, squiggles, textBesideLine } from "./editor";
import { eventually } from "./eventually";
import { countIn, matrixCell, panel, rowsView } from "./panel";
import { openSidebar } from "./sidebar";
import { choosePlace, chooseTheme, openExample, quickInput, runCommandTitled, screenshot, statusBar, type Workbench } from "./workbench";

const file = "lfs/loans.lf.ts";
const numbers = /^\d+ rows \(\d+\.\d%\) · \d+\.\d% right \(\d+\/\d+\)/;

/** What a CodeLens says first. */
function counted(lens = "no CodeLens"): string {
  assert.match(lens, numbers);
  return numbers.exec(lens)![0];
}

describe("the example, through the user interface", () => {
  let workbench: Workbench;
  let firstLens: string;
  const lines = readFileSync(join("examples/bank-chat", file), "utf8").split("\n");
  const lfLine = lines.findIndex((line) => line.includes("loanWord")) + 1;
  const original = lines[lfLine - 1]!;

  before(async function () {
    this.timeout(300_000);
    workbench = await openExample("example", file);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  it("shows above each LF what it is worth", async () => {
    await eventually(async () => {
      const lenses = await codeLenses(workbench.page);
      assert.equal(lenses.length, 3, lenses.join("\n"));
      [firstLens = ""] = lenses.map((lens) => counted(lens));
    });
    await eventually(async () => assert.match(await statusBar(workbench.page).innerText(), /bank-chat: [\d,]+ rows · \d+\.\d% covered/));
    await screenshot(workbench.page, "editor");
  });

  it("marks an LF that throws at its line", async () => {
    const { page } = workbench;
    await replaceLine(page, lfLine, 'export const loanWord = lf((row: Row) => { throw new Error("no such luck"); });');
    await squiggles(page).first().waitFor();
    const problems = await openProblems(page);
    const problem = problems.filter({ hasText: "no such luck" });
    await problem.waitFor();
    assert.match(await problem.innerText(), new RegExp(`loanWord faulted on .*Ln ${lfLine},`, "s"));
    await screenshot(page, "fault");
  });

  it("takes the mark away once the LF is mended", async () => {
    const { page } = workbench;
    await replaceLine(page, lfLine, original);
    await page.locator(".markers-panel .monaco-list-row", { hasText: "no such luck" }).waitFor({ state: "detached" });
    await eventually(async () => assert.equal(counted((await codeLenses(page))[0]), firstLens));
    await page.keyboard.press("Control+J");
  });

  it("lets the numbers follow an edit", async () => {
    const { page } = workbench;
    await replaceLine(page, lfLine, 'export const loanWord = lf((row: Row) => (says(row, /\\bthe\\b/) ? "LOAN" : ABSTAIN));');
    await eventually(async () => {
      const [lens] = await codeLenses(page);
      assert.notEqual(counted(lens), firstLens);
    });
    await eventually(async () =>
      assert.match(await textBesideLine(page, "loanWord"), /\d+ rows? \(\d+\.\d%\) · \d+\.\d% right \(\d+\/\d+\)/),
    );
    await replaceLine(page, lfLine, original);
    await eventually(async () => assert.equal(counted((await codeLenses(page))[0]), firstLens));
  });

  it("opens the clarity matrix", async () => {
    const { page } = workbench;
    await runCommandTitled(page, "LF Lens: Open Clarity Matrix");
    await panel(page).getByRole("heading", { name: "Clarity matrix" }).waitFor();
    assert.ok((await countIn(matrixCell(page, "Denoised label right", "LFs right"))) > 0);
    await screenshot(page, "matrix");
  });

  it("shows the rows behind a cell", async () => {
    const { page } = workbench;
    const cell = matrixCell(page, "Denoised label wrong", "LFs wrong");
    const count = await countIn(cell);
    assert.ok(count > 0, "the example has no such rows");
    await cell.click();
    const { title, total, rows } = rowsView(page);
    await eventually(async () => assert.match(await total.innerText(), new RegExp(`^${count} rows?$`)));
    assert.equal(await title.innerText(), "Rows where the denoised label is wrong and all votes are wrong");
    const first = await rows.first().innerText();
    assert.match(first, /m\d+/);
    assert.match(first, /gold\s+[A-Z_]+/);
    assert.match(first, /denoised\s+[A-Z_]+/);
  });

  it("leads from a vote to its LF", async () => {
    const { page } = workbench;
    const vote = rowsView(page).rows.first().locator("button.vote").first();
    const name = (await vote.innerText())
      .trim()
      .split(/\s+/)
      .find((word) => /^[a-z]\w+$/.test(word) && word !== "wrong" && word !== "right")!;
    await vote.click();
    await eventually(async () => {
      const line = await page.locator(".monaco-editor.focused .view-line", { hasText: `export const ${name}` }).count();
      assert.equal(line, 1, `${name} is not on the screen`);
    });
  });

  it("opens from a CodeLens the rows that an LF gets wrong", async () => {
    const { page } = workbench;
    await page.keyboard.press("Control+Home");
    await codeLensLink(page, /^\d+ wrong$/).click();
    await eventually(async () => assert.match(await rowsView(page).title.innerText(), /^Rows where \w+ votes against gold$/));
  });

  it("lists the projects and LFs in the sidebar", async () => {
    const rows = await openSidebar(workbench.page);
    await eventually(async () =>
      assert.match((await rows.allInnerTexts()).join("\n"), /bank-chat[^]*LFs[^]*covered[^]*Data[^]*with gold[^]*right \(/),
    );
  });

  it("writes a denoised label for every row", async () => {
    const { page, folder } = workbench;
    const out = join(folder, "labels.csv");
    await runCommandTitled(page, "LF Lens: Export Denoised Labels");
    await quickInput(page, "Format").fill("CSV");
    for (const step of ["Format", "What to export"]) {
      await quickInput(page, step).waitFor();
      await quickInput(page, step).press("Enter");
    }
    await choosePlace(page, out);
    await quickInput(page, "Press Enter to export").waitFor();
    const review = page.locator(".quick-input-list .monaco-list-row");
    assert.match((await review.allInnerTexts()).join("\n"), /all 1,209 rows: train 953, dev 172, test 84/);
    await quickInput(page).press("Enter");
    await page.locator(".notification-toast", { hasText: "labels.csv" }).waitFor();
    const ids = (file: string): string[] => readFileSync(file, "utf8").match(/^m\d+(?=,)/gm) ?? [];
    assert.deepEqual(ids(out), ids(join(folder, "data/messages.csv")));
  });

  it("marks the export in the sidebar once an LF has changed", async () => {
    const { page, folder } = workbench;
    const rows = await openSidebar(page);
    const exported = rows.filter({ hasText: "labels.csv" });
    await rows.filter({ hasText: /^Exports/ }).click();
    await eventually(async () => assert.match(await exported.innerText(), /labels\.csv\s*1,209 rows$/));
    appendFileSync(join(folder, "lfs/cards.lf.ts"), "// Another thought.\n");
    await eventually(async () => assert.match(await exported.innerText(), /labels\.csv\s*out of date · 1,209 rows$/));
    assert.match(await rows.filter({ hasText: /^Exports/ }).innerText(), /1 of 1 out of date/);
  });

  it("counts all rows in the panel, beside the sample's", async () => {
    const { page, folder } = workbench;
    const config = join(folder, "lf.config.json");
    writeFileSync(config, readFileSync(config, "utf8").replace('"functions"', '"sample": { "rows": 300 },\n  "functions"'));
    await panel(page).getByText("All rows (1,125)").click();
    await panel(page).getByRole("button", { name: "Measure all rows" }).click();
    await panel(page).getByText("1,125 rows of train and dev").waitFor();
    await panel(page).locator(".lf-table tfoot").getByText("without a vote").waitFor();
  });

  const themes = [
    { name: "light", label: "Light Modern", kind: "vs", body: "vscode-light" },
    { name: "contrast", label: "Dark High Contrast", kind: "hc-black", body: "vscode-high-contrast" },
    { name: "dark", label: "Dark Modern", kind: "vs-dark", body: "vscode-dark" },
  ];
  for (const { name, label, kind, body } of themes) {
    it(`looks right in ${name}: the panel follows the theme`, async () => {
      await chooseTheme(workbench.page, label, kind);
      await panel(workbench.page).locator(`body.${body}`).waitFor();
      await screenshot(workbench.page, `all-${name}`);
      await runCommandTitled(workbench.page, "LF Lens: Export Denoised Labels");
      for (const step of ["Format", "What to export"]) {
        await quickInput(workbench.page, step).waitFor();
        await screenshot(workbench.page, `export-${step.toLowerCase().replaceAll(" ", "-")}-${name}`);
        await quickInput(workbench.page, step).press("Enter");
      }
      await choosePlace(workbench.page, join(workbench.folder, "labels.csv"));
      await quickInput(workbench.page, "Press Enter to export").waitFor();
      await screenshot(workbench.page, `export-review-${name}`);
      await quickInput(workbench.page).press("Escape");
    });
  }
});
