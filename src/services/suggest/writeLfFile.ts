import { writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { isReallyInside } from "../../files/paths";
import type { LfSuggestion } from "../../protocol/suggest";
import { lfFileMatcher } from "../project/lfFiles";
import { lfFileText } from "./suggestText";

/** A project, as far as its LF files go. */
export interface LfFolder {
  readonly root: string;
  /** The config's `functions`. */
  readonly functions: readonly string[];
}

/** Refuses a path that the project would not read LFs from. @throws Error in plain words */
export async function assertLfFile(file: string, { root, functions }: LfFolder): Promise<void> {
  if (!(await isReallyInside(dirname(file), root)))
    throw new Error(`${file} lies outside the project in ${root}. Choose a file inside it.`);
  if (!lfFileMatcher(root, functions)(file))
    throw new Error(`The project would not run ${basename(file)}: its LF files are ${functions.join(", ")} (functions in lf.config.json).`);
}

/** Writes suggestions as a new LF file. @param file checked by `assertLfFile`; @throws Error in plain words if it is there */
export async function writeLfFile(file: string, suggestions: readonly LfSuggestion[]): Promise<void> {
  await writeFile(file, lfFileText(suggestions), { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw new Error(`${file} exists already, and nothing was written. Choose another name.`, { cause: error });
    if (error.code === "ENOENT") throw new Error(`There is no folder ${dirname(file)}. Create it first.`, { cause: error });
    throw error;
  });
}
