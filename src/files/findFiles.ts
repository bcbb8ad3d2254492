import { readdir, realpath as realpathOf, type Dirent } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { glob, type FileSystemAdapter } from "tinyglobby";
import { isInside, isReallyInside } from "./paths";

export interface FindOptions {
  /** The folder that globs are relative to, absolute. */
  readonly root: string;
  /** A folder that what is found must really lie in; undefined allows any. */
  readonly boundary?: string | undefined;
  /** Globs of what is passed over. */
  readonly ignore?: readonly string[];
}

export interface FoundFiles {
  /** Absolute paths of regular files, sorted. A file that several links lead to is there once, by its own path if that matches. */
  readonly files: readonly string[];
  /** Absolute paths that match, or folders in which something could, that really lie outside of the boundary. */
  readonly outside: readonly string[];
  /** Absolute paths that match but are pipes, sockets or devices. */
  readonly irregular: readonly string[];
}

/**
 * Finds files by globs. Links are followed, but not out of the boundary: a link to the whole disk costs nothing.
 * @param patterns with slashes, relative to the root
 */
export async function findFiles(patterns: readonly string[], { root, boundary, ignore = [] }: FindOptions): Promise<FoundFiles> {
  const left: string[] = [];
  const fs = boundary === undefined ? {} : { fs: fenced(await realpath(boundary), (folder) => left.push(folder)) };
  const matches = await glob([...patterns], { cwd: root, absolute: true, expandDirectories: false, ignore: [...ignore], ...fs });
  const files = new Map<string, string>();
  const outside = new Set(left);
  const irregular: string[] = [];
  for (const path of matches.sort()) {
    const real = await realpath(path).catch(() => undefined);
    // A link that leads nowhere, or a file that has just gone.
    if (real === undefined) continue;
    if (boundary !== undefined && !(await isReallyInside(real, boundary))) outside.add(path);
    else if (!(await stat(real)).isFile()) irregular.push(path);
    else if (!files.has(real) || real === path) files.set(real, path);
  }
  return { files: [...files.values()].sort(), outside: [...outside].sort(), irregular };
}

type Reader = (path: string, options: { withFileTypes: true }, callback: (error: Error | null, entries?: Dirent[]) => void) => void;
type Resolver = (path: string, callback: (error: Error | null, real?: string) => void) => void;

/**
 * The part of the file system that lies inside, for tinyglobby: folders elsewhere are empty to it.
 * @param boundary without links
 * @param onLeave told of a folder elsewhere that would have been looked into
 */
function fenced(boundary: string, onLeave: (folder: string) => void): FileSystemAdapter {
  /** Where links lead: folders are read by their real paths. */
  const links = new Map<string, string>();
  const follow: Resolver = (path, callback) =>
    realpathOf.native(path, (error, real) => {
      if (!error) links.set(real, path);
      callback(error, real);
    });
  const read: Reader = (path, options, callback) =>
    realpathOf.native(path, (error, real) => {
      if (error) return callback(error);
      if (isInside(real, boundary)) return readdir(path, options, callback);
      onLeave(resolve(links.get(real) ?? path));
      callback(null, []);
    });
  // Node's own have more forms than tinyglobby calls.
  return { readdir: read, realpath: follow } as unknown as FileSystemAdapter;
}
