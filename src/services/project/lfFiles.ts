import { relative } from "node:path";
import picomatch from "picomatch";
import { glob } from "tinyglobby";
import { isInside } from "../config/spec";

/** Folders that never hold a user's own LFs. */
export const ignoredFolders = ["**/node_modules/**", "**/.lf-lens/**", "**/.git/**", "**/dist/**", "**/out/**"];

/** The LF files of a project on disk, absolute paths, sorted. */
export async function findLfFiles(root: string, patterns: readonly string[]): Promise<string[]> {
  const files = await glob([...patterns], { cwd: root, absolute: true, ignore: ignoredFolders, expandDirectories: false });
  return files.sort();
}

/** Whether a file (absolute path) is an LF file of the project, though it may not be saved yet. */
export function lfFileMatcher(root: string, patterns: readonly string[]): (path: string) => boolean {
  const matches = picomatch([...patterns], { ignore: ignoredFolders });
  return (path) => isInside(path, root) && matches(relative(root, path).replaceAll("\\", "/"));
}
