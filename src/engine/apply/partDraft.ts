import { cellSize, cellText, type CellValue } from "../../core/data/cells";
import { BANDS, writeBandKeys } from "../../core/export/nearDuplicates";
import { hashKey } from "../../core/data/sampling";
import type { Table } from "../../dataset/open/dataset";
import type { CollectInput } from "./collected";
import type { Part } from "./parts";
import { keptColumns, type ExportTarget } from "../output/exportTarget";
import type { FaultLog } from "../run/faultLog";

/** A part that is not whole yet. */
export interface PartDraft {
  /** Where the LFs' faults on its rows go. */
  readonly logs: readonly FaultLog[];
  readonly rows: () => number;
  /** Whether it holds as much as a part should. */
  readonly isFull: () => boolean;
  readonly add: (table: Table, votes: readonly Int16Array[]) => void;
  readonly part: () => Part;
}

/** So many rows are voted on again at most after a crash; some megabytes each. */
const PART_ROWS = 65_536;
/** Parts with long texts or nested cells are shorter, so that they fit in memory. */
const PART_SIZE = 1 << 24;

interface Piece {
  readonly table: Table;
  readonly votes: readonly Int16Array[];
  readonly textKeys: Uint32Array;
  readonly bandKeys: Uint32Array;
}

export function createPartDraft({ project, plan, runner, target, votesOnly = false }: CollectInput): PartDraft {
  const { options } = target;
  const kept = votesOnly ? [] : keptColumns(target);
  const logs = plan.lfs.map((lf) => runner.newLog(project, lf));
  const pieces: Piece[] = [];
  let [rows, size] = [0, 0];
  return {
    logs,
    rows: () => rows,
    isFull: () => rows >= PART_ROWS || size >= PART_SIZE,
    add(table, votes) {
      // The cells that are not written may go.
      const columns = new Map(kept.map((name): [string, readonly CellValue[]] => [name, table.columns.get(name)!]));
      pieces.push({ table: { ...table, columns, ids: votesOnly ? [] : table.ids }, votes, ...textKeys(table, target) });
      rows += table.rows;
      for (const cells of columns.values()) for (const cell of cells) size += cellSize(cell);
    },
    part: () => ({
      rows,
      ids: votesOnly ? [] : pieces.flatMap(({ table }) => table.ids),
      splits: joined(new Uint8Array(rows), pieces, ({ table }) => table.splits),
      gold: joined(new Int16Array(rows), pieces, ({ table }) => table.gold),
      votes: plan.lfs.map((_, j) => joined(new Int16Array(rows), pieces, ({ votes }) => votes[j]!)),
      cells: new Map(kept.map((name) => [name, pieces.flatMap(({ table }) => table.columns.get(name)!)])),
      ...(options.dedupe ? { textKeys: joined(new Uint32Array(2 * rows), pieces, (piece) => piece.textKeys) } : {}),
      ...(options.resplit ? { bandKeys: joined(new Uint32Array(BANDS * rows), pieces, (piece) => piece.bandKeys) } : {}),
      faults: plan.lfs.flatMap((lf, j) => logs[j]!.faults().map((fault) => ({ lf: lf.name, fault }))),
    }),
  };
}

/** Fills `all` with the pieces' arrays, one after the other. */
function joined<T extends Uint8Array | Int16Array | Uint32Array>(all: T, pieces: readonly Piece[], pick: (piece: Piece) => T): T {
  let at = 0;
  for (const piece of pieces) {
    const own = pick(piece);
    all.set(own, at);
    at += own.length;
  }
  return all;
}

/** What tells equal and nearly equal texts, where that is asked for; empty where not. */
function textKeys({ rows, columns }: Table, { options, textColumn }: ExportTarget): Pick<Piece, "textKeys" | "bandKeys"> {
  const keys = { textKeys: new Uint32Array(options.dedupe ? 2 * rows : 0), bandKeys: new Uint32Array(options.resplit ? BANDS * rows : 0) };
  if (textColumn === undefined || (!options.dedupe && !options.resplit)) return keys;
  for (const [row, cell] of columns.get(textColumn)!.entries()) {
    const text = cellText(cell);
    if (options.dedupe) {
      const { low, high } = hashKey(0, text);
      keys.textKeys.set([low, high], 2 * row);
    }
    if (options.resplit) writeBandKeys(text, keys.bandKeys, row * BANDS);
  }
  return keys;
}
