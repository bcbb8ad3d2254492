import { isChange } from "../statistics/changes";
import { cellIndex, cellsOfRows } from "../clarity/clarityCells";
import type { ChangedRows } from "../data/rowFilter";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "../statistics/votes";

/** The votes and denoised labels of one version of the LFs. */
export interface LabeledVotes {
  readonly matrix: VoteMatrix;
  /** The names of the matrix' columns. */
  readonly lfNames: readonly string[];
  /** The denoised label of each row, or ABSTAIN. */
  readonly prediction: Int16Array;
}

/**
 * Whether a row changed in the way that the filter asks for. An LF that only one version has abstains in the other.
 * @param before another version of the LFs, on the same rows
 */
export function changedTest(
  before: LabeledVotes,
  after: LabeledVotes,
  labels: readonly string[],
  filter: ChangedRows,
): (row: number) => boolean {
  if (filter.of === "any") return anyTest(before, after);
  if (filter.of === "cell") {
    const [was, is] = [cellsOfRows(before), cellsOfRows(after)];
    const [from, to] = [cellIndex(filter.from), cellIndex(filter.to)];
    return (row) => was[row] === from && is[row] === to;
  }
  const pair = filter.of === "label" ? ([before.prediction, after.prediction] as const) : columnPair(before, after, filter.of.lf);
  return pair ? labelTest(...pair, after.matrix.gold, labels, filter) : () => false;
}

/** A number of rows that went from one label, or one cell of the clarity matrix, to another. */
export interface Move {
  /** A label's index or ABSTAIN; or a cell's index. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

export interface Moves {
  /** Rows on which any LF's vote or the denoised label differs. */
  readonly rows: number;
  /** Rows by their denoised label then and now, the most rows first. */
  readonly labels: readonly Move[];
  /** Rows with gold by their cell then and now. */
  readonly cells: readonly Move[];
}

/** Where the rows went. */
export function movesBetween(before: LabeledVotes, after: LabeledVotes): Moves {
  const changed = anyTest(before, after);
  let rows = 0;
  for (let row = 0; row < after.matrix.rows; row++) if (changed(row)) rows++;
  return { rows, labels: countMoves(before.prediction, after.prediction), cells: countMoves(cellsOfRows(before), cellsOfRows(after)) };
}

function countMoves(before: Int16Array, after: Int16Array): Move[] {
  const counts = new Map<string, number>();
  for (let row = 0; row < after.length; row++) {
    if (before[row] === after[row]) continue;
    const move = `${before[row]} ${after[row]}`;
    counts.set(move, (counts.get(move) ?? 0) + 1);
  }
  const moves = Array.from(counts, ([move, rows]): Move => {
    const [from, to] = move.split(" ").map(Number);
    return { from: from!, to: to!, rows };
  });
  return moves.sort((a, b) => b.rows - a.rows || a.from - b.from || a.to - b.to);
}

function anyTest(before: LabeledVotes, after: LabeledVotes): (row: number) => boolean {
  const names = new Set([...before.lfNames, ...after.lfNames]);
  const pairs = [...names].flatMap((name) => {
    const pair = columnPair(before, after, name);
    return pair && pair[0] !== pair[1] ? [pair] : [];
  });
  pairs.push([before.prediction, after.prediction]);
  return (row) => pairs.some(([was, is]) => was[row] !== is[row]);
}

/** An LF's votes then and now; undefined if neither version has it. */
function columnPair(before: LabeledVotes, after: LabeledVotes, name: string): [VoteColumn, VoteColumn] | undefined {
  const was = before.matrix.columns[before.lfNames.indexOf(name)];
  const is = after.matrix.columns[after.lfNames.indexOf(name)];
  if (!was && !is) return undefined;
  const silent = (): VoteColumn => new Int16Array(after.matrix.rows).fill(ABSTAIN);
  return [was ?? silent(), is ?? silent()];
}

function labelTest(
  before: VoteColumn,
  after: VoteColumn,
  gold: Int16Array,
  labels: readonly string[],
  { how, from, to }: Exclude<ChangedRows, { of: "any" | "cell" }>,
): (row: number) => boolean {
  const index = (label: string | null): number => (label === null ? ABSTAIN : labels.includes(label) ? labels.indexOf(label) : NO_LABEL);
  const [wanted, becomes] = [from, to].map((label) => (label === undefined ? undefined : index(label)));
  return (row) =>
    before[row] !== after[row] &&
    (wanted === undefined || before[row] === wanted) &&
    (becomes === undefined || after[row] === becomes) &&
    (how === undefined || isChange[how](before[row]!, after[row]!, gold[row]!));
}

/** Of a label that the project does not have (any more): no row has it. */
const NO_LABEL = -2;
