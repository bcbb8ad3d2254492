import type { PatternTable } from "../patterns/patternTable";
import type { Dependency } from "./dependency";

/** Rows of evidence below which nothing is said of a pair. */
export const LEAST_ROWS = 10;

/** Rows counted over all pairs of LFs: tables are lfs x lfs, row-major and symmetric; the diagonal counts one LF's votes. */
export interface PairTally {
  readonly rows: number;
  readonly lfs: number;
  /** Rows where both vote. */
  readonly both: Float64Array;
  /** Rows where both vote the same label. */
  readonly same: Float64Array;
}

/** Costs the sum over patterns of votes squared. */
export function tallyPairs({ size, lfs, votes, counts }: PatternTable): PairTally {
  const both = new Float64Array(lfs * lfs);
  const same = new Float64Array(lfs * lfs);
  const voting = new Int32Array(lfs);
  let rows = 0;
  for (let p = 0; p < size; p++) {
    const count = counts[p]!;
    const row = votes.subarray(p * lfs, (p + 1) * lfs);
    let n = 0;
    for (let j = 0; j < lfs; j++) if (row[j]! >= 0) voting[n++] = j;
    for (let x = 0; x < n; x++) {
      const j = voting[x]!;
      for (let y = 0; y < n; y++) {
        const k = voting[y]!;
        both[j * lfs + k]! += count;
        if (row[j] === row[k]) same[j * lfs + k]! += count;
      }
    }
    rows += count;
  }
  return { rows, lfs, both, same };
}

/** Rows where both vote, and the share of them on which they vote the same. */
export function pairEvidence({ both, same, lfs }: PairTally, j: number, k: number): Pick<Dependency, "rows" | "agreement"> {
  const rows = both[j * lfs + k]!;
  return { rows, agreement: rows > 0 ? same[j * lfs + k]! / rows : undefined };
}
