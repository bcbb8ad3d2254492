import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Takes a lock that other processes respect too: a file that holds the owner's process id.
 * A lock whose owner is dead is taken away; the caller tries again.
 * @returns how to give it back, or undefined while somebody else has it
 */
export async function tryLock(path: string): Promise<(() => Promise<void>) | undefined> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    // A link appears whole or not at all, so that nobody ever reads a lock without an owner.
    await link(own, path);
    return () => rm(path, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (await ownerIsDead(path)) await rm(path, { force: true });
    return undefined;
  } finally {
    await rm(own, { force: true });
  }
}

const TRIES = 500;
const WAIT_MS = 20;

/**
 * Does short work under a lock, waiting up to 10 s for it.
 * @throws Error naming the lock's file and its owner if it stays taken
 */
export async function underLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const release = await tryLock(path);
    if (release)
      try {
        return await work();
      } finally {
        await release();
      }
    await wait(WAIT_MS);
  }
  const owner = await readFile(path, "utf8").catch(() => "unknown");
  throw new Error(`${path}: process ${owner} holds this lock. If that process has nothing to do with LF Lens, delete the file.`);
}

async function ownerIsDead(path: string): Promise<boolean> {
  const owner = Number(await readFile(path, "utf8").catch(() => ""));
  if (!Number.isInteger(owner) || owner <= 0) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
