// Kappa and alpha against scikit-learn, statsmodels and krippendorff, whose values agreement.py has written.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cohenKappa, countLabels, fleissKappa, krippendorffAlpha } from "../../../src/core/gold/agreement";

interface Case {
  readonly labels: number;
  readonly said: readonly (readonly number[])[];
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly rows: number; readonly kappa: number | null }[];
  readonly fleiss: number | null;
  readonly wholeRows: number;
  readonly alpha: number;
}

const cases = JSON.parse(readFileSync(join(__dirname, "agreement.json"), "utf8")) as Case[];
const isNear = (found: number | undefined, expected: number | null, what: string): void => {
  if (expected === null) assert.equal(found, undefined, what);
  else assert.ok(found !== undefined && Math.abs(found - expected) < 1e-12, `${what}: ${found} is not ${expected}`);
};

describe("agreement of people", () => {
  cases.forEach(({ labels, said, pairs, fleiss, wholeRows, alpha }, number) => {
    it(`is what Python's packages say of random table ${number + 1}`, () => {
      const columns = said.map((column) => Int16Array.from(column));
      const counts = countLabels(columns, columns[0]!.length, labels);
      for (const { a, b, rows, kappa } of pairs) {
        const found = cohenKappa(columns[a]!, columns[b]!, labels);
        assert.equal(found.rows, rows);
        isNear(found.kappa, kappa, `kappa of ${a} and ${b}`);
      }
      const found = fleissKappa(counts, columns.length);
      assert.equal(found.rows, wholeRows);
      isNear(found.kappa, fleiss, "Fleiss' kappa");
      isNear(krippendorffAlpha(counts), alpha, "alpha");
    });
  });

  it("is not defined where there is nothing to agree on, or only one label", () => {
    const [none, some] = [Int16Array.of(-1, -1), Int16Array.of(0, 0)];
    assert.deepEqual(cohenKappa(none, some, 2), { rows: 0 });
    assert.deepEqual(cohenKappa(some, some, 2), { rows: 2 });
    assert.deepEqual(fleissKappa(countLabels([some, some], 2, 2), 2), { rows: 2 });
    assert.equal(krippendorffAlpha(countLabels([some, some], 2, 2)), undefined);
    assert.equal(krippendorffAlpha(countLabels([none, some], 2, 2)), undefined);
  });
});
