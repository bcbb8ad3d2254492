import type { LfFault } from "../../protocol/fault";
import type { RowKinds } from "../../core/patterns/rowKinds";
import type { AllRows } from "./voteOnRows";
import type { Staging } from "../output/exportStaging";
import type { ExportTarget } from "../output/exportTarget";

export interface CollectInput extends Omit<AllRows<unknown>, "request"> {
  readonly target: ExportTarget;
  /** Where the parts go. */
  readonly staging: Pick<Staging, "folder">;
  /** Whether it is to be kept in memory of which kind each row is. */
  readonly keepRows: boolean;
  /** Whether ids and cells are needed of no row: then the parts do without. */
  readonly votesOnly?: boolean;
}

/** What is kept in memory of all rows of the data. */
export interface CollectedParts {
  readonly kinds: RowKinds;
  /** The kind of each row, if asked for. */
  readonly rowKind?: Int32Array;
  readonly textKeys?: Uint32Array;
  readonly bandKeys?: Uint32Array;
  readonly faults: readonly LfFault[];
  /** How many parts there are, and rows in them. */
  readonly parts: number;
  readonly rows: number;
  /** Rows whose votes an earlier, cut off export had left. */
  readonly resumedRows: number;
}
