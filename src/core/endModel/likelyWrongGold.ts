import { ABSTAIN } from "../statistics/votes";

/** A gold label that is probably a mistake. */
export interface WrongGold {
  readonly row: number;
  readonly gold: number;
  /** The label that the model is sure of. */
  readonly suggested: number;
  /** P(suggested), and P(gold). */
  readonly probability: number;
  readonly goldProbability: number;
}

/**
 * Gold that a model which has not seen it confidently contradicts: confident learning (Northcutt, Jiang & Chuang, JAIR 70,
 * 2021). A label is confident on a row if its probability there is at least its mean over the rows with that gold; a row is
 * listed if the most probable of its confident labels is not its gold. The largest contradiction (P(suggested) - P(gold)) first.
 * @param proba rows x labels, predicted by models that have not seen the rows' gold
 * @param gold label of each row, or ABSTAIN
 */
export function likelyWrongGold(proba: Float64Array, gold: Int16Array): WrongGold[] {
  const labels = proba.length / Math.max(1, gold.length);
  const thresholds = meanOwnProbability(proba, gold, labels);
  const found: WrongGold[] = [];
  gold.forEach((label, row) => {
    if (label === ABSTAIN) return;
    const own = proba.subarray(row * labels, (row + 1) * labels);
    let suggested = ABSTAIN;
    for (let k = 0; k < labels; k++) {
      if (own[k]! >= thresholds[k]! && (suggested === ABSTAIN || own[k]! > own[suggested]!)) suggested = k;
    }
    if (suggested === ABSTAIN || suggested === label || own[suggested]! <= own[label]!) return;
    found.push({ row, gold: label, suggested, probability: own[suggested]!, goldProbability: own[label]! });
  });
  const contradiction = ({ probability, goldProbability }: WrongGold): number => probability - goldProbability;
  return found.sort((a, b) => contradiction(b) - contradiction(a) || a.row - b.row);
}

/** For each label its mean probability over the rows with that gold; out of reach for a label without gold. */
function meanOwnProbability(proba: Float64Array, gold: Int16Array, labels: number): Float64Array {
  const [sums, rows] = [new Float64Array(labels), new Float64Array(labels)];
  gold.forEach((label, row) => {
    if (label === ABSTAIN) return;
    sums[label]! += proba[row * labels + label]!;
    rows[label]!++;
  });
  return sums.map((sum, k) => (rows[k]! > 0 ? sum / rows[k]! : Infinity));
}
