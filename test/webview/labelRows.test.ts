// Labeling by hand, with the keyboard alone: labels, undo, skip, flag, note, back, guidelines, other rows, and what is not saved.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { LabelPanelEvents, Verdict } from "../../src/protocol/labelPanel";
import { STRATEGIES } from "../../src/core/gold/queue";
import { labelKeys } from "../../webview-ui/src/panels/labelRows/labelKeys";
import { labels, useLabeling } from "./openLabeling";
import type { OpenPage } from "./openPage";
import type { Theme } from "./themes";

describe("webview: labeling rows by hand", () => {
  const openPanel = useLabeling();
  const verdicts = ({ calls }: OpenPage<LabelPanelEvents>): [number, string | null][] =>
    calls.flatMap(([name, given]): [number, string | null][] => {
      if (name !== "judge") return [];
      const { row, said } = given as Verdict;
      return [[row, said.label]];
    });

  it("takes digits and letters, and the next row is there", async () => {
    const panel = await openPanel();
    const { page } = panel;
    await page.getByText("(0)").waitFor();
    assert.equal(await page.locator(".label-votes").count(), 0, "votes are hidden before the judgement");
    await page.keyboard.press("4");
    await page.getByText("(1)").waitFor();
    await page.getByText("LFs: startsWithWho HUM.").waitFor();
    await page.keyboard.press("l");
    await page.getByText("(2)").waitFor();
    assert.deepEqual(verdicts(panel), [[0, "HUM"], [1, "LOC"]]); // prettier-ignore
    await page.getByText("all saved").waitFor();
    assert.match(await page.locator(".label-tally").innerText(), /2 labeled, 998 left · all saved · anna/);
  });

  it("undoes, skips, flags, notes and goes back", async () => {
    const panel = await openPanel();
    const { page, calls } = panel;
    await page.getByText("(0)").waitFor();
    await page.keyboard.press("1");
    await page.getByText("(1)").waitFor();
    await page.keyboard.press("u");
    await page.getByText("(0)").waitFor();
    assert.deepEqual(verdicts(panel), [[0, "ABBR"], [0, null]]); // prettier-ignore
    await page.keyboard.press("n");
    await page.keyboard.type("1 unclear\n");
    await page.keyboard.press("f");
    await page.keyboard.press("2");
    await page.getByText("(1)").waitFor();
    assert.deepEqual((calls.at(-1)![1] as Verdict).said, { label: "DESC", note: "1 unclear", flagged: true });
    await page.keyboard.press("s");
    await page.getByText("(2)").waitFor();
    assert.deepEqual((calls.at(-1)![1] as Verdict).said, { label: null, skipped: true });
    await page.keyboard.press("b");
    await page.keyboard.press("ArrowLeft");
    await page.getByText("You said: DESC, flagged").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Note" }).inputValue(), "1 unclear");
    await page.keyboard.press("3");
    await page.getByText("(2)").waitFor();
    assert.deepEqual(verdicts(panel).at(-1), [0, "ENTY"]);
    await page.keyboard.press("Control+z");
    await page.getByText("(1)").waitFor();
  });

  it("brings a row back that could not be saved, and says why", async () => {
    let fails = true;
    const judge = (): Promise<void> => (fails ? Promise.reject(new Error("gold/anna.jsonl: the disk is full.")) : Promise.resolve());
    const panel = await openPanel({}, { judge });
    const { page } = panel;
    await page.getByText("(0)").waitFor();
    await page.keyboard.press("1");
    await page.getByRole("alert").getByText("the disk is full").waitFor();
    await page.locator(".label-text", { hasText: "(0)" }).waitFor();
    assert.match(await page.locator(".label-tally").innerText(), /0 labeled/);
    fails = false;
    await page.keyboard.press("1");
    await page.getByText("(1)").waitFor();
    assert.match(await page.locator(".label-tally").innerText(), /1 labeled/);
  });

  it("shows guidelines as they are written, and votes before where that is wanted, with a warning", async () => {
    const { page } = await openPanel({ votesBefore: true });
    await page.getByText("Votes are shown before you choose: that biases your labels towards them.").waitFor();
    await page.getByText("LFs: startsWithWho HUM.").waitFor();
    await page.keyboard.press("g");
    await page.getByText("<script>alert(1)</script>").waitFor();
    await page.keyboard.press("g");
    await page.getByRole("region", { name: "Guidelines" }).waitFor({ state: "detached" });
  });

  it("takes other rows, and says when none is left", async () => {
    const { page, calls } = await openPanel({}, { total: 2 });
    await page.getByText("(0)").waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("1");
    await page.getByText("No row is left here. Choose other rows above.").waitFor();
    await page.keyboard.press("1");
    await page.getByRole("combobox", { name: "Rows" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByText(STRATEGIES.value).waitFor();
    assert.deepEqual(calls.filter(([name]) => name === "next").at(-1)![1], { choice: { strategy: "value" }, without: [0, 1] });
  });

  it("takes sixty judgements in a row, each for the row that is shown", async () => {
    const panel = await openPanel();
    const { page } = panel;
    await page.getByText("(0)").waitFor();
    for (let i = 0; i < 60; i++) {
      await page.locator(".label-text", { hasText: `(${i})` }).waitFor();
      await page.keyboard.press(String(1 + (i % 6)));
    }
    await page.getByText("(60)").waitFor();
    await page.getByText("all saved").waitFor();
    assert.deepEqual(
      verdicts(panel),
      Array.from({ length: 60 }, (_, row) => [row, labels[row % 6]]),
    );
  });

  it("gives each label keys of its own", () => {
    const keys = labelKeys(["spam", "ham", "unsure", "bug", "s"]);
    assert.deepEqual(keys.map(({ letter }) => letter), ["p", "h", "r", undefined, undefined]); // prettier-ignore
    assert.deepEqual(keys.map(({ digit }) => digit), ["1", "2", "3", "4", "5"]); // prettier-ignore
  });

  const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
  before(() => mkdirSync("out/screens", { recursive: true }));
  for (const theme of themes)
    for (const width of [500, 900, 1600])
      it(`fits ${width} px in the ${theme} theme`, async () => {
        const { page } = await openPanel({}, { theme, width, height: 900 });
        await page.getByText("(0)").waitFor();
        await page.keyboard.press("4");
        await page.keyboard.press("f");
        await page.locator(".label-text", { hasText: "(1)" }).waitFor();
        await page.screenshot({ path: `out/screens/label-rows-${theme}-${width}.png` });
        assert.equal(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0);
      });
});
