import { ABSTAIN } from "../statistics/votes";

/**
 * Cohen's kappa (1960) of two people on the rows that both judged: how far they agree beyond chance, -1..1.
 * @param a label index or ABSTAIN for each row
 * @param b as long as `a`
 * @param labels the number of labels
 * @returns the kappa, and the rows; undefined for it where no row has both, or where both gave one and the same label only
 */
export function cohenKappa(a: Int16Array, b: Int16Array, labels: number): { readonly rows: number; readonly kappa?: number } {
  const [ofA, ofB] = [new Float64Array(labels), new Float64Array(labels)];
  let [rows, same] = [0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [a[row]!, b[row]!];
    if (x === ABSTAIN || y === ABSTAIN) continue;
    rows++;
    if (x === y) same++;
    ofA[x]!++;
    ofB[y]!++;
  }
  if (rows === 0) return { rows };
  const chance = ofA.reduce((sum, count, label) => sum + count * ofB[label]!, 0) / rows ** 2;
  return chance === 1 ? { rows } : { rows, kappa: (same / rows - chance) / (1 - chance) };
}

/** How often each row got each label: rows x labels, row-major. */
export interface LabelCounts {
  readonly rows: number;
  readonly labels: number;
  readonly counts: Float64Array;
}

/** @param columns one for each person: label index or ABSTAIN for each row */
export function countLabels(columns: readonly Int16Array[], rows: number, labels: number): LabelCounts {
  const counts = new Float64Array(rows * labels);
  for (const column of columns) column.forEach((label, row) => label !== ABSTAIN && counts[row * labels + label]!++);
  return { rows, labels, counts };
}

/**
 * Fleiss' kappa (1971), -1..1. It wants as many judgements on each row: rows with the most judgements that are common are taken.
 * @param raters judgements a row must have to be taken, 2 or more
 * @returns undefined without such rows, or where all judgements are of one label
 */
export function fleissKappa({ rows, labels, counts }: LabelCounts, raters: number): { readonly rows: number; readonly kappa?: number } {
  const shares = new Float64Array(labels);
  let [taken, agreement] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const own = counts.subarray(row * labels, (row + 1) * labels);
    if (own.reduce((sum, count) => sum + count, 0) !== raters) continue;
    taken++;
    own.forEach((count, label) => (shares[label]! += count));
    agreement += (own.reduce((sum, count) => sum + count ** 2, 0) - raters) / (raters * (raters - 1));
  }
  if (taken === 0) return { rows: taken };
  const chance = shares.reduce((sum, count) => sum + (count / (taken * raters)) ** 2, 0);
  return chance === 1 ? { rows: taken } : { rows: taken, kappa: (agreement / taken - chance) / (1 - chance) };
}

/**
 * Krippendorff's alpha for nominal values, with missing ones (2011): 1 where all agree, 0 where they do as by chance.
 * Rows with one judgement say nothing of agreement and are left out.
 * @returns undefined where no row has two judgements, or where all of these are of one label
 */
export function krippendorffAlpha({ rows, labels, counts }: LabelCounts): number | undefined {
  const totals = new Float64Array(labels);
  let [values, observed] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const own = counts.subarray(row * labels, (row + 1) * labels);
    const size = own.reduce((sum, count) => sum + count, 0);
    if (size < 2) continue;
    values += size;
    own.forEach((count, label) => (totals[label]! += count));
    observed += (size ** 2 - own.reduce((sum, count) => sum + count ** 2, 0)) / (size - 1);
  }
  const expected = (values ** 2 - totals.reduce((sum, count) => sum + count ** 2, 0)) / (values - 1);
  return values < 2 || expected === 0 ? undefined : 1 - observed / expected;
}
