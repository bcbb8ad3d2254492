/** Something an LF did wrong: it threw, returned an unknown label or a promise, or ran out of time. The rows abstain. */
export interface Fault {
  readonly message: string;
  /** Where in the user's own file it happened, if that is known. Counted from 1. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** How many rows it happened on. */
  readonly rows: number;
  /** The first such row in the sample. */
  readonly firstRow?: number;
}

/** A fault and the LF whose it is. */
export interface LfFault {
  readonly lf: string;
  readonly fault: Fault;
}
