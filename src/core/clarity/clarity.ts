import { type Bitset, bitset, countCommon, countRows, fullBitset, intersection, unite } from "../math/bitset";
import { wilson, type Interval } from "../math/interval";
import { LF_VERDICTS, type LfVerdict, PREDICTION_VERDICTS, type PredictionVerdict } from "../data/rowFilter";
import { rowsWithGold, type VoteMatrix } from "../statistics/votes";

/** A cell of the clarity matrix. */
export interface ClarityCell {
  /** Rows with gold that fall here. */
  readonly count: number;
  /** LFs that voted a wrong label on these rows, most rows first. `lf` is a column. */
  readonly blame: readonly { readonly lf: number; readonly rows: number }[];
}

/** Denoised label against gold (3) by the LFs' votes against gold (4). The cells' counts sum to `goldRows`. */
export interface ClarityMatrix {
  readonly goldRows: number;
  readonly cells: Readonly<Record<PredictionVerdict, Readonly<Record<LfVerdict, ClarityCell>>>>;
}

export interface ClarityInput {
  readonly matrix: VoteMatrix;
  /** The denoised label of each row, or ABSTAIN. */
  readonly prediction: Int16Array;
  /** Only rows with this gold label; all rows with gold if absent. */
  readonly goldLabel?: number;
}

/** Crosses what the LFs said with what the label model made of it, on rows with gold. */
export function clarityMatrix({ matrix, prediction, goldLabel }: ClarityInput): ClarityMatrix {
  const rows = rowsWithGold(matrix.gold, goldLabel);
  const { verdicts, wrong } = judgeLfs(matrix, rows);
  const predicted = judgePrediction(prediction, matrix.gold, rows);
  return {
    goldRows: rows.length,
    cells: record(PREDICTION_VERDICTS, (p) => record(LF_VERDICTS, (v) => cellOf(intersection(predicted[p], verdicts[v]), wrong))),
  };
}

/** Rows with gold whose denoised label is right, of those that have one, with the 95 % Wilson interval (0..1); undefined if none has. */
export function labeledAccuracy({
  cells,
}: ClarityMatrix): { readonly right: number; readonly of: number; readonly interval: Interval } | undefined {
  const rowsOf = (verdict: "right" | "wrong"): number => Object.values(cells[verdict]).reduce((sum, { count }) => sum + count, 0);
  const right = rowsOf("right");
  const of = right + rowsOf("wrong");
  const interval = wilson(right, of);
  return interval && { right, of, interval };
}

/** What the LFs say about some rows with gold. Sets hold indices into these rows, not the rows' own numbers. */
export interface LfJudgement {
  readonly verdicts: Readonly<Record<LfVerdict, Bitset>>;
  /** For each LF the rows on which it votes another label than gold. */
  readonly wrong: readonly Bitset[];
}

/** @param rows rows with gold */
export function judgeLfs({ columns, gold }: VoteMatrix, rows: Uint32Array): LfJudgement {
  const [all, anyRight, anyWrong] = [fullBitset(rows.length), bitset(rows.length), bitset(rows.length)];
  const wrong = columns.map((column) => {
    const { right: mineRight, wrong: mineWrong } = judgeVotes(column, gold, rows);
    unite(anyRight, mineRight);
    unite(anyWrong, mineWrong);
    return mineWrong;
  });
  const verdicts = {
    right: anyRight.map((word, w) => word & ~anyWrong[w]!),
    split: intersection(anyRight, anyWrong),
    wrong: anyWrong.map((word, w) => word & ~anyRight[w]!),
    silent: all.map((word, w) => word & ~(anyRight[w]! | anyWrong[w]!)),
  };
  return { verdicts, wrong };
}

/** What the prediction is worth on some rows with gold, as indices into these rows. */
export function judgePrediction(prediction: Int16Array, gold: Int16Array, rows: Uint32Array): Record<PredictionVerdict, Bitset> {
  const { right, wrong } = judgeVotes(prediction, gold, rows);
  return { right, wrong, none: fullBitset(rows.length).map((word, w) => word & ~(right[w]! | wrong[w]!)) };
}

/** The rows on which a column has the gold label, and those on which it has another. */
function judgeVotes(column: Int16Array, gold: Int16Array, rows: Uint32Array): { right: Bitset; wrong: Bitset } {
  const right = bitset(rows.length);
  const wrong = bitset(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const vote = column[rows[i]!]!;
    const different = -(vote ^ gold[rows[i]!]!) >> 31;
    const voting = ~vote >>> 31;
    right[i >>> 5]! |= (voting & ~different) << i;
    wrong[i >>> 5]! |= (voting & different) << i;
  }
  return { right, wrong };
}

function cellOf(rows: Bitset, wrong: readonly Bitset[]): ClarityCell {
  const count = countRows(rows);
  const blame = count === 0 ? [] : wrong.map((set, lf) => ({ lf, rows: countCommon(set, rows) }));
  return { count, blame: blame.filter((entry) => entry.rows > 0).sort((a, b) => b.rows - a.rows || a.lf - b.lf) };
}

/** An entry for each key. */
export function record<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
