import type { AskedByLf } from "./askedRows";
import type { RowKinds } from "../../core/patterns/rowKinds";
import type { Fault, LfFault } from "../../protocol/fault";
import type { Part } from "./parts";

/**
 * Runs a project's LFs over all rows of its data. Whatever is made of their votes (a fit, labels in a file, an end model, statistics)
 * stands behind it, and does not know where the LFs ran. It reports its progress to the code that created it.
 */
export interface Applier {
  /** @throws Error in plain words if the data yields another number of rows than it did when it was opened, or if a slice cannot be used */
  apply(order: ApplyOrder): Promise<Applied>;
}

/** What is to be known of the rows, beside their kinds. */
export interface ApplyOrder {
  /** Whether it is to be kept in memory of which kind each row is. */
  readonly keepRows?: boolean;
  /** Names of the slices of which it is to be known which rows they have; "all" means those that can be used. None if absent. */
  readonly slices?: readonly string[] | "all";
  /** What is kept of single rows on disk; nothing if absent. */
  readonly parts?: PartsOrder;
}

export interface PartsOrder {
  /** Where the parts go. Those that an earlier pass with the same order left there are taken up. */
  readonly folder: string;
  readonly ids: boolean;
  /** Columns of the data whose cells are kept. */
  readonly cells: readonly string[];
  /** The column whose equal texts, or nearly equal ones, are to be told apart later; nobody asks if absent. */
  readonly equalTexts?: string;
  readonly nearTexts?: string;
}

/** What has become known of all rows of the data. */
export interface Applied {
  readonly kinds: RowKinds;
  /** The kind of each row, if asked for. */
  readonly rowKind?: Int32Array;
  readonly textKeys?: Uint32Array;
  readonly bandKeys?: Uint32Array;
  readonly faults: readonly LfFault[];
  /** Of each LF: rows that its model was not asked about. */
  readonly notAsked: readonly number[];
  /** Absent if there were no prompts to tell of. */
  readonly asked?: AskedByLf;
  /** In the order of the kinds' slices. */
  readonly slices: readonly AppliedSlice[];
  /** Without any, if none were asked for. */
  readonly parts: Parts;
  readonly rows: number;
  /** Rows whose votes an earlier pass that was cut off had left. */
  readonly resumedRows: number;
}

/** What became of a slice. */
export interface AppliedSlice {
  readonly name: string;
  /** Of a function; the slice does not have the rows that it faulted on. */
  readonly faults: readonly Fault[];
  /** Why rows are missing: its condition failed on some. In plain words. */
  readonly problem?: string;
}

/**
 * The rows in runs, in the data's order, as often as wanted; one run is in memory at a time. LFs that were stopped after a run was
 * kept abstain in it. Iterating throws an Error if a run is not what it was when it was written.
 */
export interface Parts extends AsyncIterable<PartRows> {
  readonly count: number;
}

/** A run of rows of the data, and what is kept of them. */
export interface PartRows {
  /** Number of the first row. */
  readonly first: number;
  readonly part: Part;
}
