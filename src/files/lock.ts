import { randomUUID } from "node:crypto";
import { open, readFile, readlink, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import * as z from "zod";
import { identify, isRunning, ownProcessSchema, type OwnProcess } from "./processes";

/** Gives a lock back. */
export type Release = () => Promise<void>;

const ownerSchema = z.strictObject({
  /** Of this one taking of the lock. */
  id: z.string(),
  process: ownProcessSchema,
  thread: z.int(),
  /** Process ids mean the same wherever this is the same. */
  machine: z.string(),
});
type Owner = Readonly<z.infer<typeof ownerSchema>>;

/** What this thread holds now: a lock of its own that is not here was left behind. */
const held = new Set<string>();

/** An owner that cannot be looked up from here shows that it lives by touching its lock this often ... */
const BEAT_MS = 5000;
/** ... and is dead when the lock was not touched for this long. */
const SILENT_MS = 30_000;

/**
 * Takes a lock that other processes and threads respect too: a file that names its owner. A lock whose owner is dead is taken away.
 * @returns how to give it back, or undefined while somebody else has it (see `holderOf`)
 * @throws the file system's error if the lock cannot be written; no file is left then
 */
export async function tryLock(path: string): Promise<Release | undefined> {
  const owner = await newOwner();
  // Before the file is there: nobody may take it for one left behind.
  held.add(owner.id);
  try {
    if ((await writeNew(path, owner)) || ((await takeAwayIfDead(path)) && (await writeNew(path, owner)))) return keepAlive(path, owner);
  } catch (error) {
    held.delete(owner.id);
    throw error;
  }
  held.delete(owner.id);
  return undefined;
}

export interface Patience {
  /** How long to wait for the lock, 10 s by default. */
  readonly ms?: number;
  /** Told once, after a second, who holds the lock. */
  readonly onWait?: (holder: string) => void;
}

const TRY_AGAIN_MS = 20;
const SAY_AFTER_MS = 1000;

/**
 * Does short work under a lock, waiting for it.
 * @throws Error naming the lock's file and its holder if it stays taken
 */
export async function underLock<T>(path: string, work: () => Promise<T>, { ms = 10_000, onWait }: Patience = {}): Promise<T> {
  const start = performance.now();
  let said = false;
  for (;;) {
    const release = await tryLock(path);
    if (release)
      try {
        return await work();
      } finally {
        await release();
      }
    const waited = performance.now() - start;
    if (waited > ms) throw new Error(`${path} is held by ${(await holderOf(path)) ?? "another process"}. Try again when that has ended.`);
    if (waited > SAY_AFTER_MS && !said) {
      said = true;
      onWait?.((await holderOf(path)) ?? "another process");
    }
    await wait(TRY_AGAIN_MS);
  }
}

/** Who holds a lock, in words: "process 4711". Undefined if nobody does. */
export async function holderOf(path: string): Promise<string | undefined> {
  const lock = await look(path);
  if (!lock) return undefined;
  if (!lock.owner) return "a process that did not leave its name";
  const { process: own, machine } = lock.owner;
  const here = machine === (await thisMachine());
  return `process ${own.pid}${here ? "" : ` of another machine or container (${machine.split(" ")[0]})`}`;
}

/** @returns false if there is such a file already */
async function writeNew(path: string, owner: Owner): Promise<boolean> {
  const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    // Windows says EPERM while a file of this name is being removed.
    if (error.code === "EEXIST" || (error.code === "EPERM" && process.platform === "win32")) return undefined;
    throw error;
  });
  if (!file) return false;
  try {
    await file.writeFile(JSON.stringify(owner));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

function keepAlive(path: string, { id }: Owner): Release {
  const beat = setInterval(() => void touch(path), BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    held.delete(id);
    // Had it been taken away from a sleeping machine, it would be another's now.
    if ((await look(path))?.owner?.id === id) await rm(path, { force: true });
  };
}

/** A full disk is not a reason to fail: this only tells those who cannot look the owner up. */
const touch = (path: string): Promise<void> => utimes(path, new Date(), new Date()).catch(() => {});

/** @returns whether there is no lock any more */
async function takeAwayIfDead(path: string): Promise<boolean> {
  if (!(await isDead(path))) return false;
  // One at a time looks again and removes: two at once could remove the lock that the other has just taken.
  const breaking = `${path}.breaking`;
  const own = await newOwner();
  if (!(await writeNew(breaking, own))) {
    // This is held for a moment only, unless its owner died in it.
    if ((await silence(breaking)) > SILENT_MS) await rm(breaking, { force: true });
    return false;
  }
  try {
    if (!(await isDead(path))) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(breaking, { force: true });
  }
}

async function isDead(path: string): Promise<boolean> {
  const lock = await look(path);
  if (!lock) return false;
  const { owner } = lock;
  if (owner?.machine === (await thisMachine())) {
    const own = await thisProcess();
    if (owner.process.pid !== own.pid || owner.process.started !== own.started) return !(await isRunning(owner.process));
    if (owner.thread === threadId) return !held.has(owner.id);
  }
  // Another machine, another container, another thread, or no owner to read: only its silence says something.
  return (await silence(path)) > SILENT_MS;
}

async function look(path: string): Promise<{ readonly owner?: Owner } | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return { owner: ownerSchema.parse(JSON.parse(text)) };
  } catch {
    return {};
  }
}

/** Milliseconds since a lock was touched; 0 if it is gone. */
async function silence(path: string): Promise<number> {
  const touched = await stat(path).catch(() => undefined);
  return touched ? Date.now() - touched.mtimeMs : 0;
}

const newOwner = async (): Promise<Owner> => ({
  id: randomUUID(),
  process: await thisProcess(),
  thread: threadId,
  machine: await thisMachine(),
});

let ownProcess: Promise<OwnProcess> | undefined;
const thisProcess = (): Promise<OwnProcess> => (ownProcess ??= identify(process.pid));

let machine: Promise<string> | undefined;
const thisMachine = (): Promise<string> => (machine ??= readMachine());

/** Host, boot and, on Linux, the namespace of process ids: containers of one host may have the same name. */
async function readMachine(): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const space = await readlink("/proc/self/ns/pid").catch(() => "");
  return [hostname(), boot.trim(), space].join(" ").trim();
}
