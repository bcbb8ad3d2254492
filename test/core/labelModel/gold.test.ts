import assert from "node:assert/strict";
import { syntheticVotes } from "../../../bench/generator";
import { fitCalibration, fitPrior } from "../../../src/core/labelModel/calibration";
import type { GoldScores } from "../../../src/core/labelModel/calibrationLoss";
import { withGold } from "../../../src/core/labelModel/gold";
import { dealGold, FOLDS } from "../../../src/core/labelModel/goldFolds";
import { majorityVote } from "../../../src/core/labelModel/majorityVote";
import { sem } from "../../../src/core/labelModel/sem";
import { goldNotes, type GoldUse } from "../../../src/core/labelModel/goldReport";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { buildPatterns, countingOnly, goldCounts, rowLabels } from "../../../src/core/patterns/patterns";
import { ABSTAIN } from "../../../src/core/statistics/votes";

const votes = syntheticVotes(5000, 8, 2);
const index = buildPatterns(votes);
const { table } = index;
/** Gold of the first rows alone. */
const goldOf = (rows: number): Float64Array =>
  goldCounts(
    index,
    votes.gold.map((label, row) => (row < rows ? label : -1)),
  );

describe("gold around a label model", () => {
  it("uses none below 20 covered gold rows, and then is the model itself", () => {
    const model = withGold(sem);
    const parameters = model.fit(table, { gold: goldOf(15) });
    assert.equal(parameters.report.used, "none");
    assert.ok(parameters.report.rows <= 15);
    assert.deepEqual(parameters.report.candidates, []);
    assert.deepEqual(model.predictProba(parameters, table), sem.predictProba(sem.fit(table), table));
  });

  it("takes what has the least log loss on left-out gold, and says so", () => {
    const { report } = withGold(sem).fit(table, { gold: goldOf(400) });
    assert.deepEqual(
      report.candidates.map(({ name }) => name),
      ["none", "prior", "calibrate", "clamp"],
    );
    const least = report.candidates.reduce((best, next) => (next.logLoss < best.logLoss ? next : best));
    assert.equal(report.used, least.name);
    assert.notEqual(report.used, "none", "two thirds of the rows have label 0, which a uniform prior does not know");
  });

  it("can be forced, even with little gold", () => {
    for (const use of ["none", "prior", "calibrate", "clamp"] satisfies GoldUse[]) {
      assert.equal(withGold(sem, use).fit(table, { gold: goldOf(10) }).report.used, use);
    }
  });

  it("corrects the class prior to that of the covered gold rows, weighted to the data by the model's labels", () => {
    // SEM's prior is uniform here: the odds of every row change by the odds of gold.
    const model = withGold(sem, "prior");
    const gold = goldOf(1000);
    const own = predictLabels(sem.predictProba(sem.fit(table), table), table);
    const isCovered = (row: number): boolean => votes.columns.some((column) => column[row] !== ABSTAIN);
    const covered = [...votes.gold.keys()].filter(isCovered);
    const share = (rows: readonly number[], label: number): number =>
      rows.filter((row) => own[index.rowPattern[row]!] === label).length / rows.length;
    const goldRows = covered.filter((row) => row < 1000);
    const weighted = (label: number): number =>
      goldRows
        .filter((row) => votes.gold[row] === label)
        .map((row) => own[index.rowPattern[row]!]!)
        .reduce((sum, predicted) => sum + share(covered, predicted) / share(goldRows, predicted), 0);
    const [ham, spam] = [weighted(0), weighted(1)];
    const odds = (proba: Float64Array): number => proba[1]! / proba[0]!;
    const before = odds(sem.predictProba(sem.fit(table), table));
    const after = odds(model.predictProba(model.fit(table, { gold }), table));
    assert.ok(Math.abs(after / before - (spam + 1) / (ham + 1)) < 1e-9);
  });

  it("explains calibrated labels by what the lead loses without each vote", () => {
    const model = withGold(sem, "calibrate");
    const parameters = model.fit(table, { gold: goldOf(1000) });
    const { temperature, bias } = parameters.calibration!;
    const pattern = table.votes.slice(0, table.lfs);
    const { label, votes: weights } = model.explain(parameters, pattern);
    const proba = model.predictProba(parameters, { ...table, size: 1, votes: pattern, counts: Float64Array.of(1) });
    const margin = weights.reduce((sum, { logOdds }) => sum + logOdds, bias[label]! - bias[1 - label]!);
    assert.ok(Math.abs(margin - Math.log(proba[label]! / proba[1 - label]!)) < 1e-9);
    const plain = sem.explain(parameters.base, pattern).votes;
    weights.forEach(({ logOdds }, i) => assert.ok(Math.abs(Math.abs(logOdds) - temperature * Math.abs(plain[i]!.logOdds)) < 1e-9));
  });

  it("leaves rows that the model gives no label without one", () => {
    const model = withGold(majorityVote, "calibrate");
    const proba = model.predictProba(model.fit(table, { gold: goldOf(1000) }), table);
    const plain = majorityVote.predictProba({ lfs: 8, labels: 2 }, table);
    for (let at = 0; at < plain.length; at += 2) assert.equal(proba[at]! + proba[at + 1]! > 0, plain[at]! + plain[at + 1]! > 0);
  });

  it("tells that gold's votes differ from the data's", () => {
    const byFirstLf = votes.gold.map((label, row) => (votes.columns[0]![row] === label && votes.columns[1]![row] !== 1 ? label : -1));
    const shift = (gold: Float64Array) => withGold(sem).fit(table, { gold }).report.shift;
    assert.equal(shift(goldOf(1000))!.visible, false);
    assert.equal(shift(goldCounts(index, byFirstLf))!.visible, true);
  });

  it("fits no more than the class prior where a part of the data is voted on differently, and names it", () => {
    const part = countingOnly(
      index,
      [...votes.gold.keys()].filter((row) => votes.columns[0]![row] === 1),
    ).table.counts;
    const fit = (counts: Float64Array) => withGold(sem).fit(table, { gold: goldOf(400), parts: [{ name: "test", counts }] }).report;
    assert.equal(fit(table.counts).shift!.part, "the data");
    const { shift, candidates, used } = fit(part);
    assert.equal(shift!.part, "test");
    assert.deepEqual(
      candidates.map(({ name }) => name),
      ["none", "prior"],
    );
    assert.match(
      goldNotes({ used, rows: 400, candidates, shift }, ["HAM", "SPAM"])[0]!,
      /differently on the dev gold rows than on test.*Label random rows/,
    );
  });

  it("does not use gold of one label, even if it is told to, and says so", () => {
    const onlySpam = goldOf(1000).map((rows, at) => (at % 2 === 1 ? rows : 0));
    for (const use of ["auto", "prior", "calibrate", "clamp"] as const) {
      const { report } = withGold(sem, use).fit(table, { gold: onlySpam });
      assert.deepEqual([report.used, report.onlyLabel], ["none", 1]);
      assert.match(goldNotes(report, ["HAM", "SPAM"])[0]!, /all \d+ dev gold rows with a vote are SPAM.*Label random rows/);
    }
  });

  it("corrects no label that the data has and gold lacks", () => {
    // Three labels, gold of two of them: the third keeps its third of the prior, and the others share two thirds.
    const three = syntheticVotes(3000, 8, 3);
    const own = buildPatterns(three);
    const gold = goldCounts(
      own,
      three.gold.map((label, row) => (row < 300 && label < 2 ? label : ABSTAIN)),
    );
    const { calibration, report } = withGold(sem, "prior").fit(own.table, { gold });
    assert.deepEqual(report.lacking, [2]);
    assert.ok(Math.abs(Math.exp(calibration!.bias[2]!) - 1 / 3) < 1e-12);
    assert.ok(Math.abs(calibration!.bias.reduce((sum, bias) => sum + Math.exp(bias), 0) - 1) < 1e-12);
    const fitted = withGold(sem, "calibrate").fit(own.table, { gold }).calibration!;
    assert.ok(Math.abs(Math.exp(fitted.bias[2]!) - 1 / 3) < 1e-6);
  });

  it("fits nothing but the class prior to fewer than 100 gold rows", () => {
    const names = (rows: number) =>
      withGold(sem)
        .fit(table, { gold: goldOf(rows) })
        .report.candidates.map(({ name }) => name);
    assert.deepEqual(names(90), ["none", "prior"]);
    assert.ok(names(200).includes("calibrate"));
  });

  it("does not use gold that is no random sample, unless it is told to", () => {
    // Nine in ten of these gold rows are labeled 1 by the model, a third of the data is.
    const own = rowLabels(index, predictLabels(sem.predictProba(sem.fit(table), table), table));
    const biased = goldCounts(
      index,
      votes.gold.map((label, row) => (own[row] === 1 ? (row < 500 ? label : ABSTAIN) : row < 30 ? label : ABSTAIN)),
    );
    const { report } = withGold(sem).fit(table, { gold: biased });
    assert.equal(report.used, "none");
    assert.match(goldNotes(report, ["HAM", "SPAM"])[0]!, /not a random sample.*not used.*Label random rows/);
    assert.equal(withGold(sem, "prior").fit(table, { gold: biased }).report.used, "prior");
  });
});

describe("gold folds", () => {
  it("hold every gold row once, in equal numbers of each label", () => {
    const gold = goldOf(1000);
    const cells = dealGold(table, gold, new Float64Array(table.size * 2));
    for (const label of [0, 1]) {
      const own = cells.filter((cell) => cell.label === label);
      const inFold = Array.from({ length: FOLDS }, (_, fold) =>
        own.filter((cell) => cell.fold === fold).reduce((sum, { rows }) => sum + rows, 0),
      );
      assert.ok(Math.max(...inFold) - Math.min(...inFold) <= 1, inFold.join());
      assert.equal(
        inFold.reduce((a, b) => a + b),
        votes.gold.subarray(0, 1000).filter((y) => y === label).length,
      );
    }
  });
});

describe("calibration", () => {
  const even = { prior: [0.5, 0.5], lacking: [] };
  const gold = (label: number, rows: number, ...scores: number[]): GoldScores => ({ label, rows, scores: Float64Array.from(scores) });

  it("counts the prior with one row more for each label", () => {
    const { temperature, bias } = fitPrior([gold(0, 7, 0, 0), gold(1, 1, 0, 0)], even);
    assert.equal(temperature, 1);
    assert.deepEqual(
      bias.map(Math.exp).map((p) => p.toFixed(6)),
      ["0.800000", "0.200000"],
    );
  });

  it("changes nothing where there is nothing to learn", () => {
    const { temperature, bias } = fitCalibration([], even);
    assert.ok(Math.abs(temperature - 1) < 1e-6);
    assert.ok(bias.every((b) => Math.abs(b - Math.log(0.5)) < 1e-6));
  });

  it("cools scores that are too sure, and finds their right size", () => {
    // Scores say 95 % (log-odds 3), gold says 73 % (log-odds 1): a third of the temperature.
    const rows = [gold(0, 7311, 3, 0), gold(1, 2689, 3, 0), gold(1, 7311, 0, 3), gold(0, 2689, 0, 3)];
    assert.ok(Math.abs(fitCalibration(rows, even).temperature - 1 / 3) < 0.01);
  });
});
