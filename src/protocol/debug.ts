/** What a debug session needs of the thread that compiles, and what the program under the debugger reads. */
import type { CellValue } from "../core/data/cells";
import type { SourceFile } from "./sourceFile";

export interface DebugScriptRequest {
  /** The project's folder. */
  readonly root: string;
  /** The LF's file, absolute. */
  readonly file: string;
  readonly lf: string;
  /** Files with unsaved text. */
  readonly files: readonly SourceFile[];
  /** What stands for "lf-lens": the built SDK, absolute. */
  readonly sdk: string;
  /** Whether it stops where the LF begins. */
  readonly stop: boolean;
}

export interface DebugApi {
  /** An LF file and all that it imports as one CommonJS script with its source map. Rejects with file, line and reason. */
  debugScript(request: DebugScriptRequest): Promise<string>;
}

/** The JSON file that the program under the debugger is started with. */
export interface DebugInput {
  /** The compiled script, absolute. */
  readonly script: string;
  readonly lf: string;
  readonly row: Readonly<Record<string, CellValue>>;
}
