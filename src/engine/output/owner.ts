import { existsSync } from "node:fs";
import { mkdir, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { holderOf, tryLock, type Release } from "../../files/lock";
import { ownFolder } from "../../files/ownFolder";
import { isInside, isReallyInside } from "../../files/paths";
import { stagingFolder } from "../../protocol/manifest";
import { explainWriteError } from "./explainWriteError";

/** In a staging folder: who writes it. */
const OWNER = "owner";

/** Whether a file of a staging folder belongs to its lock. */
export const isOwnerFile = (name: string): boolean => name.startsWith(OWNER);

/**
 * Makes the staging folder of an export, a model or predictions and does work while nobody else, in any process, may write there. The lock is taken here and not
 * by the worker: a worker that is killed could not give it back to the one that goes on.
 * @param out absolute path of what is written
 * @param boundary where `out` lies inside of it by its name, it must lie there really; undefined allows any place
 * @throws Error in plain words if somebody else writes the same, or if it cannot be written there
 */
export async function owningOutput<T>(out: string, boundary: string | undefined, work: () => Promise<T>): Promise<T> {
  // What is left in it is there to be resumed, or another's.
  const leave = (): Promise<void> => rmdir(stagingFolder(out)).catch(() => {});
  const release = await take(out, boundary).catch(async (error: unknown) => {
    await leave();
    throw explainWriteError(error, out);
  });
  try {
    return await work();
  } finally {
    await release();
    await leave();
  }
}

/** The owner before may be removing the folder just now. */
const TRIES = 20;

async function take(out: string, boundary: string | undefined): Promise<Release> {
  const folder = dirname(out);
  if (boundary !== undefined && isInside(out, boundary) && !(await isReallyInside(folder, boundary)))
    throw new Error(`${folder} is a symbolic link that leads outside ${boundary}. Nothing was exported; give the real folder.`);
  const staging = stagingFolder(out);
  for (let tries = 0; tries < TRIES; tries++) {
    await makeFolders(folder);
    await ownFolder(folder, basename(staging));
    const lock = join(staging, OWNER);
    const release = await tryLock(lock).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return "gone" as const;
    });
    if (release === "gone") continue;
    if (release) return release;
    const holder = await holderOf(lock);
    if (holder === undefined) continue;
    throw new Error(`${holder[0]!.toUpperCase()}${holder.slice(1)} is exporting to ${out}. Wait for it, or end it.`);
  }
  throw new Error(`Another process is exporting to ${out}. Wait for it, or end it.`);
}

/** One by one: where a folder cannot be made, Node's recursive `mkdir` hides why, and in /proc it tries for ever. */
async function makeFolders(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolders(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
