import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { deflateRaw, inflateRawSync } from "node:zlib";
import { writeAtomically } from "../../files/writeAtomically";
import { createQueue } from "../queue";

/** Values on disk under names that say all that they depend on, so that what is found is always right. Losing it costs time only. */
export interface CacheFolder {
  /** The value kept under this name; undefined if there is none, or if its file is damaged: then the file goes. */
  read(name: string): unknown;
  /** Keeps a value, as structured clone would, in the background; what cannot be written is left out. Resolves when that is done. */
  write(name: string, value: unknown): Promise<void>;
  /** Removes what has not been used for long, and the oldest above the size allowed. */
  prune(): Promise<void>;
}

export interface CacheBounds {
  readonly bytes: number;
  readonly ageMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const BOUNDS: CacheBounds = { bytes: 256 * 2 ** 20, ageMs: 30 * DAY_MS };

const MAGIC = Buffer.from("LFLENS1\n");
const HASH_BYTES = 32;
const ENDING = ".lfcache";
/** A file is touched again when it was last used this long ago. */
const TOUCH_MS = DAY_MS;

/** @param folder made when something is first written; may be shared by projects and by processes */
export function createCacheFolder(folder: string, bounds = BOUNDS): CacheFolder {
  const inTurn = createQueue();
  const pathOf = (name: string): string => join(folder, `${name}${ENDING}`);

  async function write(name: string, bytes: Uint8Array): Promise<void> {
    const packed = await promisify(deflateRaw)(bytes, { level: 1 });
    await mkdir(folder, { recursive: true });
    // A file that is torn fails its hash.
    await writeAtomically(pathOf(name), [MAGIC, hashOf(packed), packed], { flush: false });
  }

  return {
    read(name) {
      const path = pathOf(name);
      const file = readIfThere(path);
      if (!file) return undefined;
      const value = unpack(file);
      if (value === undefined) rmSync(path, { force: true });
      else void touch(path);
      return value;
    },
    write(name, value) {
      // Now: the value's memory may be handed on when this returns.
      const bytes = serialize(value);
      return inTurn(() => write(name, bytes).catch(() => {}));
    },
    prune: () => inTurn(() => prune(folder, bounds).catch(() => {})),
  };
}

const hashOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function unpack(file: Buffer): unknown {
  const start = MAGIC.length + HASH_BYTES;
  const packed = file.subarray(start);
  if (!file.subarray(0, MAGIC.length).equals(MAGIC) || !file.subarray(MAGIC.length, start).equals(hashOf(packed))) return undefined;
  try {
    return deserialize(inflateRawSync(packed));
  } catch {
    // Written by a newer Node than this one.
    return undefined;
  }
}

async function touch(path: string): Promise<void> {
  try {
    const now = Date.now();
    if (now - (await stat(path)).mtimeMs > TOUCH_MS) await utimes(path, new Date(now), new Date(now));
  } catch {
    // Another process has removed it.
  }
}

async function prune(folder: string, { bytes, ageMs }: CacheBounds): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs, size } = await stat(path).catch(() => ({ mtimeMs: 0, size: 0 }));
      return { path, mtimeMs, size, isLeftOver: !name.endsWith(ENDING) };
    }),
  );
  let total = 0;
  for (const { path, mtimeMs, size, isLeftOver } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    const age = Date.now() - mtimeMs;
    total += size;
    if (age > (isLeftOver ? DAY_MS : ageMs) || total > bytes) await rm(path, { force: true });
  }
}
