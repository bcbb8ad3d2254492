import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";

/** Whether a path is a folder itself or below it, by the names alone: links are not looked at. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A path of this system with forward slashes, as globs, git and manifests have it. Elsewhere than on Windows a backslash is part of a name. */
export const slashes = (path: string): string => path.split(sep).join("/");

/** A path without links: that of what is there, with the names of what is not there yet behind it. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
    if ((await lstat(path).catch(() => undefined))?.isSymbolicLink())
      throw new Error(`${path} is a link to something that does not exist. Remove it.`, { cause: error });
    return join(await realPathOf(dirname(path)), basename(path));
  }
}

/** What to do about a path that leads outside, for the end of a message. */
export const OUTSIDE_ADVICE =
  'Move the files inside, or allow it: the setting "lfLens.allowOutsidePaths" in the editor, --allow-outside in a terminal.';

/** Whether a path, all links followed, is a folder itself or below it. What cannot be looked up is not. */
export async function isReallyInside(path: string, folder: string): Promise<boolean> {
  try {
    return isInside(await realPathOf(path), await realPathOf(folder));
  } catch {
    return false;
  }
}
