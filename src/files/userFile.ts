import { stat } from "node:fs/promises";
import { isReallyInside, realPathOf } from "./paths";
import { writeAtomically } from "./writeAtomically";

/**
 * Writes a file that its user may have put elsewhere and linked: the link stays, what it leads to is written.
 * @param path absolute; its folder is there
 * @param boundary a folder that the real file must lie in; undefined allows any
 * @throws Error naming the file if it really lies outside, or is not a regular file
 */
export async function writeUserFile(path: string, text: string, boundary: string | undefined): Promise<void> {
  if (boundary !== undefined && !(await isReallyInside(path, boundary)))
    throw new Error(`${path} leads outside ${boundary} by a link, so it is not written. Put the file itself there.`);
  const real = await realPathOf(path);
  const there = await stat(real).catch(() => undefined);
  if (there && !there.isFile()) throw new Error(`${path} is not a regular file, so it is not written. Remove it.`);
  await writeAtomically(real, text);
}
