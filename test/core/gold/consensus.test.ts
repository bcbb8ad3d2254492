import assert from "node:assert/strict";
import { consensusLabels, describePeople, isDisputed } from "../../../src/core/gold/consensus";
import { createJudgedRows, nameProblem, type Judged, type Judgement } from "../../../src/core/gold/judgement";
import { judgementTable } from "../../../src/core/gold/judgementTable";
import { overlayGold } from "../../../src/core/gold/overlay";
import { deal } from "../../../src/services/gold/assigned";
import { seededRandom } from "../../../src/core/math/random";

const labels = ["A", "B"];
let minute = 0;
const says = (by: string, row: string, label: string | null, how = "random"): Judgement => {
  const at = new Date(Date.UTC(2026, 0, 1) + 60_000 * minute++).toISOString();
  return { row, label, by, at, how };
};
const judged = (...list: Judgement[]): Judged => {
  const rows = createJudgedRows();
  list.forEach((judgement) => rows.add(judgement));
  return rows.rows;
};

describe("judgements of several people", () => {
  it("are each person's latest, whatever the order of the lines", () => {
    const list = [says("anna", "1", "A"), says("ben", "1", "B"), says("anna", "1", null), says("anna", "1", "B"), says("anna", "2", "A")];
    const forward = judged(...list);
    const backward = judged(...[...list].reverse());
    for (const rows of [forward, backward])
      assert.deepEqual([...consensusLabels(rows, labels, "majority")].sort(), [
        ["1", 1],
        ["2", 0],
      ]);
    assert.equal(isDisputed(forward.get("1")!, labels), false);
  });

  it("are one label by majority; a tie has none until somebody settles it, who counts before all others", () => {
    const tie = [says("anna", "1", "A"), says("ben", "1", "B"), says("cem", "2", "A"), says("ben", "2", "A"), says("anna", "2", "B")];
    const open = judged(...tie);
    assert.deepEqual([...consensusLabels(open, labels, "majority")], [["2", 0]]);
    assert.deepEqual(
      [...open].filter(([, list]) => isDisputed(list, labels)).map(([key]) => key),
      ["1", "2"],
    );
    const settled = judged(...tie, says("dora", "1", "B", "settled"), says("anna", "2", "B", "settled"));
    for (const kind of ["majority", "dawid-skene"] as const)
      assert.deepEqual([...consensusLabels(settled, labels, kind)].sort(), [
        ["1", 1],
        ["2", 1],
      ]);
    assert.equal(
      [...settled.values()].some((list) => isDisputed(list, labels)),
      false,
    );
  });

  it("do not count with a label that the project does not have", () => {
    assert.equal(consensusLabels(judged(says("anna", "1", "C")), labels, "majority").size, 0);
  });

  it("are weighed by Dawid and Skene: who is often wrong counts less, and each one's accuracy is estimated", () => {
    const random = seededRandom(3);
    const right = { anna: 0.95, ben: 0.9, cem: 0.55 };
    const truth = Array.from({ length: 400 }, () => (random() < 0.5 ? "A" : "B"));
    const list = truth.flatMap((label, row) =>
      Object.entries(right).map(([by, share]) => says(by, String(row), random() < share ? label : label === "A" ? "B" : "A")),
    );
    const rows = judged(...list);
    const found = consensusLabels(rows, labels, "dawid-skene");
    const majority = consensusLabels(rows, labels, "majority");
    const accuracy = (of: ReadonlyMap<string, number>): number =>
      truth.filter((label, row) => labels[of.get(String(row)) ?? -1] === label).length / truth.length;
    assert.ok(accuracy(found) > accuracy(majority), `${accuracy(found)} against ${accuracy(majority)}`);
    const people = describePeople(judgementTable(rows, labels), found, labels.length);
    for (const { name, rows: own, estimated } of people) {
      assert.equal(own, 400);
      assert.ok(Math.abs(estimated! - right[name as keyof typeof right]) < 0.06, `${name}: ${estimated}`);
    }
  });

  it("lie over the data's gold, or under it, and say where they differ", () => {
    const gold = Int16Array.of(0, 1, -1, -1, 0);
    const keys = ["1", "2", "3", "4", "1"];
    const said = new Map([["1", 1], ["2", 1], ["3", 0], ["9", 0]]); // prettier-ignore
    const over = overlayGold(gold, keys, said, "judgements");
    assert.deepEqual([[...over.gold], over.disagreements], [[1, 1, 0, -1, 1], [0, 4]]); // prettier-ignore
    const under = overlayGold(gold, keys, said, "data");
    assert.deepEqual([[...under.gold], under.disagreements], [[0, 1, 0, -1, 0], [0, 4]]); // prettier-ignore
  });

  it("come from people whose names can be files everywhere", () => {
    for (const name of ["anna", "Ægir 2", "a.b@c-d_e", "李"]) assert.equal(nameProblem(name), undefined, name);
    for (const name of ["", "../x", "a/b", ".git", "con", "NUL.x", "a ", "a.", "x".repeat(65), "a\nb"]) assert.ok(nameProblem(name), name);
  });

  it("are dealt out: all people get the first, the others are one person's each", () => {
    const rows = Array.from({ length: 20 }, (_, row) => `r${row}`);
    const dealt = deal(rows, ["anna", "ben"], 6, 2);
    const [anna, ben] = [dealt.get("anna")!, dealt.get("ben")!];
    assert.deepEqual([anna.length, ben.length], [6, 6]);
    assert.deepEqual(
      anna.filter((row) => ben.includes(row)),
      ["r0", "r1"],
    );
  });
});
