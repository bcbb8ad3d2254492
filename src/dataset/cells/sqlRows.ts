/** A data file whose rows DuckDB can give itself, in their order, with the cells that our reader would give. */
export interface SqlFile {
  /** How many rows it has. */
  readonly rows: number;
  /** Stands behind FROM: a plain scan, so that rows of a table can be put beside its rows one by one. */
  readonly from: string;
  /** The column of the rows' numbers, from 0, quoted. */
  readonly position: string;
  /** Names of the file's columns, and of `position`. */
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, SqlColumn>;
}

/** How SQL gives a column's cells. */
export interface SqlColumn {
  /** Text, doubles or booleans. */
  readonly sql: string;
  /** See kinds.ts. */
  readonly kinds: number;
  /** The cell as text where it names its row, else null; undefined for types whose text is JavaScript's own. */
  readonly idSql?: string;
}
