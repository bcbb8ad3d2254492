import type { ChangeKind } from "../data/rowFilter";
import { ABSTAIN, type VoteColumn } from "./votes";

/** What a column of labels (an LF's votes, or denoised labels) is worth: counts of rows. */
export interface ColumnFigures {
  /** Rows with a label. */
  readonly votes: number;
  /** Rows with gold whose label is gold's, or another. */
  readonly correct: number;
  readonly incorrect: number;
}

/** A column of labels against what it was on the same rows: counts of rows. `lost` and `gained` are without `relabeled`. */
export interface ColumnChange extends Readonly<Record<ChangeKind, number>> {
  readonly before: ColumnFigures;
  readonly after: ColumnFigures;
}

/**
 * Counts how a column changed.
 * @param gold a label index or ABSTAIN for each row; all three have the same length
 */
export function compareColumns(before: VoteColumn, after: VoteColumn, gold: Int16Array): ColumnChange {
  const counts = { gained: 0, lost: 0, relabeled: 0, newlyRight: 0, newlyWrong: 0 };
  for (let row = 0; row < gold.length; row++) {
    const [was, is] = [before[row]!, after[row]!];
    if (was === is) continue;
    for (const kind of CHANGE_KINDS) if (isChange[kind](was, is, gold[row]!)) counts[kind]++;
  }
  return { ...counts, before: metricsJson(before, gold), after: metricsJson(after, gold) };
}

/** Rows whose label changed in any way. */
export const changedRows = ({ gained, lost, relabeled }: Pick<ColumnChange, "gained" | "lost" | "relabeled">): number =>
  gained + lost + relabeled;

export const CHANGE_KINDS: readonly ChangeKind[] = ["gained", "lost", "relabeled", "newlyRight", "newlyWrong"];

/** Whether a row whose label was one and is another changed in this way. */
export const isChange: Readonly<Record<ChangeKind, (was: number, is: number, gold: number) => boolean>> = {
  gained: (was, is) => was === ABSTAIN && is !== ABSTAIN,
  lost: (was, is) => was !== ABSTAIN && is === ABSTAIN,
  relabeled: (was, is) => was !== ABSTAIN && is !== ABSTAIN && was !== is,
  newlyRight: (was, is, gold) => isRight(is, gold) && !isRight(was, gold),
  newlyWrong: (was, is, gold) => isWrong(is, gold) && !isWrong(was, gold),
};

const isRight = (label: number, gold: number): boolean => label !== ABSTAIN && label === gold;
const isWrong = (label: number, gold: number): boolean => label !== ABSTAIN && gold !== ABSTAIN && label !== gold;

function metricsJson(column: VoteColumn, gold: Int16Array): ColumnFigures {
  let [votes, correct, incorrect] = [0, 0, 0];
  for (let row = 0; row < column.length; row++) {
    if (column[row] === ABSTAIN) continue;
    votes++;
    if (gold[row] === ABSTAIN) continue;
    if (column[row] === gold[row]) correct++;
    else incorrect++;
  }
  return { votes, correct, incorrect };
}
