import { LF_VERDICTS, type LfVerdict, PREDICTION_VERDICTS, type PredictionVerdict } from "./rowFilter";
import { ABSTAIN, rowsWithGold, type VoteMatrix } from "./votes";

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
  const { columns, gold } = matrix;
  const goldRows = rowsWithGold(gold, goldLabel);
  const lfCodes = lfVerdictCodes(matrix, goldRows);
  const cellOf = goldRows.map((row, i) => predictionCode(prediction[row]!, gold[row]!) * LF_VERDICTS.length + lfCodes[i]!);
  const counts = new Uint32Array(PREDICTION_VERDICTS.length * LF_VERDICTS.length);
  for (const cell of cellOf) counts[cell]!++;
  const wrong = columns.map((column) => wrongVotes(column, gold, goldRows, cellOf, counts.length));
  const cell = (index: number): ClarityCell => ({ count: counts[index]!, blame: blameOf(wrong, index) });
  return {
    goldRows: goldRows.length,
    cells: record(PREDICTION_VERDICTS, (_, p) => record(LF_VERDICTS, (__, v) => cell(p * LF_VERDICTS.length + v))),
  };
}

/** What the LFs say about each row: an index into LF_VERDICTS. The rows must have gold. */
export function lfVerdictCodes({ columns, gold }: VoteMatrix, rows: Uint32Array): Uint8Array {
  const RIGHT = 1;
  const WRONG = 2;
  const seen = new Uint8Array(rows.length);
  for (const column of columns) {
    for (let i = 0; i < rows.length; i++) {
      const vote = column[rows[i]!]!;
      if (vote !== ABSTAIN) seen[i]! |= vote === gold[rows[i]!] ? RIGHT : WRONG;
    }
  }
  const codes = new Uint8Array(4);
  codes[RIGHT] = LF_VERDICTS.indexOf("right");
  codes[WRONG] = LF_VERDICTS.indexOf("wrong");
  codes[RIGHT | WRONG] = LF_VERDICTS.indexOf("split");
  codes[0] = LF_VERDICTS.indexOf("silent");
  return seen.map((flags) => codes[flags]!);
}

/** What the prediction is worth on a row with gold: an index into PREDICTION_VERDICTS. */
export function predictionCode(prediction: number, gold: number): number {
  return PREDICTION_VERDICTS.indexOf(prediction === ABSTAIN ? "none" : prediction === gold ? "right" : "wrong");
}

/** One LF's wrong votes in each cell. */
function wrongVotes(column: Int16Array, gold: Int16Array, rows: Uint32Array, cellOf: Uint32Array, cells: number): Uint32Array {
  const wrong = new Uint32Array(cells);
  for (let i = 0; i < rows.length; i++) {
    const vote = column[rows[i]!]!;
    if (vote !== ABSTAIN && vote !== gold[rows[i]!]) wrong[cellOf[i]!]!++;
  }
  return wrong;
}

const blameOf = (wrong: readonly Uint32Array[], cell: number): ClarityCell["blame"] =>
  wrong
    .map((counts, lf) => ({ lf, rows: counts[cell]! }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || a.lf - b.lf);

function record<K extends string, V>(keys: readonly K[], value: (key: K, index: number) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key, index) => [key, value(key, index)])) as Record<K, V>;
}
