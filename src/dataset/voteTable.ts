import { dirname } from "node:path";
import type { CellValue } from "../core/cells";
import type { TableFormat } from "../core/export/exportOptions";
import { ABSTAIN } from "../core/votes";
import type { DenoisedTable, VoteTable } from "../protocol/voteTable";
import type { Dataset, Table } from "./dataset";
import { openDataset } from "./openDataset";
import { SKIPPED } from "./source";
import { createLabelWriter } from "./write";

/** Columns of a vote table that are no LFs, in any case. */
const roles = ["id", "gold", "split"] as const;

/**
 * Reads a CSV, TSV, JSONL or Parquet file of votes: one column per LF, and `id`, `gold` and `split` if it has them.
 * A vote is a label's name, or its index where no label has that name; empty and -1 abstain.
 * @param labels in order; undefined takes the names that occur, sorted
 * @throws Error naming the row and column of a value that is neither, or the first malformed record
 */
export async function readVoteTable(path: string, labels: readonly string[] | undefined): Promise<VoteTable> {
  const names = await withData(path, {}, ({ info }) => Promise.resolve(roleColumns(info.columns.map((column) => column.name))));
  // Read as an id, a number keeps the text it has in the file.
  return withData(path, names.id === undefined ? {} : { id: names.id }, async (dataset) =>
    collect(dataset, names, labels ?? (await labelsThatOccur(dataset, names))),
  );
}

async function withData<T>(path: string, columns: { readonly id?: string }, use: (dataset: Dataset) => Promise<T>): Promise<T> {
  const dataset = await openDataset({
    root: dirname(path),
    labels: [],
    data: { all: [path] },
    columns,
    sample: { rows: "all", seed: 0, split: "all" },
    limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
  });
  try {
    const problem = dataset.info.problems.find(({ severity, line }) => severity === "error" || line !== undefined);
    // Of a project's data a bad record is left out; a table of votes is read whole or not at all.
    if (problem) throw new Error(`${path}${problem.line === undefined ? "" : `:${problem.line}`}: ${problem.message.replace(SKIPPED, "")}`);
    return await use(dataset);
  } finally {
    await dataset.close();
  }
}

interface RoleColumns {
  readonly id?: string;
  readonly gold?: string;
  readonly split?: string;
  readonly lfs: readonly string[];
}

function roleColumns(names: readonly string[]): RoleColumns {
  const found = Object.fromEntries(
    roles.flatMap((role) => names.filter((name) => name.toLowerCase() === role).map((name) => [role, name])),
  );
  return { ...found, lfs: names.filter((name) => !Object.values(found).includes(name)) };
}

async function collect(dataset: Dataset, { lfs, gold: goldName, split, id }: RoleColumns, labels: readonly string[]): Promise<VoteTable> {
  const { info } = dataset;
  const columns = lfs.map(() => new Int16Array(info.rows));
  const gold = new Int16Array(info.rows).fill(ABSTAIN);
  const ids: string[] = [];
  const splits: string[] = [];
  const indexOf = voteReader(labels);
  let row = 0;
  for await (const table of dataset.scan({})) {
    const read = (name: string, into: Int16Array): void => {
      table.columns.get(name)?.forEach((cell, at) => (into[row + at] = indexOf(cell, name, row + at)));
    };
    lfs.forEach((name, lf) => read(name, columns[lf]!));
    if (goldName !== undefined) read(goldName, gold);
    table.ids.forEach((text, at) => ids.push(id === undefined ? String(row + at) : text));
    for (const name of splitNames(table, split)) splits.push(name);
    row += table.rows;
  }
  return { labels, lfNames: lfs, ids, splits, matrix: { rows: row, labels: labels.length, columns, gold } };
}

function splitNames(table: Table, column: string | undefined): string[] {
  const cells = column === undefined ? undefined : table.columns.get(column);
  return Array.from({ length: table.rows }, (_, at) => {
    const cell = cells?.[at];
    return typeof cell === "string" && cell.trim() !== "" ? cell.trim().toLowerCase() : "all";
  });
}

const abstains = (cell: CellValue): boolean =>
  cell === null || cell === -1 || (typeof cell === "string" && ["", "-1"].includes(cell.trim()));

const textOf = (cell: CellValue): string => (typeof cell === "object" ? JSON.stringify(cell) : String(cell).trim());

async function labelsThatOccur(dataset: Dataset, { lfs, gold }: RoleColumns): Promise<string[]> {
  const found = new Set<string>();
  for await (const table of dataset.scan({})) {
    for (const name of [...lfs, ...(gold === undefined ? [] : [gold])]) {
      for (const cell of table.columns.get(name) ?? []) if (!abstains(cell)) found.add(textOf(cell));
    }
  }
  if (found.size < 2) throw new Error("The votes name fewer than two labels. Name them, in order: --classes HAM,SPAM");
  return [...found].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
}

/** A number or a truth value in the file has lost its spelling: "1.0" and 1, "True" and true are the same name then. */
const spelling = (text: string): string =>
  /^-?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : /^(true|false)$/i.test(text) ? text.toLowerCase() : text;

function voteReader(labels: readonly string[]): (cell: CellValue, column: string, row: number) => number {
  const byName = new Map(labels.map((label, index) => [spelling(label), index]));
  const namesAreNumbers = labels.some((label) => /^\d+$/.test(spelling(label)));
  return (cell, column, row) => {
    if (abstains(cell)) return ABSTAIN;
    const text = textOf(cell);
    const named = byName.get(spelling(text));
    if (named !== undefined) return named;
    const index = /^\d+$/.test(text) && !namesAreNumbers ? Number(text) : -1;
    if (index >= 0 && index < labels.length) return index;
    const orIndex = namesAreNumbers ? "" : ` nor an index below ${labels.length}`;
    throw new Error(`Row ${row}, column ${column}: ${text} is neither one of ${labels.join(", ")}${orIndex}.`);
  };
}

/** Rows that are written at a time. */
const BATCH_ROWS = 8_192;

/** Writes id, label (null where there is none) and one probability per label for each row; the file appears when it is whole. */
export async function writeDenoised(out: string, format: TableFormat, { labels, ids, label, proba }: DenoisedTable): Promise<void> {
  const writer = await createLabelWriter(out, format, [
    { name: "id", type: "string" },
    { name: "label", type: "string" },
    ...labels.map((name) => ({ name: `p_${name}`, type: "number" as const })),
  ]);
  try {
    for (let start = 0; start < ids.length; start += BATCH_ROWS) {
      const rows = Array.from({ length: Math.min(BATCH_ROWS, ids.length - start) }, (_, at) => start + at);
      await writer.write([
        rows.map((row) => ids[row]!),
        rows.map((row) => labels[label[row]!] ?? null),
        ...labels.map((_, k) => rows.map((row) => proba[row * labels.length + k]!)),
      ]);
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
