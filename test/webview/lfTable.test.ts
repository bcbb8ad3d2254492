// The table of LFs: sorting, finding, and that every number opens its own rows.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { wilson } from "../../src/core/math/interval";
import { worstFirst } from "../../src/core/statistics/health";
import type { RowFilter } from "../../src/core/data/rowFilter";
import type { BrowserWindow } from "./browserWindow";
import { usePanel } from "./openPanel";
import { root, snapshotOf, spamProject } from "./spamProject";

const namesIn = (page: Page): Promise<string[]> => page.locator(".lf-table tbody th .link").allInnerTexts();
const lfRow = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name}\\b`) });

/** "rgb(1, 2, 3)" or "color(srgb 0.1 0.2 0.3)" as red, green and blue from 0 to 255. */
function rgbOf(color: string): number[] {
  const parts = [...color.matchAll(/[\d.]+/g)].map(Number).slice(0, 3);
  return color.startsWith("color(") ? parts.map((part) => 255 * part) : parts;
}

describe("webview: the LF table", () => {
  const openPanel = usePanel();

  // First click, second click; LFs without a value come last either way, equal ones stay as in the source.
  const orders: readonly (readonly [column: string, first: string, firstOrder: string, second: string])[] = [
    ["LF", "ascending", "asksToSubscribe hasLink mentionsSong notRunYet onlyWithoutGold shortPraise", "descending"],
    ["Labels", "ascending", "shortPraise mentionsSong asksToSubscribe hasLink onlyWithoutGold notRunYet", "descending"],
    ["Coverage", "descending", "shortPraise hasLink asksToSubscribe mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Overlap", "descending", "hasLink shortPraise asksToSubscribe mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Conflict", "descending", "hasLink shortPraise asksToSubscribe mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Accuracy", "descending", "asksToSubscribe shortPraise hasLink mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Est.", "descending", "asksToSubscribe shortPraise hasLink mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Worth", "descending", "shortPraise asksToSubscribe hasLink mentionsSong onlyWithoutGold notRunYet", "ascending"],
    ["Faults", "descending", "mentionsSong asksToSubscribe hasLink shortPraise onlyWithoutGold notRunYet", "ascending"],
    ["Time", "descending", "onlyWithoutGold mentionsSong shortPraise hasLink asksToSubscribe notRunYet", "ascending"],
  ];
  // A faulting one, then those with too few judged rows, then the good ones by accuracy: 40/50, 50/60, 40/40.
  const worst = ["mentionsSong", "notRunYet", "onlyWithoutGold", "hasLink", "shortPraise", "asksToSubscribe"];
  it("has the worst LF first, as the tree has, and says so", async () => {
    const { page } = await openPanel();
    await page.getByText("6 LFs, worst first").waitFor();
    assert.deepEqual(await namesIn(page), worst);
    assert.deepEqual(
      [...spamProject.numbers.sample.lfs].sort(worstFirst).map(({ name }) => name),
      worst,
    );
  });

  it("sorts by every column with the keyboard, and the third time the worst come first again", async () => {
    const { page } = await openPanel();
    for (const [column, first, order, second] of orders) {
      const header = page.getByRole("columnheader", { name: column, exact: true });
      await header.getByRole("button").focus();
      await page.keyboard.press("Enter");
      assert.equal(await header.getAttribute("aria-sort"), first);
      assert.equal((await namesIn(page)).join(" "), order, column);
      await page.keyboard.press("Space");
      assert.equal(await header.getAttribute("aria-sort"), second);
      assert.notEqual((await namesIn(page)).join(" "), order, `${column} the other way round`);
      await page.keyboard.press("Enter");
      assert.equal(await header.getAttribute("aria-sort"), "none");
      assert.deepEqual(await namesIn(page), worst);
    }
  });

  it("sorts by the accuracy that is sure, so that few gold rows never come first", async () => {
    // Interval of 1/1: 20.7–100 %; of 14/16: 64.0–96.5 %; of 0/1: 0–79.3 %; of 3/16: 6.6–43.0 %.
    const judged: readonly (readonly [correct: number, incorrect: number])[] = [
      [1, 0],
      [14, 2],
      [0, 1],
      [3, 13],
    ];
    const lfs = spamProject.numbers.sample.lfs.slice(0, 4).map((lf, at) => {
      const [correct, incorrect] = judged[at]!;
      return {
        ...lf,
        name: `${correct}/${correct + incorrect}`,
        summary: { ...lf.summary!, correct, incorrect },
        accuracyInterval: wilson(correct, correct + incorrect)!,
      };
    });
    const { page } = await openPanel({ snapshot: snapshotOf({ sample: { lfs } }) });
    const accuracy = page.getByRole("columnheader", { name: "Accuracy" });
    await accuracy.click();
    assert.deepEqual(await namesIn(page), ["14/16", "1/1", "3/16", "0/1"], "the surest to be right first");
    await accuracy.click();
    assert.deepEqual(await namesIn(page), ["3/16", "0/1", "14/16", "1/1"], "the surest to be wrong first");
    assert.match((await accuracy.getByRole("button").getAttribute("title"))!, /lower end/);
  });

  it("keeps its order while the panel is hidden", async () => {
    const { page } = await openPanel();
    await page.getByRole("columnheader", { name: "Coverage" }).click();
    const order = await namesIn(page);
    assert.equal(order[0], "shortPraise");
    await page.reload();
    await page.locator(".lf-table tbody tr").first().waitFor();
    assert.deepEqual(await namesIn(page), order);
  });

  it("finds LFs by name and by label", async () => {
    const { page } = await openPanel();
    const field = page.getByRole("textbox", { name: "Find an LF or a label" });
    await field.fill("SONG");
    assert.deepEqual(await namesIn(page), ["mentionsSong"]);
    await field.fill("spam");
    assert.deepEqual(await namesIn(page), ["onlyWithoutGold", "hasLink", "asksToSubscribe"]);
    await page.getByText("3 of 6 LFs").waitFor();
  });

  const lf = (name: string, rows: NonNullable<RowFilter["lf"]>["rows"]): RowFilter => ({ lf: { name, rows } });
  const numbers: readonly (readonly [row: string, button: RegExp, shown: string, opens: RowFilter])[] = [
    ["hasLink", /have a vote of hasLink/, "25.0% 250", lf("hasLink", "covered")],
    ["hasLink", /votes of hasLink and another LF/, "20.0% 200", lf("hasLink", "overlap")],
    ["hasLink", /conflicting vote with hasLink/, "10.0% 100", lf("hasLink", "conflict")],
    ["hasLink", /hasLink is right on 40 of 50 gold rows/, "80.0% 40/50", lf("hasLink", "correct")],
    ["hasLink", /hasLink is wrong on 10 of 50 gold rows/, "10", lf("hasLink", "incorrect")],
    ["mentionsSong", /faults on 3 rows: TypeError: row.song is null/, "3", lf("mentionsSong", "fault")],
    ["All LFs together", /have a vote$/, "70.0% 700", { set: "covered" }],
    ["All LFs together", /have two or more votes/, "25.0% 250", { set: "overlap" }],
    ["All LFs together", /have votes that disagree/, "10.0% 100", { set: "conflict" }],
    ["All LFs together", /No LF votes on 300 rows/, "300 rows without a vote", { set: "silent" }],
  ];
  it("shows counts of the sample, and each opens its rows", async () => {
    const { page, calls } = await openPanel({ height: 1400 });
    for (const [row, name, shown, filter] of numbers) {
      const button = lfRow(page, row).getByTitle(name);
      assert.equal((await button.innerText()).replaceAll(/\s+/g, " ").trim(), shown);
      await button.click();
      await page.locator(".row-item").first().waitFor();
      assert.equal(await button.getAttribute("aria-pressed"), "true");
      assert.deepEqual(
        calls.findLast(([name]) => name === "rows"),
        ["rows", { root, filter, offset: 0, limit: 50 }],
      );
    }
  });

  it("says n/a where there is no gold, gives the interval where there is, and marks old numbers", async () => {
    const { page } = await openPanel();
    const cells = async (name: string): Promise<string> => (await lfRow(page, name).innerText()).replaceAll(/\s+/g, " ");
    assert.match(await cells("onlyWithoutGold"), /n\/a/);
    assert.match(await cells("asksToSubscribe"), /100\.0% 40\/40 0 91\.2–100\.0%/);
    assert.match(await cells("notRunYet"), /^ ?notRunYet … … … … … …/);
    assert.equal(await page.getByText("stale", { exact: true }).count(), 1);
    assert.match(await cells("hasLink"), /stale/);
  });

  it("keeps the label model's estimate apart from gold, and says what the set would lose without an LF", async () => {
    const { page, editor } = await openPanel();
    const cell = async (name: string, at: number): Promise<string> =>
      (await lfRow(page, name).getByRole("gridcell").nth(at).innerText()).replaceAll(/\s+/g, " ").trim();
    const [accuracy, estimate, worth] = [4, 5, 6];
    // Held to gold: near 0.7 * 5/6 + 0.3 * 0.8, what gold shows drawn towards the accuracy that is expected.
    assert.equal(await cell("shortPraise", estimate), "est. 81.2%");
    assert.match(await cell("shortPraise", accuracy), /^83\.3% 50\/60/);
    assert.deepEqual([await cell("onlyWithoutGold", accuracy), await cell("onlyWithoutGold", estimate)], ["n/a", "n/a"]);
    assert.equal(await cell("asksToSubscribe", worth), "+5.0 pts accuracy +10.0 pts coverage");
    assert.equal(await cell("onlyWithoutGold", worth), "…", "not yet worked out");
    const lfs = spamProject.numbers.sample.lfs.map((lf) => ({ ...lf, marginal: { certainty: -0.004, coverage: 0.1 } }));
    editor.tell("snapshot", snapshotOf({ sample: { lfs } }));
    await page.getByText("−0.4 pts certainty").first().waitFor();
  });

  it("gives each label a colour of its own beside its name, the same in every place", async () => {
    const { page } = await openPanel({ filter: { set: "covered" } });
    await page.locator(".row-item").first().waitFor();
    const color = async (label: string): Promise<string> => {
      const marks = page.locator(".label-tone").filter({ hasText: new RegExp(`^${label}$`) });
      const colors = await marks.evaluateAll((all) =>
        all.map((mark) => (globalThis as unknown as BrowserWindow).getComputedStyle(mark).borderInlineStartColor),
      );
      assert.ok(colors.length > 3);
      assert.equal(new Set(colors).size, 1, label);
      return colors[0]!;
    };
    assert.notEqual(await color("HAM"), await color("SPAM"));
  });

  it("gives 96 labels a sign each: twelve colours that differ clearly in every theme, then patterns", async () => {
    const labels = Array.from({ length: 96 }, (_, at) => `label ${at}`);
    for (const theme of ["dark", "light", "high-contrast"] as const) {
      const { page } = await openPanel({ theme, snapshot: snapshotOf({ labels, sample: { labels, labelCounts: labels.map(() => 1) } }) });
      await page.getByRole("button", { name: "84 more labels" }).click();
      const signs = await page.locator(".label-bars .label-tone").evaluateAll((all) =>
        all.map((mark) => {
          const style = (globalThis as unknown as BrowserWindow).getComputedStyle(mark);
          return {
            color: style.borderInlineStartColor,
            pattern: `${style.borderInlineStartStyle} ${style.borderInlineEndStyle}`,
          };
        }),
      );
      assert.equal(new Set(signs.map(({ color, pattern }) => `${color} ${pattern}`)).size, 96, theme);
      const colors = signs.slice(0, 12).map(({ color }) => rgbOf(color));
      const distances = colors.flatMap((a, at) => colors.slice(0, at).map((b) => Math.hypot(...a.map((part, i) => part - b[i]!))));
      // Of two that a person takes for one, all parts differ by less than 20 of 255.
      assert.ok(Math.min(...distances) > 35, `${theme}: ${Math.min(...distances)}`);
    }
  });

  it("opens an LF's source", async () => {
    const { page, calls } = await openPanel();
    await page.getByRole("button", { name: "shortPraise", exact: true }).click();
    assert.deepEqual(calls.at(-1), ["openLf", { root, name: "shortPraise" }]);
  });

  it("is one Tab stop in which arrow keys move", async () => {
    const { page } = await openPanel();
    await page.getByRole("columnheader", { name: "Conflict" }).click(); // hasLink, shortPraise, …, notRunYet
    const focused = (): Promise<string> => page.evaluate("document.activeElement.innerText.replaceAll(/\\s+/g, ' ').trim()");
    await page.getByRole("textbox").focus();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Conflict", "the button last used");
    for (const [key, text] of [
      ["Home", "LF"],
      ["ArrowDown", "hasLink"],
      ["ArrowRight", "25.0% 250"],
      ["ArrowDown", "30.0% 300"],
      ["End", "10"],
      ["Home", "shortPraise"],
      ["ArrowLeft", "shortPraise"],
      ["Control+End", "300 rows without a vote"],
      ["ArrowUp", "notRunYet"],
      ["Control+Home", "LF"],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await focused(), text, key);
    }
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Labels", "Tab comes back to the button last used");
  });
});
