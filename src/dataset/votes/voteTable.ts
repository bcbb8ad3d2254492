import { dirname } from "node:path";
import { createTextList } from "../../core/data/textList";
import { ABSTAIN } from "../../core/statistics/votes";
import type { ProjectSpec } from "../../protocol/engine";
import type { VoteTable, VoteTableColumns, VoteTableRequest } from "../../protocol/voteTable";
import { ALL_KEPT, POSITION_STANDS_IN } from "../schema/checkIds";
import type { Dataset } from "../open/dataset";
import { createIndexOf } from "../cells/labelText";
import { openDataset } from "../open/openDataset";
import { listDataFiles } from "../read/dataFiles";
import { openSource } from "../read/openSource";
import { SKIPPED, type Source } from "../read/source";
import { createVoteCells, createVoteOf, type VoteCells } from "./voteCells";
import { chooseLfs, roleColumns, type VoteColumnProfile, type VoteColumns } from "./voteColumns";
import { createVoteReader, type CodedTexts, type VoteReader } from "./voteReader";

/**
 * Reads a file of votes, of any format that a project's data may have: one column per LF, and id, gold and split if it has them.
 * A vote is a label's name, or its index where no label is a number; empty, -1 and ABSTAIN abstain, unless they are labels.
 * Cells are taken as text, so `1.10` and `1.1` are two labels.
 * @throws Error naming the file and the first malformed record, the row and column of a value that is neither label nor abstain, or
 * the columns that may be LFs and may be none
 */
export async function readVoteTable(request: VoteTableRequest): Promise<VoteTable> {
  const { path, labels, roles = {}, abstain } = request;
  try {
    const cells = createVoteCells(labels, abstain);
    const found = roleColumns(await columnNames(path), roles);
    return await withData(path, found.id === undefined ? {} : { id: found.id }, async (dataset, source) => {
      const reader = await createVoteReader(dataset, source, found.id, cells);
      const profiles = await reader.profile();
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
      return collect(dataset.info, reader, columns, { cells, ...labelsOf(read, labels, cells) });
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.startsWith(path) || message.startsWith("--") ? message : `${path}: ${message}`, { cause: error });
  }
}

const specOf = (path: string, columns: { readonly id?: string }): ProjectSpec => ({
  root: dirname(path),
  labels: [],
  data: { all: [path] },
  columns,
  // All rows are read, none is drawn.
  sample: { rows: 0, seed: 0, split: "all" },
  limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
});

/** A file with a schema is not read for them. */
async function columnNames(path: string): Promise<string[]> {
  return withSource(path, ({ schema }) =>
    schema
      ? Promise.resolve(schema.columns.map(({ name }) => name))
      : withData(path, {}, ({ info }) => Promise.resolve(info.columns.map(({ name }) => name))),
  );
}

async function withSource<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const [file] = await listDataFiles(specOf(path, {}));
  return use(await openSource(file!));
}

async function withData<T>(
  path: string,
  columns: { readonly id?: string },
  use: (dataset: Dataset, source: Source) => Promise<T>,
): Promise<T> {
  const dataset = await openDataset(specOf(path, columns), { asText: true });
  try {
    assertDelimited(dataset.info.columns.map(({ name }) => name));
    const problem = dataset.info.problems.find(({ severity, line }) => severity === "error" || line !== undefined);
    if (problem) throw new Error(`${path}${problem.line === undefined ? "" : `:${problem.line}`}: ${whole(problem.message)}`);
    return await withSource(path, (source) => use(dataset, source));
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
  info: Dataset["info"],
  reader: VoteReader,
  { lfs, leftOut, ...roles }: VoteColumns,
  { cells, labels, notes }: Reading,
): Promise<VoteTable> {
  const columns = lfs.map(() => sharedVotes(info.rows));
  const gold = sharedVotes(info.rows).fill(ABSTAIN);
  const splits = createSplits(info.rows);
  const ids = createTextList();
  const abstains = new Map<string, number>();
  const voteOf = createVoteOf(labels, cells);
  const named = [...lfs, ...[roles.gold, roles.split].filter((name) => name !== undefined)];
  let row = 0;
  for await (const block of reader.blocks([...new Set(named)])) {
    block.ids.forEach((id, at) => ids.add(roles.id === undefined ? String(row + at) : id));
    const read = (name: string, into: Int16Array, onAbstain?: typeof abstains): void => {
      const { codes, texts } = block.columns.get(name)!;
      const votes: (number | undefined)[] = [];
      for (let at = 0; at < block.rows; at++) {
        const code = codes[at]!;
        const vote = (votes[code] ??= voteOf(texts[code]!));
        if (vote === undefined)
          throw new Error(noLabel({ row: row + at, id: roles.id && block.ids[at], name, text: texts[code]!, labels }));
        if (vote === ABSTAIN && onAbstain) onAbstain.set(texts[code]!, (onAbstain.get(texts[code]!) ?? 0) + 1);
        into[row + at] = vote;
      }
    };
    lfs.forEach((name, lf) => read(name, columns[lf]!, abstains));
    if (roles.gold !== undefined) read(roles.gold, gold);
    splits.add(row, block.rows, roles.split === undefined ? undefined : block.columns.get(roles.split)!);
    row += block.rows;
  }
  if (row !== info.rows) throw new Error(`The file gave ${row} rows where ${info.rows} were counted; read it again.`);
  const seen: VoteTableColumns = { ...roles, leftOut, abstains: Object.fromEntries(abstains), notes: [...notes, ...remarks(info)] };
  const matrix = { rows: row, labels: labels.length, columns, gold };
  return { labels, lfNames: lfs, ids: ids.finish(), splits: splits.finish(), matrix, columns: seen };
}

/** In memory that threads share: it is not copied on its way. */
const sharedVotes = (rows: number): Int16Array => new Int16Array(new SharedArrayBuffer(2 * rows));

/** Splits are named as the file has them, in lower case; a row without one is train's, as in a project. */
function createSplits(rows: number) {
  const places = new Map<string, number>();
  const of = new Uint16Array(new SharedArrayBuffer(2 * rows));
  const placeOf = (name: string): number => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  return {
    add(from: number, count: number, column: CodedTexts | undefined): void {
      const placeOfCode: number[] = [];
      for (let at = 0; at < count; at++) {
        const code = column?.codes[at] ?? 0;
        of[from + at] = placeOfCode[code] ??= placeOf(column ? column.texts[code]!.toLowerCase() || "train" : "all");
      }
    },
    finish: (): VoteTable["splits"] => ({ names: [...places.keys()], of }),
  };
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
