// The rows behind a number: what a row shows, paging, following new numbers, and every state in between.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { RowPage } from "../../src/protocol/panel";
import { eventually } from "../eventually";
import { usePanel } from "./openPanel";
import { root, ROWS, rowView, snapshotOf } from "./spamProject";

const rowAt = (page: Page, position: number) => page.locator(`.row-place[aria-posinset="${position}"]`);
const scrollTop = (page: Page): Promise<number> => page.evaluate("document.querySelector('.rows-scroll').scrollTop");

describe("webview: the rows view", () => {
  const openPanel = usePanel();

  it("shows a row's gold, denoised label and votes, each right or wrong in words", async () => {
    const { page, calls } = await openPanel({ filter: { set: "conflict" } });
    await page.getByText("100 rows", { exact: true }).waitFor();
    const words = (await rowAt(page, 1).innerText()).replaceAll(/\s+/g, " ");
    assert.match(words, /c5 dev gold SPAM denoised SPAM right/);
    assert.match(words, /right hasLink SPAM wrong shortPraise HAM/);
    await rowAt(page, 1)
      .getByRole("button", { name: /shortPraise/ })
      .click();
    assert.deepEqual(calls.at(-1), ["openLf", { root, name: "shortPraise" }]);
  });

  it("asks for labeling functions that help with these rows", async () => {
    const { page, calls } = await openPanel({ filter: { set: "silent" } });
    await rowAt(page, 1).waitFor();
    await page.getByRole("button", { name: "Suggest labeling functions for these rows" }).click();
    await eventually(() => assert.deepEqual(calls.at(-1), ["suggestLfs", { root, rows: { set: "silent" } }]));
  });

  it("says when a row has no gold and no vote", async () => {
    const { page } = await openPanel({ filter: { set: "silent", split: "train" } });
    const words = (await rowAt(page, 1).innerText()).replaceAll(/\s+/g, " ");
    assert.match(words, /train no gold no denoised label .* No LF votes on this row/);
  });

  it("cuts long text, shows it all with the other columns on request, and turns with the script", async () => {
    const { page } = await openPanel({ filter: {} });
    const long = rowAt(page, 4);
    const height = async (): Promise<number> => (await long.boundingBox())!.height;
    const cut = await height();
    await long.getByRole("button", { name: "Show all" }).click();
    await long.getByText("likes", { exact: true }).waitFor();
    assert.ok((await height()) > cut);
    assert.match((await long.innerText()).replaceAll(/\s+/g, " "), /author null tags \[ "video", \{ "likes": 3 \} \]/);
    const direction = (position: number): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('.row-place[aria-posinset="${position}"] .row-text')).direction`);
    assert.deepEqual([await direction(1), await direction(2)], ["ltr", "rtl"]);
  });

  it("marks what LFs found in the text, says it on the votes, and folds a long text around it", async () => {
    const far = `${"One word after another. ".repeat(40)}Please subscribe to it. ${"And so on. ".repeat(40)}`;
    const votes = [{ lf: "asksToSubscribe", label: "SPAM" }];
    const row = { ...rowView(0), votes, cells: { id: "c0", text: far, author: "subscribe_bot" } };
    const at = far.indexOf("subscribe");
    const matches = [
      { column: "text", start: at, end: at + 9, text: "subscribe" },
      { column: "author", start: 0, end: 9, text: "subscribe" },
    ];
    const { page } = await openPanel({
      filter: { split: "dev" },
      api: {
        rows: () => Promise.resolve({ total: 1, rows: [row] }),
        findings: () => Promise.resolve([{ row: 0, lfs: [{ lf: "asksToSubscribe", matches }] }]),
      },
    });
    const marks = page.locator(".row-item mark");
    await marks.first().waitFor();
    assert.deepEqual(await marks.allInnerTexts(), ["subscribe", "subscribe"]);
    assert.equal(await marks.first().getAttribute("title"), "asksToSubscribe votes SPAM");
    assert.match(await page.locator(".row-text").innerText(), /^…[^…]{40,80}Please subscribe to it\./);
    assert.ok(await marks.first().isVisible());
    assert.match(
      await page.locator(".row-cells").innerText(),
      /author\s+subscribe_bot/,
      "a cell with a match is shown though the row is folded",
    );
    await page.getByTitle(/^asksToSubscribe votes SPAM: found "subscribe" in text; "subscribe" in author/).waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal((await page.locator(".row-text").innerText()).trim(), far.trim());
    assert.equal(await page.locator(".row-text mark").innerText(), "subscribe");
  });

  it("shows rows whose findings cannot be had", async () => {
    const { page } = await openPanel({ filter: {}, api: { findings: () => Promise.reject(new Error("the file does not compile")) } });
    await rowAt(page, 1).waitFor();
    assert.equal(await page.locator("mark").count(), 0);
    assert.equal(await page.getByText("does not compile").count(), 0);
  });

  it("draws only what is on the screen of any number of rows, and fetches pages as one scrolls", async () => {
    const { page, calls } = await openPanel({ filter: {} });
    await rowAt(page, 1).waitFor();
    assert.ok((await page.locator(".row-place").count()) < 30);
    await page.locator(".rows-scroll").focus();
    await page.keyboard.press("End");
    await page.getByText(`c${ROWS - 1}`, { exact: true }).waitFor();
    assert.equal(await rowAt(page, ROWS).locator(".row-id").innerText(), `c${ROWS - 1}`);
    assert.deepEqual((calls.findLast(([name]) => name === "rows")?.[1] as { offset: number }).offset, 950);
    assert.ok(calls.filter(([name]) => name === "rows").length < 6, "pages that were only passed by are not fetched");
  });

  it("asks again with every new snapshot and stays where it is", async () => {
    let total = 700;
    const rows = (): Promise<RowPage> => Promise.resolve({ total, rows: [] });
    const { page, calls, editor } = await openPanel({ filter: { set: "covered" }, api: { rows } });
    await page.getByText("700 rows").waitFor();
    await page.evaluate("document.querySelector('.rows-scroll').scrollTop = 500");
    const asked = calls.length;
    total = 650;
    editor.tell("snapshot", snapshotOf());
    await page.getByText("650 rows").waitFor();
    assert.ok(calls.length > asked);
    assert.equal(await scrollTop(page), 500);
  });

  it("says that it is fetching, that there is nothing, and what went wrong", async () => {
    const answers: (() => Promise<RowPage>)[] = [
      () => Promise.reject(new Error("the worker is restarting")),
      () => new Promise((resolve) => setTimeout(() => resolve({ total: 0, rows: [] }), 300)),
    ];
    const { page } = await openPanel({ filter: { set: "silent" }, api: { rows: () => answers.shift()!() } });
    await page.getByText("The rows cannot be shown: the worker is restarting").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Loading rows").waitFor();
    await page.getByText("No rows in the sample match.").waitFor();
  });

  it("shows what an LF faulted with above the rows, and opens the place", async () => {
    const { page, calls } = await openPanel({ filter: { lf: { name: "mentionsSong", rows: "fault" } } });
    await page.getByText("TypeError: row.song is null (3 rows)").waitFor();
    await page.getByRole("button", { name: "lfs/spam.lf.ts:16" }).click();
    assert.deepEqual(calls.at(-1), ["openFile", { file: `${root}/lfs/spam.lf.ts`, line: 16, column: 9 }]);
  });

  it("closes with Escape and goes back to the number that opened it", async () => {
    const { page } = await openPanel();
    await page.getByTitle(/have a vote of shortPraise/).click();
    await page.locator(".rows-scroll").focus();
    await page.keyboard.press("Escape");
    await page.locator(".rows").waitFor({ state: "detached" });
    assert.match(await page.evaluate("document.activeElement.title"), /have a vote of shortPraise/);
  });

  it("is gone through with the keyboard alone, from the cell to a row and back", async () => {
    const { page, calls } = await openPanel();
    // The page's policy forbids what Playwright's own waiting evaluates.
    const focused = (of: string, expected: string): Promise<void> =>
      eventually(async () => assert.equal(await page.evaluate(`document.activeElement.${of}`), expected));
    const at = (index: number): Promise<void> => focused('getAttribute("data-index")', String(index));
    await page.getByTitle(/have a vote of shortPraise/).focus();
    await page.keyboard.press("Enter");
    await focused("className", "rows-scroll");
    await page.locator(".row-text").nth(2).waitFor();
    const presses: readonly (readonly [key: string, index: number])[] = [
      ["j", 0],
      ["j", 1],
      ["j", 2],
      ["k", 1],
    ];
    for (const [key, index] of presses) {
      await page.keyboard.press(key);
      await at(index);
    }
    await page.keyboard.press("w");
    await page.getByRole("list", { name: "Probability of each label" }).waitFor();
    await page.keyboard.press("p");
    assert.equal(calls.at(-1)?.[0], "pin");
    await page.keyboard.press("d");
    assert.equal(calls.at(-1)?.[0], "debugRow");
    for (let index = 2; index < 30; index++) {
      await page.keyboard.press("j");
      await at(index);
    }
    await page.keyboard.press("Escape");
    await page.locator(".rows").waitFor({ state: "detached" });
    assert.match(await page.evaluate("document.activeElement.title"), /have a vote of shortPraise/);
    await page.getByTitle(/have a vote of shortPraise/).click();
    await page.locator(".rows").waitFor();
    await page.keyboard.press("Escape"); // the focus is on the number
    await page.locator(".rows").waitFor({ state: "detached" });
  });

  for (const [width, more, less] of [
    [1600, "ArrowRight", "ArrowLeft"],
    [1000, "ArrowDown", "ArrowUp"],
  ] as const)
    it(`shares the panel of ${width} px as the user likes, and keeps that over a reload`, async () => {
      const { page } = await openPanel({ width, filter: { set: "covered" } });
      const line = page.getByRole("separator", { name: "Size of the numbers" });
      const size = async (): Promise<number> => {
        const box = (await page.locator(".overview").boundingBox())!;
        return width > 1200 ? box.width / width : box.height / 900;
      };
      assert.equal(Math.round(100 * (await size())), 58);
      await line.focus();
      for (const key of [less, less, less, more]) await page.keyboard.press(key);
      assert.equal(Math.round(100 * (await size())), 48);
      const box = (await line.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(width * 0.3, 900 * 0.3, { steps: 4 });
      await page.mouse.up();
      assert.equal(Math.round(100 * (await size())), 30);
      await page.reload();
      await line.waitFor();
      assert.equal(Math.round(100 * (await size())), 30);
    });

  it("leaves numbers and rows a window each at 200 % zoom", async () => {
    // A panel of 1000 x 800 at 200 %.
    const { page } = await openPanel({ width: 500, height: 400, filter: { set: "covered" } });
    await rowAt(page, 2).waitFor();
    const height = (part: string): Promise<number> => page.evaluate(`document.querySelector("${part}").clientHeight`);
    assert.ok((await height(".rows-scroll")) > 200);
    assert.ok(await page.locator(".row-text").first().isVisible());
    await page.getByTitle(/have a vote of shortPraise/).click();
    await page.getByRole("heading", { name: "Rows where shortPraise votes" }).waitFor();
    await eventually(async () =>
      assert.equal(await page.evaluate("document.querySelector('.rows').getBoundingClientRect().bottom <= innerHeight + 1"), true),
    );
  });

  it("shows what the editor wants shown", async () => {
    const { page, editor } = await openPanel();
    await page.getByRole("grid").first().waitFor();
    editor.tell("show", { filter: { lf: { name: "hasLink", rows: "incorrect" } } });
    await page.getByRole("heading", { name: "Rows where hasLink votes against gold" }).waitFor();
  });

  it("keeps the rows and the class that were chosen when the panel is hidden and drawn again", async () => {
    const { page } = await openPanel();
    await page.getByRole("combobox", { name: "Gold label of the rows" }).click();
    await page.getByRole("option", { name: "HAM" }).click();
    await page.getByTitle(/^SPAM: 350 rows/).click();
    await page.getByRole("heading", { name: "Rows where the denoised label is SPAM" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Rows where the denoised label is SPAM" }).waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Gold label of the rows" }).inputValue(), "HAM");
    await page.getByTitle("Gold rows: 100 gold rows").waitFor();
  });
});
