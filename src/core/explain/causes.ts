import { nearDuplicates } from "../dependencies/nearDuplicates";
import type { PatternIndex, PatternTable } from "../patterns/patternTable";
import { ABSTAIN } from "../statistics/votes";

/** Why a label model does worse than majority vote, or gives almost every row one label. Each with its evidence. */
export type Cause =
  /** An LF that votes on at least half of the rows, and for the wrong label where it went wrong. */
  | { readonly kind: "broad-lf"; readonly lf: number; readonly coverage: number; readonly behind: number; readonly of: number }
  /** Two LFs that vote together more than the label explains, and together for the wrong label. */
  | {
      readonly kind: "correlated-lfs";
      readonly lfs: readonly [number, number];
      readonly agreement: number | undefined;
      readonly behind: number;
      readonly of: number;
    }
  /** Fewer than three LFs vote for a label of the rows that went wrong: nothing can tell which of them is right. */
  | { readonly kind: "few-lfs"; readonly label: number; readonly lfs: readonly number[]; readonly behind: number; readonly of: number }
  /** No LF votes for a label that gold has. */
  | { readonly kind: "no-lf"; readonly label: number; readonly goldRows: number }
  /** The model gives a label to far more rows than gold does, and than majority vote does. Shares of rows. */
  | {
      readonly kind: "wrong-balance";
      readonly label: number;
      readonly predicted: number;
      readonly majority: number;
      readonly gold: number;
    };

export interface CauseInput {
  readonly index: PatternIndex;
  /** patterns x labels */
  readonly proba: Float64Array;
  /** Gold of each row, or ABSTAIN. */
  readonly gold: Int16Array;
  /** Label of each pattern, or ABSTAIN. */
  readonly model: Int16Array;
  readonly majority: Int16Array;
  /** The rows that are compared. */
  readonly rows: Uint32Array;
  readonly loses: boolean;
  /** The label that almost every row gets. */
  readonly oneLabel: number | undefined;
}

const BROAD = 0.5;
/** An LF or pair is to blame if it votes for the wrong label on this share of the rows that went wrong. */
const BEHIND = 0.25;
const ENOUGH_LFS = 3;
const SHARE_EXCESS = 0.1;

/** A row that went wrong: the model's label is wrong, and majority vote's is right or the model's is the one that it gives everywhere. */
interface WrongRow {
  readonly pattern: number;
  readonly gold: number;
  readonly predicted: number;
}

/** Looks for each kind of cause; those with the most rows behind them first, within a kind. */
export function findCauses(input: CauseInput): Cause[] {
  const wrong = wrongRows(input);
  const { table } = input.index;
  const votersOf = votersByLabel(table);
  return [
    ...broadLfs(table, wrong),
    ...correlatedLfs(input, wrong),
    ...fewLfs(votersOf, wrong),
    ...labelsWithoutLf(input, votersOf),
    ...wrongBalance(input),
  ];
}

function wrongRows({ index, gold, model, majority, rows, loses, oneLabel }: CauseInput): WrongRow[] {
  return Array.from(rows, (row) => ({
    pattern: index.rowPattern[row]!,
    gold: gold[row]!,
    predicted: model[index.rowPattern[row]!]!,
  })).filter(
    ({ pattern, gold: truth, predicted }) =>
      predicted !== ABSTAIN && predicted !== truth && ((loses && majority[pattern] === truth) || predicted === oneLabel),
  );
}

const voteOf = ({ votes, lfs }: PatternTable, pattern: number, lf: number): number => votes[pattern * lfs + lf]!;

/** For each label, the LFs that vote for it; ascending. */
function votersByLabel({ size, lfs, labels, votes, counts }: PatternTable): number[][] {
  const voters = Array.from({ length: labels }, () => new Set<number>());
  for (let p = 0; p < size; p++) {
    for (let lf = 0; counts[p]! > 0 && lf < lfs; lf++) if (votes[p * lfs + lf]! >= 0) voters[votes[p * lfs + lf]!]!.add(lf);
  }
  return voters.map((own) => [...own].sort((a, b) => a - b));
}

/** How many of the wrong rows have all these LFs voting for the model's label. */
const rowsBehind = (table: PatternTable, wrong: readonly WrongRow[], lfs: readonly number[]): number =>
  wrong.filter(({ pattern, predicted }) => lfs.every((lf) => voteOf(table, pattern, lf) === predicted)).length;

const isBehind = ({ behind, of }: { behind: number; of: number }): boolean => behind > 0 && behind >= BEHIND * of;
const byRows = (a: { behind: number }, b: { behind: number }): number => b.behind - a.behind;

function broadLfs(table: PatternTable, wrong: readonly WrongRow[]): Cause[] {
  const rows = table.counts.reduce((sum, count) => sum + count, 0);
  return Array.from({ length: table.lfs }, (_, lf) => {
    const votes = table.counts.reduce((sum, count, pattern) => (voteOf(table, pattern, lf) === ABSTAIN ? sum : sum + count), 0);
    return {
      kind: "broad-lf" as const,
      lf,
      coverage: rows > 0 ? votes / rows : 0,
      behind: rowsBehind(table, wrong, [lf]),
      of: wrong.length,
    };
  })
    .filter((cause) => cause.coverage >= BROAD && isBehind(cause))
    .sort(byRows);
}

function correlatedLfs({ index, proba }: CauseInput, wrong: readonly WrongRow[]): Cause[] {
  return nearDuplicates(index.table, proba)
    .map(({ lfs, agreement }) => ({
      kind: "correlated-lfs" as const,
      lfs,
      agreement,
      behind: rowsBehind(index.table, wrong, lfs),
      of: wrong.length,
    }))
    .filter(isBehind)
    .sort(byRows);
}

function fewLfs(votersOf: readonly (readonly number[])[], wrong: readonly WrongRow[]): Cause[] {
  return votersOf
    .map((lfs, label) => {
      const behind = wrong.filter(({ gold, predicted }) => gold === label || predicted === label).length;
      return { kind: "few-lfs" as const, label, lfs, behind, of: wrong.length };
    })
    .filter((cause) => cause.lfs.length > 0 && cause.lfs.length < ENOUGH_LFS && isBehind(cause))
    .sort(byRows);
}

function labelsWithoutLf({ gold, rows }: CauseInput, votersOf: readonly (readonly number[])[]): Cause[] {
  return votersOf
    .map((lfs, label) => ({ kind: "no-lf" as const, label, lfs, goldRows: rows.filter((row) => gold[row] === label).length }))
    .filter(({ lfs, goldRows }) => lfs.length === 0 && goldRows > 0)
    .map(({ kind, label, goldRows }) => ({ kind, label, goldRows }))
    .sort((a, b) => b.goldRows - a.goldRows);
}

function wrongBalance({ index, gold, model, majority, rows }: CauseInput): Cause[] {
  const share = (labelOf: (row: number) => number | undefined, label: number): number =>
    rows.filter((row) => labelOf(row) === label).length / rows.length;
  return Array.from({ length: index.table.labels }, (_, label) => ({
    kind: "wrong-balance" as const,
    label,
    predicted: share((row) => model[index.rowPattern[row]!], label),
    majority: share((row) => majority[index.rowPattern[row]!], label),
    gold: share((row) => gold[row], label),
  })).filter(({ predicted, majority: byMajority, gold: truth }) => predicted - Math.max(truth, byMajority) >= SHARE_EXCESS);
}
