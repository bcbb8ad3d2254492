/** An .lf.ts file to run: what the disk holds, or the editor's unsaved text. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  readonly text?: string;
}
