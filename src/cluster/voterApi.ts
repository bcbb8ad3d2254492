import type { Problem } from "../core/data/problem";
import type { LfFault } from "../protocol/fault";
import type { Stopped } from "../engine/workerApi";
import type { RowsFrom } from "./clusterTable";

/** The thread that runs LFs on a partition's rows. It can be killed at any time, and a fresh one goes on. */
export interface VoterApi {
  /** @returns what does not run, and why */
  open(argument: { readonly folder: string; readonly from: RowsFrom }): Promise<readonly Problem[]>;
  vote(argument: {
    /** Rows as an Arrow stream. */
    readonly rows: Uint8Array;
    /** The number of the first of them in its partition. */
    readonly firstRow: number;
    readonly stopped: Stopped;
  }): Promise<VotedRows>;
}

export interface VotedRows {
  readonly rows: number;
  /** Row-major, little-endian: the LFs' votes, then gold (label indexes or ABSTAIN), then the split (index into SPLITS). */
  readonly kinds: Int16Array;
  readonly faults: readonly LfFault[];
}
