// From questions without gold to fifty judgements, three LFs and an export, by keyboard alone; then the same panel in every theme and width.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import type { Judgement } from "../../src/core/gold/judgement";
import { quietSettings } from "../vscode/settings";
import { codeLenses } from "./editor";
import { eventually } from "./eventually";
import { panel } from "./panel";
import { choosePlace, chooseTheme, openWorkbench, quickInput, screenshot, type Workbench } from "./workbench";

/** Questions like those of the TREC collection, each with the label that a person gives it. */
const kinds = [
  ["HUM", "Who wrote the book about lighthouse"],
  ["LOC", "Where is the harbour of island"],
  ["NUM", "How many people live in village"],
  ["NUM", "When did the railway reach town"],
] as const;
const questions = Array.from({ length: 120 }, (_, row) => {
  const [label, text] = kinds[row % kinds.length]!;
  return { id: `q${row}`, text: `${text} ${row} ?`, label };
});
const labels = ["HUM", "LOC", "NUM"];
const lfs = `import { regex } from "lf-lens";

export const asksWho = regex("HUM", "text", /^who/i);
export const asksWhere = regex("LOC", "text", /^where/i);
export const asksHowMany = regex("NUM", "text", /^how many/i);
`;

describe("labeling rows, by keyboard alone", function () {
  this.timeout(300_000);
  this.bail(true);
  let workbench: Workbench;
  let began = 0;
  before(async () => {
    const fill = (profile: string): string => {
      const folder = join(profile, "questions");
      mkdirSync(folder);
      writeFileSync(join(folder, "questions.jsonl"), questions.map(({ id, text }) => `${JSON.stringify({ id, text })}\n`).join(""));
      return folder;
    };
    workbench = await openWorkbench({ name: "label-rows", fill, settings: { ...quietSettings, "files.simpleDialog.enable": true } });
    began = Date.now();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  const command = (title: string): Promise<void> =>
    eventually(async () => {
      const { page } = workbench;
      await page.keyboard.press("Escape");
      await page.keyboard.press("F1");
      await quickInput(page).fill(`>${title}`, { timeout: 5000 });
      await page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${title}"]`).waitFor({ timeout: 5000 });
      await page.keyboard.press("Enter");
    });
  const answer = async (placeholder: string, text?: string): Promise<void> => {
    const { page } = workbench;
    await quickInput(page, placeholder).waitFor();
    if (text !== undefined) await page.keyboard.insertText(text);
    await page.keyboard.press("Enter");
  };
  const saved = (): Judgement[] => {
    const file = join(workbench.folder, "gold/anna.jsonl");
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Judgement);
  };
  /** What the files say now: the latest line of each row. */
  const current = (): Judgement[] => [...new Map(saved().map((one) => [one.row, one])).values()].filter(({ label }) => label !== null);
  const textOnScreen = (): Promise<string> => panel(workbench.page).locator(".label-text").innerText();
  const keyOf = (text: string): string => String(1 + labels.indexOf(questions.find((one) => one.text === text)!.label));
  /** The next row is on the screen once the text has changed. */
  const press = async (key: string): Promise<void> => {
    const before = await textOnScreen();
    await workbench.page.keyboard.press(key);
    await eventually(async () => assert.notEqual(await textOnScreen(), before));
  };

  it("makes a project of data without gold, and three LFs", async () => {
    const { page } = workbench;
    await command("LF Lens: Create Project");
    await answer("File with your rows");
    await answer("Which column is labeled");
    await answer("Which column has gold");
    await answer("HAM, SPAM", labels.join(", "));
    for (const step of ["Which column says train", "Which column tells rows", "Press Enter to create"]) await answer(step);
    await page.locator(".monaco-editor.focused").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(lfs);
    await page.keyboard.press("Control+S");
    await eventually(async () => assert.equal((await codeLenses(page)).filter((text) => /30 rows/.test(text)).length, 3));
  });

  it("labels, undoes, skips, flags, notes and goes back; each line is on the disk", async () => {
    const { page } = workbench;
    await command("LF Lens: Label Rows");
    await page.locator(".quick-input-widget", { hasText: "Your labels are saved under it" }).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("anna");
    await page.keyboard.press("Enter");
    await panel(page).locator(".label-text").waitFor();
    const first = await textOnScreen();
    await press(keyOf(first));
    await eventually(() => Promise.resolve(assert.equal(saved().length, 1)));
    assert.deepEqual([saved()[0]!.label, saved()[0]!.how], [questions.find(({ text }) => text === first)!.label, "random"]);
    await press("u");
    assert.equal(await textOnScreen(), first);
    await eventually(() =>
      Promise.resolve(
        assert.deepEqual(
          saved()
            .map(({ label }) => label)
            .slice(1),
          [null],
        ),
      ),
    );
    await page.keyboard.press("n");
    await page.keyboard.type("see guidelines");
    await page.keyboard.press("Enter");
    await page.keyboard.press("f");
    await press(keyOf(first));
    await press("s");
    await press("b");
    await press("b");
    await panel(page)
      .getByText(/You said: \w+, flagged/)
      .waitFor();
    await press("ArrowRight");
    await press("ArrowRight");
    await eventually(() => Promise.resolve(assert.equal(saved().length, 4)));
    const [, , labeled, skipped] = saved();
    assert.deepEqual([labeled!.note, labeled!.flagged], ["see guidelines", true]);
    assert.deepEqual([skipped!.label, skipped!.skipped], [null, true]);
  });

  it("goes on to fifty judgements, and the numbers follow", async () => {
    const { page } = workbench;
    const start = Date.now();
    for (let left = 49; left > 0; left--) await press(keyOf(await textOnScreen()));
    const perMinute = Math.round((49 * 60_000) / (Date.now() - start));
    await panel(page).getByText("all saved").waitFor();
    await eventually(() => Promise.resolve(assert.equal(current().length, 50)));
    for (const { row, label } of current()) assert.equal(label, questions.find(({ id }) => id === row)!.label);
    await page.keyboard.press("Control+1");
    await command("View: Open Previous Editor");
    const right = (kind: string): number =>
      current().filter(({ row }) => questions.find(({ id }) => id === row)!.text.startsWith(kind)).length;
    await eventually(async () => {
      const lenses = await codeLenses(page);
      for (const kind of ["Who", "Where", "How many"])
        assert.ok(
          lenses.some((text) => text.includes(`(${right(kind)}/${right(kind)})`)),
          lenses.join("\n"),
        );
    });
    console.log(`      ${perMinute} judgements a minute`);
  });

  it("exports the denoised labels", async () => {
    const { page } = workbench;
    await command("LF Lens: Export Denoised Labels");
    for (const step of ["Format", "What to export"]) await answer(step);
    const out = join(workbench.folder, "labels.parquet");
    await choosePlace(page, out);
    await answer("Press Enter to export");
    await eventually(() => Promise.resolve(assert.ok(existsSync(out))));
    console.log(`      ${((Date.now() - began) / 1000).toFixed(0)} s from the data file to the export`);
  });

  it("looks right in every theme and width, and axe finds nothing", async () => {
    const { page } = workbench;
    await command("LF Lens: Label Rows");
    await panel(page).locator(".label-text").waitFor();
    await command("View: Close Primary Side Bar").catch(() => undefined);
    for (const [theme, label, base] of [
      ["light", "Light Modern", "vs"],
      ["contrast", "Dark High Contrast", "hc-black"],
      ["dark", "Dark Modern", "vs-dark"],
    ] as const) {
      await chooseTheme(page, label, base);
      for (const width of [1600, 900, 500]) {
        await page.setViewportSize({ width, height: 1000 });
        await panel(page).locator(".label-text").waitFor();
        await screenshot(page, `label-rows-editor-${theme}-${width}`);
      }
      assert.deepEqual(await violations(page), [], theme);
      await page.setViewportSize({ width: 1600, height: 1000 });
    }
  });
});

async function violations(page: Page): Promise<string[]> {
  const document = panel(page).locator("html");
  await document.evaluate((_, source) => (0, eval)(source) as void, axe.source);
  return document.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResult> } }).axe.run;
    return (await run({ resultTypes: ["violations"] })).violations.map(({ id }) => id);
  });
}

interface AxeResult {
  readonly violations: readonly { readonly id: string }[];
}
