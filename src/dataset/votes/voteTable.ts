import { basename, dirname } from "node:path";
import { ABSTAIN } from "../../core/statistics/votes";
import type { VoteTable, VoteTableColumns, VoteTableRequest } from "../../protocol/voteTable";
import { ALL_KEPT, POSITION_STANDS_IN } from "../schema/checkIds";
import type { Dataset, Table } from "../open/dataset";
import { createIndexOf } from "../cells/labelText";
import { openDataset } from "../open/openDataset";
import { SKIPPED } from "../read/source";
import { cellText, createVoteCells, createVoteOf, wholeNumbers, type VoteCells } from "./voteCells";
import { chooseLfs, MAX_VALUES, roleColumns, type VoteColumnProfile, type VoteColumns } from "./voteColumns";

/**
 * Reads a file of votes, of any format that a project's data may have: one column per LF, and id, gold and split if it has them.
 * A vote is a label's name, or its index where no label is a number; empty, -1 and ABSTAIN abstain, unless they are labels.
 * Cells are taken as text, so `1.10` and `1.1` are two labels.
 * @throws Error naming the file and the first malformed record, the row and column of a value that is neither label nor abstain, or
 * the columns that may be LFs and may be none
 */
export async function readVoteTable(request: VoteTableRequest): Promise<VoteTable> {
  const { path, labels, roles = {}, abstain } = request;
  const name = basename(path);
  try {
    const cells = createVoteCells(labels, abstain);
    const found = await withData(path, {}, ({ info }) =>
      Promise.resolve(
        roleColumns(
          info.columns.map((column) => column.name),
          roles,
        ),
      ),
    );
    return await withData(path, found.id === undefined ? {} : { id: found.id }, async (dataset) => {
      const profiles = await profileColumns(dataset, cells);
      const own = (column: string | undefined): VoteColumnProfile | undefined => profiles.find(({ name }) => name === column);
      const others = profiles.filter(({ name }) => !Object.values(found).includes(name));
      const chosen = roles.lfs
        ? {
            lfs: roles.lfs,
            leftOut: others.filter(({ name }) => !roles.lfs!.includes(name)).map(({ name }) => ({ name, why: "not in --lfs" })),
          }
        : chooseLfs(others, own(found.gold), cells.isLabel);
      const columns: VoteColumns = { ...found, ...chosen };
      const read = profiles.filter(({ name }) => columns.lfs.includes(name) || name === columns.gold);
      return collect(dataset, columns, { cells, ...labelsOf(read, labels, cells), name });
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.startsWith(path) || message.startsWith("--") ? message : `${path}: ${message}`, { cause: error });
  }
}

async function withData<T>(path: string, columns: { readonly id?: string }, use: (dataset: Dataset) => Promise<T>): Promise<T> {
  const spec = {
    root: dirname(path),
    labels: [],
    data: { all: [path] },
    columns,
    sample: { rows: "all", seed: 0, split: "all" },
    limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
  } as const;
  const dataset = await openDataset(spec, { asText: true });
  try {
    assertDelimited(dataset.info.columns.map(({ name }) => name));
    const problem = dataset.info.problems.find(({ severity, line }) => severity === "error" || line !== undefined);
    if (problem) throw new Error(`${path}${problem.line === undefined ? "" : `:${problem.line}`}: ${whole(problem.message)}`);
    return await use(dataset);
  } finally {
    await dataset.close();
  }
}

/** Read with the wrong delimiter, each whole line would be a label. */
function assertDelimited(names: readonly string[]): void {
  const [only] = names;
  const delimiter = names.length === 1 ? /[;|\t]/.exec(only!)?.[0] : undefined;
  if (delimiter === undefined) return;
  const own = delimiter === "\t" ? "tabs" : `"${delimiter}"`;
  throw new Error(`The file is read as the one column "${only}"; its delimiter seems to be ${own}. Save it with commas between the cells.`);
}

/** Of a project's data a bad record is left out; a table of votes is read whole or not at all. */
const whole = (message: string): string =>
  message
    .replace(SKIPPED, "")
    .replace(ALL_KEPT, ". What is written could not be told apart by it: nothing was read")
    .replace(POSITION_STANDS_IN, ". Nothing was read")
    .replace(/(give each its own id|Give every row an id)$/, "$1, or name another column: --id-column");

async function profileColumns(dataset: Dataset, { abstains }: VoteCells): Promise<VoteColumnProfile[]> {
  const profiles = dataset.info.columns.map(({ name, type }) => ({ name, type, values: new Set<string>(), cells: 0, abstains: 0 }));
  for await (const table of dataset.scan({})) {
    for (const profile of profiles) {
      for (const cell of table.columns.get(profile.name)!) {
        const text = cellText(cell);
        if (abstains(text)) profile.abstains++;
        else {
          profile.cells++;
          if (profile.values.size <= MAX_VALUES) profile.values.add(text);
        }
      }
    }
  }
  const toWhole = wholeNumbers(new Set(profiles.flatMap(({ values }) => [...values])));
  return profiles.map((profile) => ({ ...profile, values: new Set([...profile.values].map(toWhole)) }));
}

interface Labels {
  readonly labels: readonly string[];
  readonly notes: readonly string[];
}

function labelsOf(columns: readonly VoteColumnProfile[], given: readonly string[] | undefined, { abstains }: VoteCells): Labels {
  if (given) return { labels: given, notes: [] };
  const found = [...new Set(columns.flatMap(({ values }) => [...values]))].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  if (found.length < 2) {
    const minusOne = abstains("-1") ? " Where -1 is a label and no abstain: --classes -1,1" : "";
    throw new Error(`The votes name fewer than two labels. Name them, in order: --classes HAM,SPAM.${minusOne}`);
  }
  const alike = found.filter((label) => found.some((other) => other !== label && other.toLowerCase() === label.toLowerCase()));
  const note = `The labels ${alike.join(", ")} differ only by upper and lower case and are taken for different ones; if they are the same, write them alike.`;
  return { labels: found, notes: alike.length > 0 ? [note] : [] };
}

interface Reading extends Labels {
  readonly cells: VoteCells;
}

async function collect(
  dataset: Dataset,
  columns: VoteColumns,
  { cells, labels, notes }: Reading & { readonly name: string },
): Promise<VoteTable> {
  const { info } = dataset;
  const { lfs, leftOut, ...roles } = columns;
  const votes = lfs.map(() => new Int16Array(info.rows));
  const gold = new Int16Array(info.rows).fill(ABSTAIN);
  const ids: string[] = [];
  const splits: string[] = [];
  const abstains = new Map<string, number>();
  const voteOf = createVoteOf(labels, cells);
  let row = 0;
  for await (const table of dataset.scan({})) {
    table.ids.forEach((text, at) => ids.push(roles.id === undefined ? String(row + at) : text));
    const read = (name: string, into: Int16Array, onAbstain: (text: string) => void): void => {
      for (const [at, cell] of table.columns.get(name)!.entries()) {
        const text = cellText(cell);
        const vote = voteOf(text);
        if (vote === undefined) throw new Error(noLabel({ row: row + at, id: roles.id && ids[row + at], name, text, labels }));
        if (vote === ABSTAIN) onAbstain(text);
        into[row + at] = vote;
      }
    };
    lfs.forEach((name, lf) => read(name, votes[lf]!, (text) => abstains.set(text, (abstains.get(text) ?? 0) + 1)));
    if (roles.gold !== undefined) read(roles.gold, gold, () => {});
    for (const name of splitNames(table, roles.split)) splits.push(name);
    row += table.rows;
  }
  const seen: VoteTableColumns = { ...roles, leftOut, abstains: Object.fromEntries(abstains), notes: [...notes, ...remarks(info)] };
  return { labels, lfNames: lfs, ids, splits, matrix: { rows: row, labels: labels.length, columns: votes, gold }, columns: seen };
}

/** What reading the file has to say, but for what is said of each. */
const remarks = ({ problems }: Dataset["info"]): string[] => problems.map(({ message }) => message);

interface Stranger {
  readonly row: number;
  readonly id: string | undefined;
  readonly name: string;
  readonly text: string;
  readonly labels: readonly string[];
}

function noLabel({ row, id, name, text, labels }: Stranger): string {
  const orIndex = createIndexOf(labels)("0") === undefined ? "" : ` nor an index below ${labels.length}`;
  const listed = labels.length > 10 ? `${labels.slice(0, 10).join(", ")}, ...` : labels.join(", ");
  const where = `Row ${row}${id === undefined ? "" : ` (id ${id})`}, column ${name}`;
  return `${where}: ${text} is neither one of ${listed}${orIndex}. If it abstains: --abstain ${text}; if ${name} is no LF, name the LFs: --lfs a,b,c`;
}

/** As the file has them, in lower case; a row without one is train's, as in a project. */
function splitNames(table: Table, column: string | undefined): string[] {
  const cells = column === undefined ? undefined : table.columns.get(column);
  return Array.from({ length: table.rows }, (_, at) => (cells ? cellText(cells[at]).toLowerCase() || "train" : "all"));
}
