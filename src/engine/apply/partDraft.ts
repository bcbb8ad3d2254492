import { cellSize, cellText, type CellValue } from "../../core/data/cells";
import { BANDS, writeBandKeys } from "../../core/export/nearDuplicates";
import { hashKey } from "../../core/data/sampling";
import type { Table } from "../../dataset/open/dataset";
import type { PartsOrder } from "./applier";
import { addAsked, type AskedByLf } from "./askedRows";
import type { Part } from "./parts";
import type { BatchVotes, VotingInput } from "./voteOnRows";
import type { FaultLog } from "../run/faultLog";

/** A part that is not whole yet. */
export interface PartDraft {
  /** Where the LFs' faults on its rows go. */
  readonly logs: readonly FaultLog[];
  readonly rows: () => number;
  /** Whether it holds as much as a part should. */
  readonly isFull: () => boolean;
  /** @param slices for each slice 1 for each row that it has, else 0 */
  readonly add: (table: Table, voted: readonly BatchVotes[], slices: readonly Uint8Array[]) => void;
  readonly part: () => Part;
}

/** So many rows are voted on again at most after a crash; some megabytes each. */
const PART_ROWS = 65_536;
/** Parts with long texts or nested cells are shorter, so that they fit in memory. */
const PART_SIZE = 1 << 24;

interface Piece {
  readonly table: Table;
  readonly votes: readonly Int16Array[];
  readonly slices: readonly Uint8Array[];
  readonly textKeys: Uint32Array;
  readonly bandKeys: Uint32Array;
}

/** @param order what is kept of rows beside their votes; without, a part is as short as a batch */
export function createPartDraft(
  { project, plan, runner }: Pick<VotingInput, "project" | "plan" | "runner">,
  order?: PartsOrder,
): PartDraft {
  const { ids = false, cells: kept = [], equalTexts, nearTexts } = order ?? {};
  const logs = plan.lfs.map((lf) => runner.newLog(project, lf));
  const pieces: Piece[] = [];
  const notAsked = plan.lfs.map(() => 0);
  let asked: AskedByLf = [];
  let [rows, size] = [0, 0];
  return {
    logs,
    rows: () => rows,
    isFull: () => !order || rows >= PART_ROWS || size >= PART_SIZE,
    add(table, voted, slices) {
      // The cells that are not written may go.
      const columns = new Map(kept.map((name): [string, readonly CellValue[]] => [name, table.columns.get(name)!]));
      pieces.push({
        table: { ...table, columns, ids: ids ? table.ids : [] },
        votes: voted.map(({ votes }) => votes),
        slices,
        ...textKeys(table, order),
      });
      voted.forEach((lf, j) => (notAsked[j]! += lf.notAsked));
      asked = addAsked(
        asked,
        voted.map((lf) => lf.asked),
      );
      rows += table.rows;
      for (const cells of columns.values()) for (const cell of cells) size += cellSize(cell);
    },
    part: () => ({
      rows,
      ids: pieces.flatMap(({ table }) => table.ids),
      splits: joined(new Uint8Array(rows), pieces, ({ table }) => table.splits),
      gold: joined(new Int16Array(rows), pieces, ({ table }) => table.gold),
      votes: plan.lfs.map((_, j) => joined(new Int16Array(rows), pieces, ({ votes }) => votes[j]!)),
      slices: (pieces[0]?.slices ?? []).map((_, s) => joined(new Uint8Array(rows), pieces, ({ slices }) => slices[s]!)),
      cells: new Map(kept.map((name) => [name, pieces.flatMap(({ table }) => table.columns.get(name)!)])),
      ...(equalTexts !== undefined ? { textKeys: joined(new Uint32Array(2 * rows), pieces, (piece) => piece.textKeys) } : {}),
      ...(nearTexts !== undefined ? { bandKeys: joined(new Uint32Array(BANDS * rows), pieces, (piece) => piece.bandKeys) } : {}),
      faults: plan.lfs.flatMap((lf, j) => logs[j]!.faults().map((fault) => ({ lf: lf.name, fault }))),
      ...{ notAsked, asked },
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
function textKeys({ rows, columns }: Table, { equalTexts, nearTexts }: Partial<PartsOrder> = {}): Pick<Piece, "textKeys" | "bandKeys"> {
  const keys = {
    textKeys: new Uint32Array(equalTexts === undefined ? 0 : 2 * rows),
    bandKeys: new Uint32Array(nearTexts === undefined ? 0 : BANDS * rows),
  };
  const textsOf = (column: string | undefined): string[] => (column === undefined ? [] : columns.get(column)!.map(cellText));
  for (const [row, text] of textsOf(equalTexts).entries()) {
    const { low, high } = hashKey(0, text);
    keys.textKeys.set([low, high], 2 * row);
  }
  for (const [row, text] of textsOf(nearTexts).entries()) writeBandKeys(text, keys.bandKeys, row * BANDS);
  return keys;
}
