/**
 * Label errors by confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70,
 * 2021), as the package cleanlab works them out: the same probabilities give the same rows.
 */

/** Labels and what a model that has not seen them makes of the rows. */
export interface GivenLabels {
  /** The label index of each row: every row has one. */
  readonly given: ArrayLike<number>;
  readonly labels: number;
  /** P(label): `proba[row * labels + label]`, 0..1. */
  readonly proba: ArrayLike<number>;
}

/** How rows are chosen: by how many of a label are in truth another one, by how many of a label are wrong, or both. */
export const ISSUE_FILTERS = ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning"] as const;
export type IssueFilter = (typeof ISSUE_FILTERS)[number];

/** Differences below this are none. */
const NEAR = 1e-6;

/** P(given label) of each row, 0..1: the lower, the likelier the label is wrong. */
export const selfConfidence = ({ given, labels, proba }: GivenLabels): Float64Array =>
  Float64Array.from(given, (label, row) => proba[row * labels + label]!);

/** How far the given label leads the likeliest other one, from 0 (certainly another) to 1. */
export function normalizedMargin(input: GivenLabels): Float64Array {
  const { given, labels, proba } = input;
  return selfConfidence(input).map((own, row) => {
    let other = 0;
    for (let k = 0; k < labels; k++) if (k !== given[row]) other = Math.max(other, proba[row * labels + k]!);
    return (own - other + 1) / 2;
  });
}

/**
 * How well each row fits any label, 0..1: rows with low scores are like nothing that has a label. The entropy of the probabilities less what
 * is usual for their label, as in cleanlab's OutOfDistribution.
 */
export function typicality(input: GivenLabels): Float64Array {
  const { given, labels, proba } = input;
  const thresholds = ownMeans(input);
  const highest = Math.max(...thresholds);
  return Float64Array.from(given, (_, row) => {
    const shifted = Array.from({ length: labels }, (_, k) => proba[row * labels + k]! - thresholds[k]! + highest);
    const sum = shifted.reduce((total, value) => total + value, 0);
    const entropy = shifted.reduce((total, value) => total - (value > 0 ? (value / sum) * Math.log(value / sum) : 0), 0);
    return 1 - entropy / Math.log(labels);
  });
}

/** Rows whose label is likely wrong, ascending. */
export function labelIssues(input: GivenLabels, by: IssueFilter): number[] {
  if (input.given.length === 0) return [];
  const { joint, offDiagonal } = confidentJoint(input);
  const counts = keepOnePerLabel(transposed(joint));
  const found =
    by === "confident_learning"
      ? offDiagonal
      : by === "prune_by_class"
        ? byClass(input, counts)
        : by === "prune_by_noise_rate"
          ? byNoiseRate(input, counts)
          : intersection(byClass(input, counts), byNoiseRate(input, counts));
  return [...found].filter((row) => !isPredicted(input, row)).sort((a, b) => a - b);
}

const intersection = (a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> => new Set([...a].filter((row) => b.has(row)));

/** The model's likeliest label is the given one. */
function isPredicted({ given, labels, proba }: GivenLabels, row: number): boolean {
  const own = proba[row * labels + given[row]!]! + NEAR;
  for (let k = 0; k < labels; k++) {
    const p = proba[row * labels + k]!;
    if (k !== given[row] && (p > own || (p === own && k < given[row]!))) return false;
  }
  return true;
}

type Matrix = readonly Float64Array[];

/** How many rows of each given label (outer) are confidently of each label (inner), calibrated to the given labels' counts. */
function confidentJoint(input: GivenLabels): { readonly joint: Matrix; readonly offDiagonal: ReadonlySet<number> } {
  const { given, labels } = input;
  const thresholds = ownMeans(input);
  const joint = Array.from({ length: labels }, () => new Float64Array(labels));
  const offDiagonal = new Set<number>();
  for (let row = 0; row < given.length; row++) {
    const guess = confidentLabel(input, row, thresholds);
    if (guess === undefined) continue;
    joint[given[row]!]![guess]!++;
    if (guess !== given[row]) offDiagonal.add(row);
  }
  joint.forEach((own, label) => (own[label] = Math.max(1, own[label]!)));
  return { joint: calibrated(joint, given), offDiagonal };
}

/** For each label its mean probability over the rows that have it; out of reach for one without rows. */
function ownMeans({ given, labels, proba }: GivenLabels): Float64Array {
  const [sums, rows] = [new Float64Array(labels), new Float64Array(labels)];
  for (let row = 0; row < given.length; row++) {
    sums[given[row]!]! += proba[row * labels + given[row]!]!;
    rows[given[row]!]!++;
  }
  return sums.map((sum, label) => (rows[label] === 0 ? 2 : Math.max(sum / rows[label]!, 2 * NEAR)));
}

/** The label that a row is confidently of: of several the likeliest of all. */
function confidentLabel({ labels, proba }: GivenLabels, row: number, thresholds: Float64Array): number | undefined {
  let [confident, likeliest, first] = [0, 0, -1];
  for (let k = 0; k < labels; k++) {
    const p = proba[row * labels + k]!;
    if (p > proba[row * labels + likeliest]!) likeliest = k;
    if (p < thresholds[k]! - NEAR) continue;
    confident++;
    if (first < 0) first = k;
  }
  return confident === 0 ? undefined : confident > 1 ? likeliest : first;
}

function calibrated(joint: Matrix, given: ArrayLike<number>): Matrix {
  const counts = new Float64Array(joint.length);
  for (let row = 0; row < given.length; row++) counts[given[row]!]!++;
  const scaled = joint.map((own, label) => own.map((count) => (count / sumOf(own)) * counts[label]!));
  const total = scaled.reduce((sum, own) => sum + sumOf(own), 0);
  return scaled.map((own) => rounded(own.map((count) => (count / total) * given.length)));
}

/** At least one row of each label is right: what that takes is taken evenly from the others. `counts[true][given]`. */
function keepOnePerLabel(counts: Matrix): Matrix {
  const labels = counts.length;
  const missing = Float64Array.from({ length: labels }, (_, k) => Math.max(0, 1 - counts[k]![k]!));
  const filled = Float64Array.from({ length: labels }, (_, k) => counts.filter((own) => own[k] !== 0).length);
  const kept = counts.map((own, j) =>
    own.map((count, k) => (j === k ? Math.max(1, count) : Math.max(0, count - missing[k]! / Math.max(filled[k]! - 1, 1)))),
  );
  return kept.map((own) => rounded(own.map(Math.trunc)));
}

const transposed = (matrix: Matrix): Matrix => matrix.map((_, j) => Float64Array.from(matrix, (own) => own[j]!));
const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Whole numbers with the same sum: those furthest from theirs give way. */
function rounded(values: Float64Array): Float64Array {
  const whole = values.map(halfToEven);
  const wanted = halfToEven(sumOf(values));
  for (let lacking = wanted - sumOf(whole); lacking !== 0; lacking = wanted - sumOf(whole)) {
    const order = [...values.keys()].sort((a, b) => values[a]! - whole[a]! - (values[b]! - whole[b]!));
    if (lacking > 0) order.reverse();
    for (const at of order.slice(0, Math.abs(lacking))) whole[at]! += Math.sign(lacking);
  }
  return whole;
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (Math.abs(below) % 2) : Math.round(value);
}

function rowsByLabel({ given, labels }: GivenLabels): number[][] {
  const rows = Array.from({ length: labels }, (): number[] => []);
  for (let row = 0; row < given.length; row++) rows[given[row]!]!.push(row);
  return rows;
}

/** Of each label as many of the least likely rows as are wrong. */
function byClass(input: GivenLabels, counts: Matrix): ReadonlySet<number> {
  const own = selfConfidence(input);
  return new Set(
    rowsByLabel(input).flatMap((rows, label) =>
      rows.length <= 1 ? [] : rows.sort((a, b) => own[a]! - own[b]!).slice(0, Math.max(0, rows.length - counts[label]![label]!)),
    ),
  );
}

/** Of each label, for each other one, as many rows as are in truth of that one: those on which it leads the most. */
function byNoiseRate(input: GivenLabels, counts: Matrix): ReadonlySet<number> {
  const { labels, proba } = input;
  const found = new Set<number>();
  rowsByLabel(input).forEach((rows, label) => {
    if (rows.length <= 1) return;
    for (let other = 0; other < labels; other++) {
      const wrong = counts[other]![label]!;
      if (other === label || wrong <= 0) continue;
      const lead = (row: number): number => proba[row * labels + other]! - proba[row * labels + label]!;
      for (const row of [...rows].sort((a, b) => lead(b) - lead(a)).slice(0, wrong)) found.add(row);
    }
  });
  return found;
}
