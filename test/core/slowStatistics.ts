// The statistics again, row by row and as obvious as can be; the fast ones must agree with them exactly.
import type { Summary } from "../../src/core/statistics/summary";
import { ABSTAIN, type VoteMatrix } from "../../src/core/statistics/votes";

/** A row as a person would write it down. */
export interface PlainRow {
  readonly row: number;
  /** The vote of every LF, abstains too. */
  readonly votes: readonly number[];
  /** Votes only. */
  readonly cast: readonly number[];
  readonly gold: number;
  readonly hasGold: boolean;
  readonly disputed: boolean;
}

export function plainRows({ rows, columns, gold }: VoteMatrix): PlainRow[] {
  return Array.from({ length: rows }, (_, row) => {
    const votes = columns.map((column) => column[row]!);
    const cast = votes.filter((vote) => vote !== ABSTAIN);
    return { row, votes, cast, gold: gold[row]!, hasGold: gold[row] !== ABSTAIN, disputed: new Set(cast).size > 1 };
  });
}

const count = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length;

export function slowSummary(matrix: VoteMatrix): Summary {
  const rows = plainRows(matrix);
  const describeLf = (lf: number): Summary["lfs"][number] => {
    const mine = rows.filter(({ votes }) => votes[lf] !== ABSTAIN);
    return {
      votes: mine.length,
      overlaps: count(mine, ({ cast }) => cast.length >= 2),
      conflicts: count(mine, ({ votes, cast }) => cast.some((other) => other !== votes[lf])),
      correct: count(mine, ({ votes, gold }) => votes[lf] === gold),
      incorrect: count(mine, ({ votes, gold, hasGold }) => hasGold && votes[lf] !== gold),
      polarity: [...new Set(mine.map(({ votes }) => votes[lf]!))].sort((a, b) => a - b),
    };
  };
  return {
    rows: matrix.rows,
    goldRows: count(rows, ({ hasGold }) => hasGold),
    lfs: matrix.columns.map((_, lf) => describeLf(lf)),
    set: {
      covered: count(rows, ({ cast }) => cast.length > 0),
      overlaps: count(rows, ({ cast }) => cast.length >= 2),
      conflicts: count(rows, ({ disputed }) => disputed),
    },
  };
}

/** Pairs of LFs: rows on which both vote, and the same. */
export function slowPair(matrix: VoteMatrix, a: number, b: number): { overlap: number; agree: number; conflict: number } {
  const both = plainRows(matrix).filter(({ votes }) => {
    const [x, y] = [votes[a]!, votes[b]!];
    return x !== ABSTAIN && y !== ABSTAIN;
  });
  const agree = count(both, ({ votes }) => votes[a] === votes[b]);
  return { overlap: both.length, agree, conflict: both.length - agree };
}
