import { relative } from "node:path";
import { isInside, slashes } from "../../files/paths";
import type { SourceFile } from "../../protocol/sourceFile";
import picomatch from "picomatch";
import { glob } from "tinyglobby";

/** Folders that never hold a user's own LFs. */
export const ignoredFolders = ["**/node_modules/**", "**/.lf-lens/**", "**/.git/**", "**/dist/**", "**/out/**"];

/** The LF files of a project on disk, absolute paths, sorted. */
export async function findLfFiles(root: string, patterns: readonly string[]): Promise<string[]> {
  const files = await glob([...patterns], { cwd: root, absolute: true, ignore: ignoredFolders, expandDirectories: false });
  return files.sort();
}

/** A project's LF files: those on disk, and those that only the editor has yet. */
export interface LfFileList {
  /** Looks at the disk. */
  fresh(): Promise<SourceFile[]>;
  /** The disk as it was when it was looked at last, for typing neither makes nor removes a file; the editor's texts as they are now. */
  known(): Promise<SourceFile[]>;
}

/** @param unsaved the editor's documents with unsaved text, whatever they are */
export function createLfFileList(root: string, patterns: readonly string[], unsaved: () => readonly Required<SourceFile>[]): LfFileList {
  const isLfFile = lfFileMatcher(root, patterns);
  let onDisk: Promise<readonly string[]> | undefined;
  async function known(): Promise<SourceFile[]> {
    const listing = (onDisk ??= findLfFiles(root, patterns));
    const saved = await listing.catch((error: unknown) => {
      onDisk = undefined;
      throw error;
    });
    const texts = new Map(unsaved().flatMap(({ path, text }): [string, string][] => (isLfFile(path) ? [[path, text]] : [])));
    return [...new Set([...saved, ...texts.keys()])].sort().map((path) => {
      const text = texts.get(path);
      return text === undefined ? { path } : { path, text };
    });
  }
  return {
    known,
    fresh() {
      onDisk = undefined;
      return known();
    },
  };
}

/** Whether a file (absolute path) is an LF file of the project, though it may not be saved yet. */
export function lfFileMatcher(root: string, patterns: readonly string[]): (path: string) => boolean {
  const matches = picomatch([...patterns], { ignore: ignoredFolders });
  return (path) => isInside(path, root) && matches(slashes(relative(root, path)));
}
