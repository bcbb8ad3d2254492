import { fullBitset, hasRow, intersect } from "../math/bitset";
import { type Split, SPLITS } from "../data/cells";
import { changedTest, type LabeledVotes } from "./changedRows";
import { judgeLfs, judgePrediction } from "../clarity/clarity";
import type { RowFilter } from "../data/rowFilter";
import { tallyColumns, type VoteTally } from "../statistics/voteTally";
import { ABSTAIN, rowsWithGold, type VoteColumn, type VoteMatrix } from "../statistics/votes";

export interface SelectInput extends LabeledVotes {
  readonly labels: readonly string[];
  /** Index into SPLITS for each row; train if absent. */
  readonly splits?: Uint8Array;
  /** The id of each row. */
  readonly ids?: readonly string[];
  /** Whether people gave a row a tag. */
  readonly hasTag?: (row: number, tag: string) => boolean;
  /** For each LF the rows it faulted on. */
  readonly faultRows?: readonly Uint32Array[];
  /** For each LF, for each row, the number of the part of it that decided, or -1. */
  readonly evidence?: readonly (Int16Array | undefined)[];
  /** For each slice 1 for each row that it has, else 0. */
  readonly slices?: ReadonlyMap<string, Uint8Array>;
  /** What the LFs are compared with, on the same rows. */
  readonly before?: LabeledVotes;
}

type RowTest = (row: number) => boolean;

/**
 * The rows that a filter means, ascending: as many as the summary, the clarity matrix or the pair table counts.
 * A name that is not in the project (any more) selects nothing.
 */
export function selectRows(input: SelectInput, filter: RowFilter): Uint32Array {
  const { rows } = input.matrix;
  const tests = testsOf(input, filter);
  const selected = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (tests.every((test) => test(row))) selected[count++] = row;
  return selected.slice(0, count);
}

/** One test for each part of the filter. */
function testsOf(input: SelectInput, filter: RowFilter): RowTest[] {
  const { lf, evidence, pair, clarity, set, goldLabel, predictedLabel, split, tag, slice, ids, changed } = filter;
  const { matrix, labels, prediction, splits } = input;
  const tests: RowTest[] = [];
  if (split) tests.push(isSplit(splits, split));
  if (tag !== undefined) tests.push((row) => input.hasTag?.(row, tag) === true);
  if (slice !== undefined) tests.push(sliceTest(input.slices?.get(slice)));
  if (ids) tests.push(idTest(input.ids, ids));
  if (goldLabel !== undefined) tests.push(isLabel(matrix.gold, labels.indexOf(goldLabel)));
  if (predictedLabel !== undefined) tests.push(isLabel(prediction, labels.indexOf(predictedLabel)));
  if (pair) tests.push(pairTest(columnOf(input, pair.names[0]), columnOf(input, pair.names[1]), pair.rows));
  if (lf) tests.push(lfTest(input, lf));
  if (evidence) tests.push(isLabel(input.evidence?.[input.lfNames.indexOf(evidence.lf)] ?? new Int16Array(), evidence.site));
  if (set) tests.push(setTest(tallyOf(matrix), set));
  if (clarity) tests.push(clarityTest(input, clarity));
  if (changed) tests.push(input.before ? changedTest(input.before, input, labels, changed) : nothing);
  return tests;
}

const nothing: RowTest = () => false;

const tallyOf = (matrix: VoteMatrix): VoteTally => tallyColumns(matrix.columns, matrix.gold).tally;

const columnOf = ({ matrix, lfNames }: SelectInput, name: string): VoteColumn | undefined => matrix.columns[lfNames.indexOf(name)];

function isSplit(splits: Uint8Array | undefined, split: Split): RowTest {
  const index = SPLITS.indexOf(split);
  return (row) => (splits?.[row] ?? 0) === index;
}

const sliceTest = (rows: Uint8Array | undefined): RowTest => (rows ? (row) => rows[row] === 1 : nothing);

function idTest(ids: readonly string[] | undefined, wanted: readonly string[]): RowTest {
  const named = new Set(wanted);
  return (row) => named.has(ids?.[row] ?? "");
}

const isLabel = (values: Int16Array, label: number): RowTest => (label < 0 ? nothing : (row) => values[row] === label);

function pairTest(a: VoteColumn | undefined, b: VoteColumn | undefined, rows: NonNullable<RowFilter["pair"]>["rows"]): RowTest {
  if (!a || !b) return nothing;
  const both: RowTest = (row) => a[row] !== ABSTAIN && b[row] !== ABSTAIN;
  switch (rows) {
    case "overlap":
      return both;
    case "agree":
      return (row) => both(row) && a[row] === b[row];
    case "conflict":
      return (row) => both(row) && a[row] !== b[row];
  }
}

function lfTest(input: SelectInput, { name, rows }: NonNullable<RowFilter["lf"]>): RowTest {
  const votes = columnOf(input, name);
  if (!votes) return nothing;
  const { gold } = input.matrix;
  switch (rows) {
    case "covered":
      return (row) => votes[row] !== ABSTAIN;
    case "correct":
      return (row) => votes[row] !== ABSTAIN && votes[row] === gold[row];
    case "incorrect":
      return (row) => votes[row] !== ABSTAIN && gold[row] !== ABSTAIN && votes[row] !== gold[row];
    case "overlap":
    case "conflict": {
      const inSet = setTest(tallyOf(input.matrix), rows);
      return (row) => votes[row] !== ABSTAIN && inSet(row);
    }
    case "fault": {
      const faulty = new Set(input.faultRows?.[input.lfNames.indexOf(name)]);
      return (row) => faulty.has(row);
    }
  }
}

function setTest({ voters, dissent }: VoteTally, rows: NonNullable<RowFilter["set"]>): RowTest {
  switch (rows) {
    case "covered":
      return (row) => voters[row]! > 0;
    case "overlap":
      return (row) => voters[row]! > 1;
    case "conflict":
      return (row) => dissent[row]! > 0;
    case "silent":
      return (row) => voters[row] === 0;
  }
}

function clarityTest({ matrix, prediction }: SelectInput, filter: NonNullable<RowFilter["clarity"]>): RowTest {
  const rows = rowsWithGold(matrix.gold);
  const selected = fullBitset(rows.length);
  if (filter.lfs) intersect(selected, judgeLfs(matrix, rows).verdicts[filter.lfs]);
  if (filter.prediction) intersect(selected, judgePrediction(prediction, matrix.gold, rows)[filter.prediction]);
  const chosen = new Set(rows.filter((_, i) => hasRow(selected, i)));
  return (row) => chosen.has(row);
}
