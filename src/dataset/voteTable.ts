import { dirname } from "node:path";
import type { CellValue } from "../core/cells";
import type { TableFormat } from "../core/export/exportOptions";
import { ABSTAIN } from "../core/votes";
import type { DenoisedTable, VoteTable } from "../protocol/voteTable";
import type { Dataset, Table } from "./dataset";
import { openDataset } from "./openDataset";
import { createLabelWriter } from "./write";

/** Columns of a vote table that are no LFs. */
const roles = ["id", "gold", "split"];

/**
 * Reads a CSV, TSV, JSONL or Parquet file of votes: one column per LF, and `id`, `gold` and `split` if it has them.
 * A vote is a label's name, or its index where no label has that name; empty and -1 abstain.
 * @throws Error naming the row and column of a value that is neither, or the first malformed record
 */
export async function readVoteTable(path: string, labels: readonly string[]): Promise<VoteTable> {
  const dataset = await openDataset({
    root: dirname(path),
    labels: [],
    data: { all: [path] },
    columns: {},
    sample: { rows: "all", seed: 0, split: "all" },
    limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
  });
  try {
    const problem = dataset.info.problems[0];
    if (problem) throw new Error(`${path}${problem.line === undefined ? "" : `:${problem.line}`}: ${problem.message}`);
    return await collect(dataset, labels);
  } finally {
    await dataset.close();
  }
}

async function collect({ info, scan }: Dataset, labels: readonly string[]): Promise<VoteTable> {
  const names = info.columns.map((column) => column.name);
  const lfNames = names.filter((name) => !roles.includes(name));
  const columns = lfNames.map(() => new Int16Array(info.rows));
  const gold = new Int16Array(info.rows).fill(ABSTAIN);
  const ids: string[] = [];
  const splits: string[] = [];
  const indexOf = voteReader(labels);
  let row = 0;
  for await (const table of scan({})) {
    const read = (name: string, into: Int16Array): void => {
      table.columns.get(name)?.forEach((cell, at) => (into[row + at] = indexOf(cell, name, row + at)));
    };
    lfNames.forEach((name, lf) => read(name, columns[lf]!));
    read("gold", gold);
    for (const id of textColumn(table, "id", (at) => String(row + at))) ids.push(id);
    for (const split of textColumn(table, "split", () => "all")) splits.push(split);
    row += table.rows;
  }
  return { labels, lfNames, ids, splits, matrix: { rows: row, labels: labels.length, columns, gold } };
}

function textColumn(table: Table, name: string, otherwise: (at: number) => string): string[] {
  const cells = table.columns.get(name);
  return Array.from({ length: table.rows }, (_, at) => {
    const cell = cells?.[at];
    return cell === undefined || cell === null || typeof cell === "object" ? otherwise(at) : String(cell);
  });
}

function voteReader(labels: readonly string[]): (cell: CellValue, column: string, row: number) => number {
  const byName = new Map(labels.map((label, index) => [label, index]));
  return (cell, column, row) => {
    if (cell === null || cell === "" || cell === -1 || cell === "-1") return ABSTAIN;
    const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
    const index = byName.get(text) ?? (/^\d+$/.test(text) ? Number(text) : -1);
    if (index >= 0 && index < labels.length) return index;
    throw new Error(`Row ${row}, column ${column}: ${text} is neither one of ${labels.join(", ")} nor an index below ${labels.length}.`);
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
