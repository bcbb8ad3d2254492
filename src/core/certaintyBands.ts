import { tallyColumns, type VoteTally } from "./voteTally";
import { ABSTAIN, type VoteMatrix } from "./votes";

/** Without gold: do a row's votes say the same (two or more), different things, is there one, or none? */
export type Agreement = "unanimous" | "split" | "single" | "silent";
export const AGREEMENTS: readonly Agreement[] = ["unanimous", "split", "single", "silent"];

/** How sure the label model is: from `low` up to, not including, the next band's; the band without `low` holds the rows without a label. */
export interface CertaintyBand {
  readonly low?: number;
  readonly counts: Readonly<Record<Agreement, number>>;
}

export interface CertaintyTable {
  /** Rows without gold; the counts of all bands sum to it. */
  readonly rows: number;
  readonly bands: readonly CertaintyBand[];
}

/** Lower ends of the bands of rows with a label. */
export const BAND_STARTS: readonly number[] = [0, 0.5, 0.7, 0.9];

/**
 * The clarity matrix' companion for rows without gold: where would a label or an LF help most?
 * @param confidence the denoised label's probability for each row, 0 where it has none
 */
export function certaintyBands(matrix: VoteMatrix, confidence: Float64Array): CertaintyTable {
  const { tally } = tallyColumns(matrix.columns, matrix.gold);
  const noCounts = (): Record<Agreement, number> => ({ unanimous: 0, split: 0, single: 0, silent: 0 });
  const bands = [{ counts: noCounts() }, ...BAND_STARTS.map((low) => ({ low, counts: noCounts() }))];
  let rows = 0;
  for (let row = 0; row < matrix.rows; row++) {
    if (matrix.gold[row] !== ABSTAIN) continue;
    rows++;
    bands[bandOf(confidence[row]!)]!.counts[agreementOf(tally, row)]++;
  }
  return { rows, bands };
}

/** 0 for a row without a label, else 1 + the index into BAND_STARTS. */
const bandOf = (confidence: number): number => (confidence > 0 ? BAND_STARTS.filter((low) => confidence >= low).length : 0);

function agreementOf({ voters, dissent }: VoteTally, row: number): Agreement {
  if (voters[row] === 0) return "silent";
  if (voters[row] === 1) return "single";
  return dissent[row] === 0 ? "unanimous" : "split";
}
