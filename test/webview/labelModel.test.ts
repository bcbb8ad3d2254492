// The label model's card: what gold did, how it stands against majority vote and why, and what stands there without figures.
import assert from "node:assert/strict";
import type { ModelComparison, Numbers, ProjectSnapshot } from "../../src/protocol/panel";
import { differenceText } from "../../webview-ui/src/panels/clarity/labelModel/comparisonText";
import { usePanel } from "./openPanel";
import { panelOf, snapshotOf, spamProject, troubledProject } from "./spamProject";

const card = ".fold[aria-labelledby=label-model-title]";
const { comparison: _comparison, dependencies: _dependencies, ...unstudied } = spamProject;
const labelModel = spamProject.numbers.sample.labelModel!;
const gold = (change: Partial<typeof labelModel.gold>): Pick<Numbers, "labelModel"> => ({
  labelModel: { ...labelModel, gold: { ...labelModel.gold, ...change } },
});
const withNumbers = (change: Partial<Numbers>): Pick<ProjectSnapshot, "numbers"> => ({
  numbers: { sample: { ...spamProject.numbers.sample, ...change } },
});

describe("webview: the label model", () => {
  const openPanel = usePanel();

  const cases: readonly (readonly [what: string, project: ProjectSnapshot, texts: readonly string[]])[] = [
    [
      "what gold did and how it compares",
      spamProject,
      [
        "SEM (shrunken naive Bayes) before correction by gold (so that the same gold can judge it): right on 85.7% (79.0–90.6%) of 140 gold rows, majority vote on 85.7% (79.0–90.6%)",
        "Label model alone 0.392",
        "Gold corrects the class prior 0.392",
        "Gold corrects temperature and bias 0.387",
        "Gold rows keep their label (used) 0.295",
        "Label model 85.7% 79.0–90.6%",
        "Where both give a label, they are right on the same rows.",
      ],
    ],
    [
      "no gold at all",
      {
        ...unstudied,
        dependencies: [],
        data: { ...spamProject.data!, sampleGold: 0 },
        ...withNumbers({ goldRows: 0, ...gold({ used: "none", rows: 0, candidates: [] }) }),
      },
      ["accuracy n/a: no gold", "Gold is not used: no row of dev has gold and a vote."],
    ],
    [
      "too little gold to use, though enough to compare",
      { ...spamProject, ...withNumbers(gold({ used: "none", rows: 12, candidates: [] })) },
      [
        "12 rows of dev with gold and a vote are too few to measure its effect",
        "SEM (shrunken naive Bayes) right on 85.7%",
        "majority vote on 85.7%",
      ],
    ],
    ["gold on rows without a vote only", { ...unstudied, dependencies: [] }, ["accuracy n/a: no row with gold has a vote"]],
    ["not yet worked out", unstudied, ["SEM (shrunken naive Bayes) …", "Calculating …"]],
    [
      "majority vote itself",
      { ...spamProject, ...withNumbers({ labelModel: { ...labelModel, kind: "majority", title: "Majority vote" } }) },
      ["This is majority vote, so there is nothing to compare."],
    ],
  ];
  for (const [what, project, texts] of cases) {
    it(`says it in a line, and opens to the figures: ${what}`, async () => {
      const { page } = await openPanel({ snapshot: panelOf(project) });
      assert.equal(await page.locator(`${card}[open]`).count(), 0);
      await page.getByRole("heading", { name: "Label model", exact: true }).click();
      const shown = (await page.locator(`${card}[open]`).innerText()).replaceAll(/\s+/g, " ");
      for (const text of texts) assert.ok(shown.includes(text), `${text} in ${shown}`);
    });
  }

  it("is open where the label model loses or gold misleads, and says why", async () => {
    const { page } = await openPanel({ snapshot: snapshotOf(troubledProject) });
    for (const text of [
      "right on 70.0% (62.0–77.0%) of 140 gold rows, majority vote on 85.0%",
      "The LFs vote differently on the dev gold rows than on the data",
      "Only the label model is right on 4 rows, only majority vote on 25. This is very unlikely to be chance (p < 0.001).",
      "Why the label model is worse",
      "shortPraise votes on 52 % of the rows",
      "No LF votes for EGGS",
    ]) {
      await page.locator(card).getByText(text).waitFor();
    }
  });

  it("keeps the last figures, dimmed, while the next are worked out, and stays as it was folded", async () => {
    const { page, editor } = await openPanel({ snapshot: snapshotOf(troubledProject) });
    editor.tell("snapshot", panelOf(unstudied));
    await page.locator(`${card} .pending`).getByText("only majority vote on 25").waitFor();
    await page.getByRole("heading", { name: "Label model", exact: true }).click();
    editor.tell("snapshot", snapshotOf(troubledProject));
    await page.locator(card).getByText("majority vote on 85.0%").waitFor();
    assert.equal(await page.locator(`${card}[open]`).count(), 0);
  });

  it("says what a difference means", () => {
    const difference = (onlyModelRight: number, onlyMajorityRight: number, pValue: number): string =>
      differenceText({ ...(spamProject.comparison as ModelComparison), onlyModelRight, onlyMajorityRight, pValue });
    const check = (shown: string, expected: string): void => assert.equal(shown, expected);
    check(difference(1, 2, 1), "Only the label model is right on 1 row, only majority vote on 2. This could well be chance (p = 1.00).");
    check(difference(9, 3, 0.146), "Only the label model is right on 9 rows, only majority vote on 3. This could be chance (p = 0.15).");
    check(
      difference(10, 2, 0.0386),
      "Only the label model is right on 10 rows, only majority vote on 2. This is unlikely to be chance (p = 0.039).",
    );
    check(
      difference(30, 4, 0.0000061),
      "Only the label model is right on 30 rows, only majority vote on 4. This is very unlikely to be chance (p < 0.001).",
    );
    check(difference(0, 0, 1), "Where both give a label, they are right on the same rows.");
  });
});
