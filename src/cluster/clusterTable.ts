import { tableFromIPC } from "apache-arrow";
import { cellText, type CellValue } from "../core/data/cells";
import { overlayGold } from "../core/gold/overlay";
import type { Table } from "../dataset/open/dataset";
import { rowKeys } from "../dataset/open/rowKeys";
import { columnsOf } from "../dataset/read/arrow";
import { toType } from "../dataset/cells/kinds";
import { createRoles, UNKNOWN_SPLIT } from "../dataset/schema/roles";
import { specOf, type ClusterJob } from "./clusterJob";

/** How Spark has read the rows. From text it gives text, whatever a column is, and null for an empty cell. */
export type RowsFrom = "text" | "types";

/**
 * Prepares the reading of a partition's rows as LFs see them on one machine.
 * @returns takes rows as an Arrow stream; throws Error naming a split that is none
 */
export function createTableReader(job: ClusterJob, from: RowsFrom): (bytes: Uint8Array) => Table {
  const spec = specOf("", job);
  const roles = createRoles(spec);
  const file = { path: "", name: "", format: "parquet", size: 0, mtimeMs: 0 } as const;
  return (bytes) => {
    const arrow = tableFromIPC(bytes);
    const rows = arrow.numRows;
    const read = columnsOf(arrow, 0, rows);
    const absent = new Array<CellValue>(rows).fill(null);
    const columns = new Map(
      job.columns.map(({ name, type }): [string, readonly CellValue[]] => {
        const cells = read.get(name) ?? absent;
        const written = from === "text" && type === "string" ? cells.map((cell) => cell ?? "") : cells;
        return [name, toType(written, type, from === "text" ? "point" : "typed")];
      }),
    );
    const positions = Array.from({ length: rows }, (_, row) => row);
    const table = { rows, columns, ...roles({ rows, columns: read, positions, findings: [], share: 0 }, file) };
    assertSplits(table.splits, job.roles.split, read);
    return job.judged ? { ...table, gold: overlayGold(table.gold, rowKeys(table, spec), job.judged.labels, job.judged.wins).gold } : table;
  };
}

function assertSplits(splits: Uint8Array, column: string | undefined, cells: ReadonlyMap<string, readonly CellValue[]>): void {
  const strange = splits.indexOf(UNKNOWN_SPLIT);
  if (strange < 0 || column === undefined) return;
  const cell = cellText(cells.get(column)![strange]!);
  throw new Error(`"${cell}" in column "${column}" is not a valid split. Use train, dev or test.`);
}
