export type Severity = "error" | "warning" | "info";

/**
 * Something wrong with a file of the project, in plain words with the fix.
 * Lines and columns count from 1; `endColumn` is exclusive. Without a line the problem is the whole file's.
 */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly severity: Severity;
  readonly message: string;
}
