/** What a new project's data looks like, and what is proposed for it. */
import type { ColumnFacts } from "../core/proposal/columnFacts";
import type { Idea } from "../core/proposal/mineIdeas";
import type { RoleColumns } from "../core/proposal/proposeColumns";

/** Data files as they are read together. */
export interface DataToRead {
  /** Absolute. */
  readonly files: readonly string[];
}

export interface AnalysedData {
  /** Rows that were looked at. */
  readonly rows: number;
  /** Whether these are all of them. */
  readonly complete: boolean;
  readonly columns: readonly ColumnFacts[];
  readonly proposed: RoleColumns;
  /** The first rows, by column; long cells are cut. */
  readonly preview: readonly Readonly<Record<string, string>>[];
}

export interface IdeasRequest extends DataToRead {
  readonly text: string;
  readonly gold?: string;
  readonly split?: string;
  readonly labels: readonly string[];
}

export interface MinedIdeas {
  readonly ideas: readonly Idea[];
  /** Rows with gold that they were mined from; 0 where they are guesses. */
  readonly goldRows: number;
  /** Rows that were looked at. */
  readonly rows: number;
}
