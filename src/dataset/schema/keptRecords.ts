import type { CellValue } from "../../core/data/cells";
import { detach, type RecordBatch } from "../read/source";

/** Records that may be the sample's, kept while a file is read: it need not be read again for them. */
export interface KeptRecords {
  /** @param number the record's among all rows */
  readonly keep: (number: number, batch: RecordBatch, row: number) => void;
  /** The records of these numbers, ascending, as one batch; undefined where not all were kept. */
  readonly batchOf: (numbers: readonly number[]) => RecordBatch | undefined;
}

interface Kept {
  readonly cells: ReadonlyMap<string, CellValue>;
  readonly position: number;
  readonly line: number | undefined;
}

/** Samples of more rows are read once more. */
const MOST_ROWS = 50_000;
/** Records that are kept though others have taken their places in the sample, as a multiple of it. */
const STALE = 3;

/**
 * @param size rows of the sample
 * @param drawn the rows drawn so far
 */
export function createKeptRecords(size: number | "all", drawn: () => readonly number[]): KeptRecords {
  const isKept = size !== "all" && size <= MOST_ROWS;
  let records = new Map<number, Kept>();
  const dropStale = (): void => {
    records = new Map(drawn().map((number) => [number, records.get(number)!]));
  };
  return {
    keep(number, batch, row) {
      if (!isKept) return;
      const cells = new Map([...batch.columns].map(([name, column]) => [name, detach(column[row]!)]));
      records.set(number, { cells, position: batch.positions[row]!, line: batch.lines?.[row] });
      if (records.size > STALE * size + 1000) dropStale();
    },
    batchOf(numbers) {
      const own = numbers.flatMap((number) => records.get(number) ?? []);
      if (own.length < numbers.length) return undefined;
      const names = [...new Set(own.flatMap(({ cells }) => [...cells.keys()]))];
      const lines = own.flatMap(({ line }) => line ?? []);
      return {
        rows: own.length,
        columns: new Map(names.map((name) => [name, own.map(({ cells }) => cells.get(name) ?? null)])),
        positions: own.map(({ position }) => position),
        ...(lines.length === own.length ? { lines } : {}),
        findings: [],
        share: 1,
      };
    },
  };
}
