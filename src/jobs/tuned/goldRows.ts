import type { CellValue, Split } from "../../core/data/cells";
import type { HashedFile } from "../../protocol/manifest";

/** The rows with gold of one split, or some of them. */
export interface GoldRows {
  readonly labels: readonly string[];
  readonly split: Split;
  readonly goldColumn: string | undefined;
  /** Rows with gold of the split. */
  readonly goldRows: number;
  readonly rows: readonly GoldRow[];
  /** The data files, relative to the project's folder. */
  readonly data: readonly HashedFile[];
}

export interface GoldRow {
  readonly id: string;
  /** Index into `labels`. */
  readonly gold: number;
  readonly cells: Readonly<Record<string, CellValue>>;
}
