import assert from "node:assert/strict";
import fc from "fast-check";
import type { FeatureColumn } from "../../../src/core/endModel/countFeatures";
import { predictRows, type EndModel } from "../../../src/core/endModel/endModel";
import { featureWeights } from "../../../src/core/endModel/featureWeights";
import { sha256 } from "../../../src/files/sha256";
import { serializeEndModel } from "../../../src/core/endModel/modelFile";
import { predictHeldOut, trainEndModel, type TrainingInput, type TrainingProgress } from "../../../src/core/endModel/trainEndModel";
import { seededRandom } from "../../../src/core/math/random";
import { ABSTAIN } from "../../../src/core/statistics/votes";
import { reviewInput, reviews } from "./reviews";

const text = (...values: string[]): FeatureColumn[] => [{ kind: "text", name: "text", values }];
const LF_ONLY = { goldWeight: 0, prior: false, C: 10 } as const;

function accuracyOn(model: EndModel, rows: number): number {
  const { texts, truth } = reviews(rows, model.labels.length, 77);
  const proba = predictRows(model, text(...texts));
  const right = truth.filter((label, row) => {
    const own = [...proba.subarray(row * model.labels.length, (row + 1) * model.labels.length)];
    return own.indexOf(Math.max(...own)) === label;
  });
  return right.length / rows;
}

function assertSums(proba: Float64Array, labels: number): void {
  for (let at = 0; at < proba.length; at += labels) {
    const row = proba.subarray(at, at + labels);
    assert.ok(row.every((p) => p >= 0 && p <= 1) && Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < 1e-9, `${row.join(" ")}`);
  }
}

/** The same rows in another order. */
function reordered(input: TrainingInput, order: readonly number[]): TrainingInput {
  const labels = input.labels.length;
  const column = input.columns[0]! as { kind: "text"; name: string; values: readonly string[] };
  return {
    ...input,
    columns: [{ ...column, values: order.map((row) => column.values[row]!) }],
    soft: Float64Array.from(order.flatMap((row) => [...input.soft.subarray(row * labels, (row + 1) * labels)])),
    gold: Int16Array.from(order, (row) => input.gold[row]!),
  };
}

describe("trainEndModel", () => {
  const set = reviews(400);
  const input = reviewInput(set, { goldEvery: 5 });

  it("learns labels that no row is sure of, and shows the words", () => {
    const { model, report } = trainEndModel(reviewInput(reviews(2000)));
    assert.deepEqual(report.mixture, { goldWeight: 1, prior: false, C: 10 });
    assert.deepEqual([report.softRows, report.goldRows, report.candidates.length], [2000, 0, 0]);
    assert.ok(accuracyOn(model, 200) > 0.97);
    const words = featureWeights(model, 5).map((label) => label.for.map((feature) => feature.text));
    assert.deepEqual(words[0]!.sort(), ["best", "enjoyed", "great", "lovely", "wonderful"]);
    assert.ok(featureWeights(model, 5)[2]!.against.every(({ weight, column }) => weight < 0 && column === "text"));
  });

  it("gives the same bytes for the same rows", () => {
    assert.deepEqual(serializeEndModel(trainEndModel(input).model, sha256), serializeEndModel(trainEndModel(input).model, sha256));
  });

  it("gives the same model whatever the order of the rows", () => {
    const random = seededRandom(2);
    const order = Array.from(set.texts.keys()).sort(() => random() - 0.5);
    const given = predictRows(trainEndModel(input).model, text(...set.texts));
    const other = predictRows(trainEndModel(reordered(input, order)).model, text(...set.texts));
    given.forEach((p, at) => assert.ok(Math.abs(p - other[at]!) < 1e-6, `${p} and ${other[at]}`));
  });

  it("compares ways of using gold on gold rows left out, and says what each reached", () => {
    const { report, heldOut, model } = trainEndModel({ ...input, softWithPrior: () => input.soft });
    const { C } = report.candidates.find(({ goldWeight }) => goldWeight === 1)!;
    const names = report.candidates.map((one) => `${one.goldWeight}${one.prior ? " prior" : ""}${one.C === C ? "" : ` C=${one.C}`}`);
    const otherC = [1, 10, 100].filter((other) => other !== C).flatMap((other) => [`0 C=${other}`, `only C=${other}`]);
    assert.deepEqual(
      names.sort(),
      ["0", "1", "5", "20", "100", "only", ...["0", "1", "5", "20", "100"].map((weight) => `${weight} prior`), ...otherC].sort(),
    );
    const best = report.candidates.reduce((a, b) =>
      b.accuracy > a.accuracy || (b.accuracy === a.accuracy && b.logLoss < a.logLoss) ? b : a,
    );
    assert.deepEqual(report.mixture, { goldWeight: best.goldWeight, prior: best.prior, C: best.C });
    assert.deepEqual(
      [...heldOut.rows].sort((a, b) => a - b),
      [...input.gold.keys()].filter((row) => input.gold[row] !== ABSTAIN),
    );
    assertSums(heldOut.proba, 3);
    assert.ok(model.temperature > 0.05 && model.temperature < 20);
  });

  it("prefers gold where the LFs are wrong, and the LFs where gold is scarce", () => {
    const misled = {
      ...input,
      soft: input.soft.map((_, at) => (input.gold[Math.floor(at / 3)] === ABSTAIN ? [0.9, 0.05, 0.05][at % 3]! : 0)),
    };
    const { goldWeight } = trainEndModel(misled).report.mixture;
    assert.ok(goldWeight === "only" || goldWeight >= 20, String(goldWeight));
    assert.ok(trainEndModel(reviewInput(set, { goldEvery: 20 })).report.mixture.goldWeight !== "only");
  });

  it("never trains on a gold row that it is asked to predict", () => {
    // Each gold row has a word of its own: only a model that has seen the row could know its label.
    const words = Array.from({ length: 40 }, (_, i) => `word${i} word${i}`);
    const gold = Int16Array.from(words, (_, i) => i % 2);
    const { proba } = predictHeldOut(
      { columns: text(...words), labels: ["A", "B"], soft: new Float64Array(80), gold },
      { goldWeight: "only", prior: false, C: 100 },
    );
    assert.ok(
      proba.every((p) => Math.abs(p - 0.5) < 0.1),
      proba.join(" "),
    );
  });

  it("makes the prior without the gold of the rows left out", () => {
    const asked: number[] = [];
    const softWithPrior = (gold: Int16Array): Float64Array => {
      asked.push(gold.filter((label) => label !== ABSTAIN).length);
      return input.soft;
    };
    trainEndModel({ ...input, softWithPrior });
    assert.deepEqual(asked.slice(0, 4), [60, 60, 60, 60]);
  });

  it("begins where an earlier training ended", () => {
    const first = trainEndModel({ ...input, mixture: LF_ONLY });
    const again = trainEndModel({ ...input, mixture: LF_ONLY, start: first.residuals });
    assert.ok(again.report.passes < first.report.passes, `${again.report.passes} of ${first.report.passes} passes`);
    assert.ok(Math.abs(accuracyOn(again.model, 200) - accuracyOn(first.model, 200)) < 0.01);
  });

  it("learns from numbers and categories too", () => {
    const random = seededRandom(4);
    const price = Float64Array.from({ length: 200 }, () => 1000 * random());
    const country = Array.from(price, () => (random() < 0.5 ? "DE" : ""));
    const truth = Array.from(price, (value, row) => Number(value > 500 || country[row] === "DE"));
    const columns: FeatureColumn[] = [
      { kind: "number", name: "price", values: price },
      { kind: "category", name: "country", values: country },
    ];
    const soft = Float64Array.from(truth.flatMap((label) => (label ? [0.1, 0.9] : [0.9, 0.1])));
    const { model } = trainEndModel({ columns, labels: ["NO", "YES"], soft, gold: new Int16Array(200).fill(ABSTAIN) });
    const proba = predictRows(model, columns.toReversed());
    const right = truth.filter((label, row) => proba[2 * row + label]! > 0.5).length;
    assert.ok(right >= 185, `${right} of 200`);
    assert.deepEqual(
      featureWeights(model, 2)[1]!
        .for.map(({ column, text }) => `${column}=${text}`)
        .sort(),
      ["country=DE", "price="],
    );
  });

  it("says how far it is", () => {
    const seen: TrainingProgress[] = [];
    trainEndModel({ ...input, onProgress: (progress) => void seen.push(progress) });
    assert.deepEqual([...new Set(seen.map(({ stage }) => stage))], ["compare", "fit"]);
    assert.ok(seen.every(({ share }) => share >= 0 && share <= 1));
  });

  describe("takes whatever a dataset holds:", () => {
    function check(title: string, input: Partial<TrainingInput> & { texts: string[] }, labels = 2): void {
      it(title, () => {
        const rows = input.texts.length;
        const soft = Float64Array.from({ length: rows * labels }, (_, at) => (at % labels === 0 ? 0.6 : 0.4 / Math.max(1, labels - 1)));
        const given = {
          columns: text(...input.texts),
          labels: ["A", "B", "C"].slice(0, labels),
          soft,
          gold: new Int16Array(rows).fill(ABSTAIN),
          ...input,
        };
        const { model } = trainEndModel(given);
        const proba = predictRows(model, given.columns);
        assert.equal(proba.length, rows * labels);
        assertSums(proba, labels);
      });
    }
    check("one row", { texts: ["one row"] });
    check("empty texts", { texts: ["", "", "some"] });
    check("no text at all", { texts: ["", ""] });
    check("one label", { texts: ["one", "label"], soft: Float64Array.of(1, 1) }, 1);
    check("every script", { texts: ["日本語 テキスト", "हिन्दी में", "😂😂😂", "\ud83d", "\0\0 null"] });
    check("gold of one label only", { texts: Array.from({ length: 40 }, (_, i) => `text ${i % 7}`), gold: new Int16Array(40) });
    check("gold only", {
      texts: Array.from({ length: 40 }, (_, i) => (i % 2 ? "yes sir" : "no sir")),
      gold: Int16Array.from({ length: 40 }, (_, i) => i % 2),
      soft: new Float64Array(80),
    });

    it("any text and any soft labels", () => {
      const row = fc.record({
        text: fc.string({ unit: "binary", maxLength: 30 }),
        p: fc.double({ min: 0, max: 1, noNaN: true }),
        gold: fc.integer({ min: -1, max: 1 }),
      });
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
          const columns = text(...rows.map((one) => one.text));
          const soft = Float64Array.from(rows.flatMap(({ p }) => [p, 1 - p]));
          const { model } = trainEndModel({ columns, labels: ["A", "B"], soft, gold: Int16Array.from(rows, (one) => one.gold) });
          assertSums(predictRows(model, columns), 2);
        }),
        { numRuns: 5 },
      );
    });
  });

  it("says what is wrong in plain words", () => {
    const nothing = { columns: text("a"), labels: ["A", "B"], soft: new Float64Array(2), gold: Int16Array.of(ABSTAIN) };
    assert.throws(() => trainEndModel(nothing), /nothing to train on: no row has a vote/);
    assert.throws(() => trainEndModel({ ...nothing, soft: new Float64Array(3) }), /3 soft probabilities for 1 rows of 2 labels/);
    const { model } = trainEndModel({ ...nothing, soft: Float64Array.of(0.9, 0.1) });
    assert.throws(() => predictRows(model, []), /learned from the column text, which this data does not have/);
    assert.throws(
      () => predictRows(model, [{ kind: "number", name: "text", values: Float64Array.of(1) }]),
      /text as a text column; here it is a number column/,
    );
  });
});
