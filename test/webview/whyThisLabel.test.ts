// "Why this label?": what stands under a row, in figures of the real label model, and every state in between.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { RowExplanation } from "../../src/protocol/panel";
import { flipText, verdictText, weightText } from "../../webview-ui/src/panels/clarity/why/explanationText";
import { usePanel } from "./openPanel";
import { explanationOf, root, snapshotOf, spamProject } from "./spamProject";

const why = (page: Page) => page.getByRole("button", { name: "Why this label?" }).first();
const itemsOf = async (page: Page, list: string): Promise<string[]> =>
  (await page.getByRole("list", { name: list }).getByRole("listitem").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());

describe("webview: why this label", () => {
  const openPanel = usePanel();

  it("shows what is probable, what each vote weighs, and what would turn the label", async () => {
    const { page, calls } = await openPanel({ filter: { clarity: { prediction: "wrong", lfs: "split" } } });
    await why(page).focus();
    await page.keyboard.press("Enter");
    await page.getByText("The label model says SPAM: 52.5% probable, 4.9 points ahead of HAM.").waitFor();
    assert.deepEqual(calls.at(-1), ["explain", { root, row: 10 }]);
    assert.deepEqual(await itemsOf(page, "Probability of each label"), ["SPAM 52.5%", "HAM 47.5%"]);
    await page.getByText("in log-odds for SPAM over HAM").waitFor();
    assert.deepEqual(await itemsOf(page, "Weight of each vote"), [
      "hasLink SPAM +2.01 est. 79.3% returned at lfs/spam.lf.ts:8",
      "shortPraise HAM −2.17 est. 81.2% returned at lfs/spam.lf.ts:12",
    ]);
    await page.getByText("Without hasLink the label would be HAM.").waitFor();

    const bar = (kind: string) => page.locator(`.weights rect.${kind}`);
    assert.equal(await bar("bar-fill").getAttribute("x"), "50");
    const [left, width] = [Number(await bar("bar-against").getAttribute("x")), Number(await bar("bar-against").getAttribute("width"))];
    assert.equal(left + width, 50, "a vote against the label points to the left");
    const forIt = Number(await bar("bar-fill").getAttribute("width"));
    assert.deepEqual([width, (forIt / width).toFixed(2)], [50, (2.0114 / 2.1747).toFixed(2)], "bars are as long as their log-odds");

    await page.keyboard.press("Enter");
    await page.locator(".why").waitFor({ state: "detached" });
    assert.equal(await why(page).getAttribute("aria-expanded"), "false");
  });

  it("says of an LF's estimate what the table says, n/a where there is none", async () => {
    const lfs = spamProject.numbers.sample.lfs.map(({ estimated, ...lf }) =>
      lf.name === "hasLink" ? lf : { ...lf, ...(estimated !== undefined && { estimated }) },
    );
    const filter = { clarity: { prediction: "wrong", lfs: "split" } } as const;
    const { page } = await openPanel({ filter, snapshot: snapshotOf({ sample: { lfs } }) });
    await why(page).click();
    await page.getByText("as the label model estimates it").waitFor();
    assert.deepEqual(await itemsOf(page, "Weight of each vote"), [
      "hasLink SPAM +2.01 est. n/a returned at lfs/spam.lf.ts:8",
      "shortPraise HAM −2.17 est. 81.2% returned at lfs/spam.lf.ts:12",
    ]);
  });

  it("says what an LF found, and opens where that is written", async () => {
    const { page, calls } = await openPanel({ filter: {} });
    await why(page).click();
    await page.getByText('found "subscribe" in text').waitFor();
    await page.locator(".because").getByRole("button", { name: "lfs/spam.lf.ts:4" }).click();
    assert.deepEqual(calls.at(-1), ["openFile", { file: `${root}/lfs/spam.lf.ts`, line: 4, column: 3 }]);
  });

  it("opens the LFs that voted", async () => {
    const { page, calls } = await openPanel({ filter: { set: "conflict" } });
    await why(page).click();
    await page.locator(".weights").getByRole("button", { name: "shortPraise" }).click();
    assert.deepEqual(calls.at(-1), ["openLf", { root, name: "shortPraise" }]);
  });

  it("says why there is no label", async () => {
    const { page } = await openPanel({ filter: { set: "silent" } });
    await why(page).click();
    await page.getByText("No LF votes on this row, so the label model gives it no label.").waitFor();
    assert.equal(await page.locator(".weights").count(), 0);
  });

  it("says that it asks, what went wrong, and tries again", async () => {
    const answers: (() => Promise<RowExplanation>)[] = [
      () => Promise.reject(new Error("the LFs have not run yet")),
      () => new Promise((resolve) => setTimeout(() => resolve(explanationOf(0)), 300)),
    ];
    const { page } = await openPanel({ filter: {}, api: { explain: () => answers.shift()!() } });
    await why(page).click();
    await page.getByText("The label cannot be explained: the LFs have not run yet").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Without asksToSubscribe there would be no label.").waitFor();
    assert.equal(await page.getByText("cannot be explained").count(), 0);
  });

  it("asks again with every new snapshot; the last answer stays until then", async () => {
    const answers: (() => Promise<RowExplanation>)[] = [
      () => Promise.resolve(explanationOf(0)),
      () => new Promise((resolve) => setTimeout(() => resolve(explanationOf(5)), 300)),
    ];
    const { page, editor } = await openPanel({ filter: {}, api: { explain: () => answers.shift()!() } });
    await why(page).click();
    await page.getByText("Without asksToSubscribe there would be no label.").waitFor();
    editor.tell("snapshot", snapshotOf());
    await page.waitForTimeout(100);
    assert.equal(await page.getByText("Without asksToSubscribe there would be no label.").count(), 1);
    await page.getByText("Without hasLink the label would be HAM.").waitFor();
  });
});

describe("webview: an explanation in words", () => {
  const vote = (lf: string): RowExplanation["votes"][number] => ({ lf, label: "SPAM", logOdds: 1 });
  const base: RowExplanation = {
    row: 0,
    label: "SPAM",
    probabilities: [
      { label: "SPAM", probability: 0.75 },
      { label: "HAM", probability: 0.25 },
    ],
    margin: 0.5,
    votes: [vote("a"), vote("b"), vote("c"), vote("d")],
  };
  const { label: _label, ...unlabeled } = base;
  const shares = (spam: number, ham: number): RowExplanation["probabilities"][number][] => [
    { label: "SPAM", probability: spam },
    { label: "HAM", probability: ham },
  ];
  const check = (what: string, shown: string | undefined, expected: string | undefined): void =>
    void it(what, () => assert.equal(shown, expected));
  const flip = (lfs: readonly string[], label?: string, exact = true): string | undefined =>
    flipText({ ...base, flip: { lfs, exact, ...(label !== undefined && { label }) } });

  check("one vote carries the label", flip(["a"], "HAM"), "Without a the label would be HAM.");
  check("several votes carry it together", flip(["a", "b", "c"], "HAM"), "Without a, b and c the label would be HAM.");
  check("it falls only with the last vote", flip(["a", "b", "c", "d"]), "Only without all 4 votes there would be no label.");
  check(
    "not every set was tried",
    flip(["a", "b"], "HAM", false),
    "Without a and b the label would be HAM. There are too many votes to try every combination; fewer may be enough.",
  );
  check("nothing turns it", flipText(base), "Removing votes does not change the label.");
  check("what has no label is not turned", flipText(unlabeled), undefined);
  check(
    "a tie",
    verdictText({ ...unlabeled, probabilities: shares(0.5, 0.5), margin: 0 }),
    "The votes balance out: no label is more probable than the next, so the label model gives none.",
  );
  check(
    "nearly a tie",
    verdictText({ ...unlabeled, probabilities: shares(0.507, 0.493), margin: 0.014 }),
    'The votes nearly balance out: SPAM 50.7%, HAM 49.3%. That counts as a tie, so the label model gives no label ("tieBand" in lf.config.json).',
  );
  const oneVote = [{ lf: "a", label: "HAM", logOdds: -1 }];
  check(
    "votes that gold overrules",
    verdictText({ ...base, label: "SPAM", votes: oneVote, probabilities: shares(0.7, 0.3), margin: 0.4, reason: "gold" }),
    "The label model says SPAM: 70.0% probable, 40.0 points ahead of HAM. All votes say HAM: the correction by gold weighs more.",
  );
  check(
    "votes that the balance overrules",
    verdictText({ ...base, label: "SPAM", votes: oneVote, probabilities: shares(0.7, 0.3), margin: 0.4, reason: "balance" }),
    "The label model says SPAM: 70.0% probable, 40.0 points ahead of HAM. All votes say HAM: the class balance in lf.config.json weighs more.",
  );
  check(
    "votes that the model would contradict",
    verdictText({ ...unlabeled, votes: oneVote, probabilities: [], margin: 0, reason: "model" }),
    "All votes on this row say HAM. The label model prefers a label that no LF votes for, so the row gets none. It considers an LF worse than chance, or takes abstaining as evidence.",
  );
  check(
    "a row without a vote whose label is declared",
    verdictText({ ...base, label: "HAM", votes: [], probabilities: shares(0.2, 0.8).reverse(), otherwise: { right: 15, of: 20 } }),
    'No LF votes on this row: by "otherwise" in lf.config.json it is HAM, 80.0% probable (15 of 20 dev gold rows without a vote are).',
  );
  check(
    "the only label there is",
    verdictText({ ...base, probabilities: [{ label: "SPAM", probability: 1 }], margin: 1 }),
    "The label model says SPAM: 100.0% probable.",
  );
  check("a model that estimates no LF", weightText(base, false), "Weight of each vote, in log-odds for SPAM over HAM:");
});
