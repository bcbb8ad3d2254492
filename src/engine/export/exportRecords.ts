import type { RecordBatch, RecordCells, RecordColumn } from "../../core/export/exportColumns";
import { recordCells } from "../../core/export/exportColumns";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Cells } from "../../dataset/write/formatWriter";
import type { Applied } from "../apply/applier";
import type { ExportTarget } from "../output/exportTarget";
import type { Chosen, Denoised } from "./chooseExport";

/** Rows to write. */
export interface Records {
  readonly batch: RecordBatch;
  /** The kind of each row of the batch, exported or not. */
  readonly kinds: Int32Array;
}

export interface RecordsInput {
  readonly collected: Pick<Applied, "kinds">;
  readonly denoised: Denoised;
  readonly chosen: Chosen;
  readonly target: ExportTarget;
}

/** More cells of kinds are not kept: writers hold them in memory, in their own form. */
const MOST_CELLS = 1 << 18;

/**
 * Makes the cells of columns. All but the id, the data's own cells and new splits are made once for each kind of rows, unless there
 * are too many kinds.
 * @param mostCells only for tests
 */
export function createRecords(input: RecordsInput, mostCells = MOST_CELLS): (column: number, records: Records) => Cells {
  const { target, denoised } = input;
  const ofKinds = cellsOfKinds(input, mostCells);
  let rowsOf: RecordBatch["rows"] | undefined;
  let kindsOfRows = new Int32Array();
  return (column, { batch, kinds }) => {
    const ofKind = ofKinds[column];
    if (!ofKind) return recordCells(target.columns[column]!, batch, denoised);
    // The columns of one batch have the same kinds, and writers look whether they are the same.
    if (rowsOf !== batch.rows) {
      rowsOf = batch.rows;
      kindsOfRows = Int32Array.from(batch.rows, (row) => kinds[row]!);
    }
    return { ofKind, kinds: kindsOfRows, length: kindsOfRows.length };
  };
}

/** For each column the cells of all kinds of rows, where they depend on nothing else. */
function cellsOfKinds({ target, collected, chosen, denoised }: RecordsInput, mostCells: number): readonly (RecordCells | undefined)[] {
  const { index, gold, splits } = collected.kinds;
  const { columns, options } = target;
  const isShared = columns.map((column) => dependsOnKind(column, chosen));
  if (isShared.filter(Boolean).length * gold.length > mostCells) return columns.map(() => undefined);
  const batch: RecordBatch = {
    rows: Int32Array.from(gold.keys()),
    ids: [],
    splits,
    labels: chosen.labels,
    gold,
    isGold: (kind) => options.gold === "override" && gold[kind] !== ABSTAIN,
    patterns: index.rowPattern,
    cells: new Map(),
  };
  return columns.map((column, i) => (isShared[i] ? recordCells(column, batch, denoised) : undefined));
}

function dependsOnKind({ source: { of } }: RecordColumn, { splits }: Chosen): boolean {
  if (of === "split") return splits === undefined;
  return of !== "id" && of !== "cell";
}
