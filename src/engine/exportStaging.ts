import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { earlierFiles, removeFiles } from "./exportPlace";
import { manifestPath, stagingFolder } from "../protocol/manifest";

/** The hidden folder beside an export in which it grows until it is whole. */
export interface Staging {
  /** Where parts go. */
  readonly folder: string;
  /** Where the export's files go. */
  readonly files: string;
  /** Whether there was something to go on with, but of other inputs or options. */
  readonly startedOver: boolean;
  /**
   * Puts the files (paths relative to the export's folder), and then the manifest, in their places. The manifest gets the time of
   * the start: whatever is written later may be another input than the one that was read. Without a manifest, an earlier one of
   * that name goes.
   */
  publish(names: readonly string[], manifest?: string): Promise<void>;
  /** Removes everything; what stood at the export's place before stays. */
  discard(): Promise<void>;
}

export interface StagingInput {
  /** Absolute path of the export. */
  readonly out: string;
  /** Changes with all that parts depend on. */
  readonly key: string;
  /** Go on with parts of an export with the same key, if there are any. */
  readonly resume: boolean;
}

/**
 * Makes the staging folder, or takes up one that a killed process left behind.
 * @throws Error if another process that is alive writes the same export
 */
export async function openStaging({ out, key, resume }: StagingInput): Promise<Staging> {
  const folder = stagingFolder(out);
  const files = join(folder, "files");
  await assertUnowned(folder, out);
  const left = resume ? await textOf(join(folder, "key")) : undefined;
  const resumes = left === key;
  if (!resumes) await rm(folder, { recursive: true, force: true });
  await makeFolders(dirname(out));
  if (!resumes) await mkdir(folder);
  await writeFile(join(folder, "owner"), String(process.pid));
  await writeFile(join(folder, "key"), key);
  await rm(files, { recursive: true, force: true });
  await mkdir(files);
  const started = new Date();
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return {
    folder,
    files,
    startedOver: left !== undefined && !resumes,
    discard,
    async publish(names, manifest) {
      const target = dirname(out);
      for (const name of names) await flush(join(files, name));
      if (manifest !== undefined) {
        await writeFile(join(files, "manifest"), manifest);
        await flush(join(files, "manifest"));
        await utimes(join(files, "manifest"), started, started);
      }
      for (const top of new Set(names.map((name) => name.split("/")[0]!))) await replace(join(files, top), join(target, top), folder);
      const before = await earlierFiles(out);
      if (manifest === undefined) await rm(manifestPath(out), { force: true });
      else await rename(join(files, "manifest"), manifestPath(out));
      await removeFiles(
        target,
        before.filter(({ path }) => !names.includes(path)),
      );
      await discard();
    },
  };
}

/** One by one: where a folder cannot be made, Node's recursive `mkdir` hides why, and in /proc it tries for ever. */
async function makeFolders(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolders(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/** Two processes that write into one folder could mix their rows. */
async function assertUnowned(folder: string, out: string): Promise<void> {
  const owner = Number(await textOf(join(folder, "owner")));
  if (!Number.isInteger(owner) || owner <= 0 || owner === process.pid || !isAlive(owner)) return;
  throw new Error(`Process ${owner} is exporting to ${out}. Wait for it, or end it; if it is no export, remove ${folder}.`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Renames a file over what is there; a folder cannot take a folder's place, so the old one is moved out of the way first. */
async function replace(from: string, to: string, folder: string): Promise<void> {
  const isFolder = (await stat(from)).isDirectory();
  const old = join(folder, "replaced");
  if (!isFolder || !existsSync(to)) return rename(from, to);
  await rename(to, old);
  await rename(from, to).catch(async (error: unknown) => {
    await rename(old, to);
    throw error;
  });
}

/** An error of the file system in plain words: what failed and what to do. Other errors are returned as they are. */
export function explainWriteError(error: unknown, out: string): Error {
  const { code, message, syscall }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const folder = dirname(out);
  if (code === "ENOSPC" || code === "EDQUOT" || /no space left|disk quota/i.test(message))
    return new Error(`The disk that holds ${folder} is full. Nothing was exported; make room and export again.`, { cause: error });
  if (["EACCES", "EPERM", "EROFS"].includes(code ?? "") || /read-only file system|permission denied/i.test(message))
    return new Error(`${folder} cannot be written to. Nothing was exported; choose another folder. (${message})`, { cause: error });
  if (code === "ENOTDIR" || (code === "ENOENT" && syscall === "mkdir"))
    return new Error(`${folder} is no folder and cannot be made. Nothing was exported; choose another folder. (${message})`, {
      cause: error,
    });
  return error instanceof Error ? error : new Error(message);
}
