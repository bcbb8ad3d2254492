import { lstat, stat } from "node:fs/promises";
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

/**
 * Writes a file that is not there yet, as `writeUserFile` does; what is there, a link to something else too, stays as it is.
 * @returns whether it was written
 * @throws Error naming the link, if the path is one to nothing
 */
export async function writeNewFile(path: string, text: string, boundary: string | undefined): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (there?.isSymbolicLink()) await realPathOf(path);
  if (there) return false;
  await writeUserFile(path, text, boundary);
  return true;
}
