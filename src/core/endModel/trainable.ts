import { ABSTAIN } from "../statistics/votes";
import { takeRows, type SparseRows } from "./sparseRows";

/** Rows that a model can train on. */
export interface Trainable {
  readonly features: SparseRows;
  readonly labels: number;
  /** Soft label of each row, rows x labels; all 0 where a row has none. */
  readonly soft: Float64Array;
  /** Soft labels with the class prior of this gold (label of each row, or ABSTAIN). Absent if the prior is not to be tried. */
  readonly softWithPrior?: ((gold: Int16Array) => Float64Array) | undefined;
  /** Of the rows whose gold may be used, else ABSTAIN. */
  readonly gold: Int16Array;
  /** Rows that each row stands for. */
  readonly counts: Float64Array;
}

/** Whether a row has a soft label: not all 0. */
export function hasSoft(soft: Float64Array, labels: number, row: number): boolean {
  for (let k = 0; k < labels; k++) if (soft[row * labels + k]! > 0) return true;
  return false;
}

/** Some rows, in the order given. @param factors what each of them counts beside before; 1 if absent */
export function pickTrainable(all: Trainable, picks: Uint32Array, factors?: Float64Array): Trainable {
  const { labels, softWithPrior } = all;
  const softOf = (soft: Float64Array): Float64Array => {
    const picked = new Float64Array(picks.length * labels);
    let at = 0;
    for (const row of picks) for (let k = 0; k < labels; k++) picked[at++] = soft[row * labels + k]!;
    return picked;
  };
  return {
    features: takeRows(all.features, picks),
    labels,
    soft: softOf(all.soft),
    softWithPrior:
      softWithPrior &&
      ((gold) => {
        const spread = new Int16Array(all.gold.length).fill(ABSTAIN);
        picks.forEach((row, i) => (spread[row] = gold[i]!));
        return softOf(softWithPrior(spread));
      }),
    gold: Int16Array.from(picks, (row) => all.gold[row]!),
    counts: Float64Array.from(picks, (row, i) => all.counts[row]! * (factors?.[i] ?? 1)),
  };
}

/** The most rows on which mixtures are compared, so that what it costs does not grow with the data. */
const MOST_SOFT = 6000;
const MOST_GOLD = 1500;
/** A row costs as much as there are labels: beyond these, rows give way, down to a quarter and a half. */
const MANY_LABELS = 24;

const mostFor = (labels: number, most: number, least: number): number =>
  Math.round(Math.min(most, Math.max(least, (most * MANY_LABELS) / labels)));

/** The first rows with gold and the first without; each of them counts for as many as it stands for. The order should be random. */
export function firstRows(
  { gold, labels }: Pick<Trainable, "gold" | "labels">,
  mostSoft = mostFor(labels, MOST_SOFT, MOST_SOFT / 4),
  mostGold = mostFor(labels, MOST_GOLD, MOST_GOLD / 2),
): { picks: Uint32Array; factors: Float64Array } {
  const goldRows = gold.reduce((count, label) => count + Number(label !== ABSTAIN), 0);
  const softRows = gold.length - goldRows;
  let [goldLeft, softLeft] = [mostGold, mostSoft];
  const picks = Uint32Array.from(gold.keys()).filter((row) => (gold[row] === ABSTAIN ? softLeft-- > 0 : goldLeft-- > 0));
  const factorOf = (label: number): number => Math.max(1, label === ABSTAIN ? softRows / mostSoft : goldRows / mostGold);
  return { picks, factors: Float64Array.from(picks, (row) => factorOf(gold[row]!)) };
}
