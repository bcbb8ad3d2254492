// What a row offers to do, and what it says of its past and its pins.
import assert from "node:assert/strict";
import type { RowPage } from "../../src/protocol/panel";
import { usePanel } from "./openPanel";
import { root, rowView } from "./spamProject";

describe("webview: a row's actions", () => {
  const openPanel = usePanel();

  it("pins and debugs the LF that the rows are about", async () => {
    const { page, calls } = await openPanel({ filter: { lf: { name: "shortPraise", rows: "covered" } } });
    const row = page.locator('.row-place[aria-posinset="1"]');
    await row.getByRole("button", { name: "Pin", exact: true }).click();
    const [, { row: number }] = calls.at(-1) as [string, { row: number }];
    assert.deepEqual(calls.at(-1), ["pin", { root, row: number, lf: "shortPraise" }]);
    await row.getByRole("button", { name: "Debug", exact: true }).click();
    assert.deepEqual(calls.at(-1), ["debugRow", { root, row: number, lf: "shortPraise" }]);
  });

  it("leaves the choice of the LF to the editor where the rows are about none", async () => {
    const { page, calls } = await openPanel({ filter: {} });
    await page.locator('.row-place[aria-posinset="1"]').getByRole("button", { name: "Pin", exact: true }).click();
    assert.deepEqual(calls.at(-1), ["pin", { root, row: 0 }]);
  });

  it("labels, tags and comments on a row by a key, and labels all rows of the filter", async () => {
    const { page, calls } = await openPanel({ filter: { goldLabel: "SPAM" } });
    const row = page.locator('.row-place[aria-posinset="1"]');
    await row.waitFor();
    await row.focus();
    for (const [key, call] of [
      ["l", "labelRow"],
      ["t", "tagRow"],
      ["c", "commentRow"],
    ] as const) {
      // prettier-ignore
      await page.keyboard.press(key);
      const [name, given] = calls.at(-1) as [string, { root: string; row: number }];
      assert.deepEqual([name, given.root, typeof given.row], [call, root, "number"]);
    }
    await row.getByRole("button", { name: "Label", exact: true }).click();
    assert.equal(calls.at(-1)![0], "labelRow");
    await page.getByRole("button", { name: "Label all of these rows" }).click();
    assert.deepEqual(calls.at(-1), ["labelFiltered", { root, filter: { goldLabel: "SPAM" } }]);
  });

  it("shows tags, which lead to all rows with them, and the thread of comments", async () => {
    const said = { tags: ["odd"], comments: [{ by: "anna", at: "2026-01-01T00:00:00Z", comment: "<b>spam?</b>" }] };
    const rows = (): Promise<RowPage> => Promise.resolve({ total: 1, rows: [{ ...rowView(0), ...said }] });
    const { page } = await openPanel({ filter: {}, api: { rows } });
    await page.getByText("anna: <b>spam?</b>").waitFor();
    await page.getByRole("button", { name: "odd" }).click();
    await page.getByRole("heading", { name: "Rows where the tag is odd" }).waitFor();
  });

  it("says what the row's label and votes were, and what LFs must vote on it", async () => {
    const rows = (): Promise<RowPage> =>
      Promise.resolve({
        total: 1,
        rows: [
          {
            ...rowView(0),
            changes: [
              { from: "SPAM", to: "HAM" },
              { lf: "hasLink", from: "SPAM" },
            ],
            pins: [
              { lf: "shortPraise", vote: null },
              { lf: "hasLink", vote: "SPAM", holds: true },
              { lf: "mentionsSong", vote: "HAM", holds: false },
            ],
          },
        ],
      });
    const { page } = await openPanel({ filter: { changed: { of: "any" } }, api: { rows } });
    await page.locator(".row-notes li").first().waitFor();
    const notes = await page.locator(".row-notes li").allInnerTexts();
    assert.deepEqual(
      notes.map((note) => note.replaceAll(/\s+/g, " ").trim()),
      [
        "denoised label: SPAM → HAM",
        "hasLink: SPAM → none",
        "pinned: shortPraise must abstain",
        "pinned: hasLink must vote SPAM, holds",
        "pinned: mentionsSong must vote HAM, fails",
      ],
    );
  });
});
