import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DebugApi, DebugInput, DebugScriptRequest } from "../../protocol/debug";
import { unneededVariables } from "../../engine/environment";
import { createThread } from "../thread";

/** A program that asks one LF about one row, ready for the debugger. */
export interface DebugRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Where the compiled code is; nothing of the user's. */
  readonly folder: string;
  /** Variables that the program does not get, by name. */
  readonly without: readonly string[];
  remove(): Promise<void>;
}

export interface DebugRequest extends Omit<DebugScriptRequest, "sdk"> {
  readonly row: DebugInput["row"];
}

/**
 * Compiles an LF's file into a temporary folder, with a row beside it.
 * @param dist the folder with the built bundles
 * @throws Error with file, line and reason where it does not compile
 */
export async function prepareDebugRun(dist: string, { row, ...request }: DebugRequest): Promise<DebugRun> {
  const compiler = createThread<DebugApi>(join(dist, "compiler.js"), "The compiler");
  try {
    const code = await compiler.remote().call("debugScript", { ...request, sdk: join(dist, "sdk", "index.js") });
    const folder = await realpath(await mkdtemp(join(tmpdir(), "lf-lens-debug-")));
    const script = join(folder, `${request.lf}.cjs`);
    const input = join(folder, "input.json");
    await writeFile(script, code);
    await writeFile(input, JSON.stringify({ script, lf: request.lf, row } satisfies DebugInput));
    return {
      program: join(dist, "debugRow.js"),
      args: [input],
      folder,
      without: unneededVariables(process.env),
      remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
    };
  } finally {
    await compiler.dispose();
  }
}
