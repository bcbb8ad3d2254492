// What every label model of the registry promises, alone and with gold around it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { syntheticVotes } from "../../../bench/generator";
import type { FitOptions, LabelModel } from "../../../src/core/labelModel/contract";
import type { PatternTable } from "../../../src/core/patterns/patternTable";
import { withGold } from "../../../src/core/labelModel/gold";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { labelModels } from "../../../src/core/labelModel/registry";
import { buildPatterns, goldCounts } from "../../../src/core/patterns/patterns";
import { ABSTAIN, type VoteMatrix } from "../../../src/core/statistics/votes";
import { matrixOf, someColumn } from "../matrices";

const TOLERANCE = 1e-6;

const models: readonly (readonly [string, LabelModel])[] = Object.entries(labelModels).flatMap(([kind, model]) => [
  [kind, model] as const,
  [`${kind} with gold`, withGold<unknown>(model)] as const,
  ...(["prior", "calibrate", "clamp"] as const).map((use) => [`${kind} with gold: ${use}`, withGold<unknown>(model, use)] as const),
]);

const someVotes: fc.Arbitrary<VoteMatrix> = fc
  .record({ rows: fc.integer({ min: 1, max: 60 }), lfs: fc.integer({ min: 1, max: 6 }), labels: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, lfs, labels }) =>
    fc.record({
      rows: fc.constant(rows),
      labels: fc.constant(labels),
      columns: fc.array(someColumn(rows, labels), { minLength: lfs, maxLength: lfs }),
      gold: someColumn(rows, labels),
    }),
  );
const RUNS = { numRuns: 25 };

/** As above, but the first LFs vote one label each, and there may be a balance. */
const withOneLabelLfs = fc
  .tuple(someVotes, fc.integer({ min: 1, max: 6 }), fc.constantFrom(undefined, 0.02, 0.6))
  .map(([matrix, narrow, common]) => {
    const columns = matrix.columns.map((column, lf) =>
      lf < narrow ? column.map((vote) => (vote === ABSTAIN || (vote + lf) % 2 === 1 ? ABSTAIN : lf % matrix.labels)) : column,
    );
    const rest = (1 - (common ?? 0)) / Math.max(1, matrix.labels - 1);
    const balance = matrix.labels > 1 && common !== undefined ? shares(matrix.labels, common, rest) : undefined;
    return { matrix: { ...matrix, columns }, narrow: Math.min(narrow, columns.length), options: balance ? { balance } : {} };
  });
const shares = (labels: number, first: number, rest: number): number[] =>
  Array.from({ length: labels }, (_, k) => (k === 0 ? first : rest));

/** Probabilities of each row, after a fit on the same rows with all their gold. */
function rowProba(model: LabelModel, matrix: VoteMatrix, options: FitOptions = {}): number[][] {
  const index = buildPatterns(matrix);
  const parameters = model.fit(index.table, { gold: goldCounts(index, matrix.gold), ...options });
  const proba = model.predictProba(parameters, index.table);
  return Array.from(index.rowPattern, (pattern) => Array.from(proba.subarray(pattern * matrix.labels, (pattern + 1) * matrix.labels)));
}

function assertClose(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((row, i) =>
    row.forEach((p, k) => assert.ok(Math.abs(p - expected[i]![k]!) < TOLERANCE, `row ${i}, label ${k}: ${p}, not ${expected[i]![k]}`)),
  );
}

const pickRows = (matrix: VoteMatrix, rows: readonly number[]): VoteMatrix => ({
  ...matrix,
  rows: rows.length,
  columns: matrix.columns.map((column) => Int16Array.from(rows, (row) => column[row]!)),
  gold: Int16Array.from(rows, (row) => matrix.gold[row]!),
});

/** Independent LFs that are better than chance: here every model must find its way. */
const clean = syntheticVotes(400, 8, 3);

for (const [name, model] of models) {
  describe(`label model: ${name}`, () => {
    it("gives probabilities that sum to 1, or none for a row without votes", () =>
      fc.assert(
        fc.property(someVotes, (matrix) => {
          rowProba(model, matrix).forEach((row, i) => {
            const sum = row.reduce((a, b) => a + b, 0);
            assert.ok(sum === 0 || Math.abs(sum - 1) < 1e-9, `row ${i} sums to ${sum}`);
            assert.ok(row.every((p) => p >= 0 && p <= 1));
            if (matrix.columns.every((column) => column[i] === ABSTAIN)) assert.equal(sum, 0);
          });
        }),
        RUNS,
      ));

    it("explains every vote with a number, and precision is a rate or unknown", () =>
      fc.assert(
        fc.property(someVotes, (matrix) => {
          const { table } = buildPatterns(matrix);
          const parameters = model.fit(table);
          const predicted = predictLabels(model.predictProba(parameters, table), table);
          predicted.forEach((label, p) => {
            const pattern = table.votes.slice(p * table.lfs, (p + 1) * table.lfs);
            const explanation = model.explain(parameters, pattern);
            if (label !== ABSTAIN) assert.equal(explanation.label, label);
            const votes = explanation.votes.map(({ lf, vote }) => [lf, vote]);
            assert.deepEqual(
              votes,
              [...pattern].flatMap((vote, lf) => (vote === ABSTAIN ? [] : [[lf, vote]])),
            );
            assert.ok(explanation.votes.every(({ logOdds }) => Number.isFinite(logOdds)));
          });
          const precision = model.precision(parameters);
          assert.equal(precision.length, table.lfs);
          assert.ok(precision.every((rate) => rate === undefined || (rate >= 0 && rate <= 1)));
        }),
        RUNS,
      ));

    it("gives a row whose votes agree their label or none, unless gold or a balance says otherwise, and says so", () =>
      fc.assert(
        fc.property(withOneLabelLfs, ({ matrix, options }) => {
          const index = buildPatterns(matrix);
          const gold = goldCounts(index, matrix.gold);
          const parameters = model.fit(index.table, { ...options, gold });
          const predicted = predictLabels(model.predictProba(parameters, index.table), index.table);
          predicted.forEach((label, p) => {
            const pattern = index.table.votes.slice(p * index.table.lfs, (p + 1) * index.table.lfs);
            const voted = new Set([...pattern].filter((vote) => vote !== ABSTAIN));
            const { reason } = model.explain(parameters, pattern);
            if (voted.size !== 1 || voted.has(label)) return void assert.equal(reason, undefined);
            const allowed = [...(gold.some((rows) => rows > 0) ? ["gold"] : []), ...("balance" in options ? ["balance"] : [])];
            if (label !== ABSTAIN) assert.ok(allowed.includes(reason!), `${[...pattern].join()} becomes ${label}: ${reason}`);
            else assert.ok([...allowed, "model"].includes(reason!), `${[...pattern].join()} gets none: ${reason}`);
          });
        }),
        { numRuns: 25 },
      ));

    it("never lowers a label's probability by a vote for it of an LF that votes no other", () =>
      fc.assert(
        fc.property(withOneLabelLfs, ({ matrix, narrow, options }) => {
          const { table, rowPattern } = buildPatterns(matrix);
          const parameters = model.fit(table, { ...options, gold: goldCounts({ table, rowPattern }, matrix.gold) });
          const { lfs, labels, size } = table;
          const proba = model.predictProba(parameters, table);
          for (let lf = 0; lf < narrow; lf++) {
            const without = table.votes.map((vote, at) => (at % lfs === lf ? ABSTAIN : vote));
            const before = model.predictProba(parameters, { ...table, votes: without });
            for (let p = 0; p < size; p++) {
              const vote = table.votes[p * lfs + lf]!;
              if (vote === ABSTAIN) continue;
              const [after, earlier] = [proba[p * labels + vote]!, before[p * labels + vote]!];
              assert.ok(after >= earlier - 1e-9, `LF ${lf} votes ${vote}: ${earlier} becomes ${after}`);
            }
          }
        }),
        { numRuns: 25 },
      ));

    it("does not depend on the order of rows", () => {
      const backwards = Array.from({ length: clean.rows }, (_, i) => clean.rows - 1 - i);
      assertClose(rowProba(model, pickRows(clean, backwards)), rowProba(model, clean).reverse());
    });

    it("does not depend on the order of LFs", () =>
      assertClose(rowProba(model, { ...clean, columns: [...clean.columns].reverse() }), rowProba(model, clean)));

    it("does not depend on the order of labels", () => {
      const turn = (column: Int16Array): Int16Array => column.map((vote) => (vote === ABSTAIN ? ABSTAIN : (vote + 1) % clean.labels));
      const turned = rowProba(model, { ...clean, columns: clean.columns.map(turn), gold: turn(clean.gold) });
      assertClose(
        turned.map(([a, ...rest]) => [...rest, a!]),
        rowProba(model, clean),
      );
    });

    it("takes a repeated row and a count of it for the same", () => {
      const { table } = buildPatterns(clean);
      const twice = (copies: PatternTable): PatternTable => ({
        ...copies,
        size: 2 * copies.size,
        votes: Int16Array.from([...copies.votes, ...copies.votes]),
        counts: Float64Array.from([...copies.counts, ...copies.counts]),
      });
      const counted = { ...table, counts: table.counts.map((count) => 2 * count) };
      const repeated = model.predictProba(model.fit(twice(table)), table);
      assertClose([Array.from(repeated)], [Array.from(model.predictProba(model.fit(counted), table))]);
    });

    it("learns nothing from a pattern that no row has", () => {
      const { table } = buildPatterns(clean);
      const unseen = { ...table, counts: table.counts.map((count, p) => (p % 3 === 0 ? 0 : count)) };
      const seenRows = Array.from({ length: table.size }, (_, p) => p).filter((p) => p % 3 !== 0);
      const seen: PatternTable = {
        ...table,
        size: seenRows.length,
        votes: Int16Array.from(seenRows.flatMap((p) => Array.from(table.votes.subarray(p * table.lfs, (p + 1) * table.lfs)))),
        counts: Float64Array.from(seenRows, (p) => table.counts[p]!),
      };
      const [all, part] = [model.fit(unseen), model.fit(seen)].map((parameters) => Array.from(model.predictProba(parameters, table)));
      assertClose([all!], [part!]);
    });

    it("forgets earlier fits, leaves its input alone, and survives JSON", () => {
      const { table } = buildPatterns(clean);
      const before = structuredClone(table);
      const first = model.fit(table);
      model.fit(buildPatterns(syntheticVotes(100, 8, 3, 2)).table);
      const again = JSON.parse(JSON.stringify(model.fit(table))) as unknown;
      assert.deepEqual(table, before);
      assert.deepEqual(model.predictProba(again, table), model.predictProba(first, table));
      assert.deepEqual(model.precision(again), model.precision(first));
    });

    it("may begin where an earlier fit ended", () => {
      const index = buildPatterns(clean);
      const options = { gold: goldCounts(index, clean.gold) };
      const cold = model.fit(index.table, options);
      const [warm, once] = [model.fit(index.table, options, cold), cold].map((parameters) => model.predictProba(parameters, index.table));
      const sameLabels = predictLabels(warm!, index.table).filter((label, p) => label === predictLabels(once!, index.table)[p]);
      assert.ok(sameLabels.length >= 0.99 * index.table.size);
    });

    const degenerate: Record<string, { lines: string[]; labels?: number; expected: (number | "none")[] }> = {
      "no rows": { lines: [], expected: [] },
      "nothing but abstains": { lines: [". . .", ". . ."], expected: ["none", "none"] },
      "a single LF": { lines: ["s .", "h .", "s .", ". ."], expected: [1, 0, 1, "none"] },
      "a single label": { lines: ["h h .", ". h .", ". . ."], labels: 1, expected: [0, 0, "none"] },
      "LFs that always agree": { lines: ["s s s .", "h h h .", "s s s ."], expected: [1, 0, 1] },
      "a label that no LF votes": { lines: ["h h . .", "s s s .", ". h h ."], labels: 3, expected: [0, 1, 0] },
    };
    for (const [what, { lines, labels = 2, expected }] of Object.entries(degenerate)) {
      it(`has an answer for ${what}`, () => {
        const matrix = matrixOf(lines, labels);
        const labelOf = (row: number[]): number | "none" => (row.every((p) => p === 0) ? "none" : row.indexOf(Math.max(...row)));
        assert.deepEqual(rowProba(model, matrix).map(labelOf), expected);
        assert.ok(model.precision(model.fit(buildPatterns(matrix).table)).every((rate) => rate === undefined || (rate >= 0 && rate <= 1)));
      });
    }

    it("has an answer for no LFs", () => {
      const table: PatternTable = { size: 1, lfs: 0, labels: 2, votes: new Int16Array(0), counts: Float64Array.of(3) };
      const parameters = model.fit(table);
      assert.deepEqual([...model.predictProba(parameters, table)], [0, 0]);
      assert.deepEqual(model.precision(parameters), []);
    });
  });
}
