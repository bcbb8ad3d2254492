import { join, relative } from "node:path";
import type { Problem } from "../../core/data/problem";
import { findFiles, type FoundFiles } from "../../files/findFiles";
import { isInside, OUTSIDE_ADVICE, slashes } from "../../files/paths";
import type { SourceFile } from "../../protocol/sourceFile";
import picomatch from "picomatch";
import { CONFIG_FILE } from "../config/schema";

/** Folders that never hold a user's own LFs. */
export const ignoredFolders = ["**/node_modules/**", "**/.lf-lens/**", "**/.git/**", "**/dist/**", "**/out/**"];

/**
 * The LF files of a project on disk.
 * @param boundary a folder that they must really lie in; undefined allows any
 */
export const findLfFiles = (root: string, patterns: readonly string[], boundary?: string): Promise<FoundFiles> =>
  findFiles(patterns, { root, boundary, ignore: ignoredFolders });

/** A project's LF files: those on disk, and those that only the editor has yet. */
export interface LfFileList {
  /** Looks at the disk. */
  fresh(): Promise<SourceFile[]>;
  /** The disk as it was when it was looked at last, for typing neither makes nor removes a file; the editor's texts as they are now. */
  known(): Promise<SourceFile[]>;
  /** What the disk had, when it was looked at last, that does not run. */
  problems(): readonly Problem[];
}

export interface LfFileListOptions {
  readonly root: string;
  /** The config's `functions`. */
  readonly patterns: readonly string[];
  /** A folder that LF files must really lie in; undefined allows any. */
  readonly boundary: string | undefined;
  /** The editor's documents with unsaved text, whatever they are. */
  readonly unsaved: () => readonly Required<SourceFile>[];
}

export function createLfFileList({ root, patterns, boundary, unsaved }: LfFileListOptions): LfFileList {
  const isLfFile = lfFileMatcher(root, patterns);
  let onDisk: Promise<FoundFiles> | undefined;
  let problems: readonly Problem[] = [];
  async function known(): Promise<SourceFile[]> {
    const listing = (onDisk ??= findLfFiles(root, patterns, boundary));
    const found = await listing.catch((error: unknown) => {
      onDisk = undefined;
      throw error;
    });
    problems = problemsOf(root, found, isLfFile);
    const strays = [...found.outside, ...found.irregular];
    const mayRun = (path: string): boolean => isLfFile(path) && !strays.some((stray) => isInside(path, stray));
    const texts = new Map(unsaved().flatMap(({ path, text }): [string, string][] => (mayRun(path) ? [[path, text]] : [])));
    return [...new Set([...found.files, ...texts.keys()])].sort().map((path) => {
      const text = texts.get(path);
      return text === undefined ? { path } : { path, text };
    });
  }
  return {
    known,
    problems: () => problems,
    fresh() {
      onDisk = undefined;
      return known();
    },
  };
}

/** A file that does not run is an error; of a folder that was not looked into nobody knows whether it has LFs. */
function problemsOf(root: string, { outside, irregular }: FoundFiles, isLfFile: (path: string) => boolean): Problem[] {
  const file = join(root, CONFIG_FILE);
  const name = (path: string): string => slashes(relative(root, path));
  return [
    ...outside.map((path): Problem => ({
      file,
      ...(isLfFile(path)
        ? {
            severity: "error",
            message: `${name(path)} is a symbolic link that leads outside the project, so its LFs do not run. ${OUTSIDE_ADVICE}`,
          }
        : {
            severity: "info",
            message: `${name(path)} is a symbolic link that leads outside the project, so it is not searched for LF files. ${OUTSIDE_ADVICE}`,
          }),
    })),
    ...irregular.map((path): Problem => ({
      file,
      severity: "error",
      message: `${name(path)} is not a regular file (a pipe, a socket or a device), so it has no LFs. Save it as a file.`,
    })),
  ];
}

/** Whether a file (absolute path) is an LF file of the project, though it may not be saved yet. */
export function lfFileMatcher(root: string, patterns: readonly string[]): (path: string) => boolean {
  const matches = picomatch([...patterns], { ignore: ignoredFolders });
  return (path) => isInside(path, root) && matches(slashes(relative(root, path)));
}
