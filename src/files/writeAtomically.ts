import { randomUUID } from "node:crypto";
import { lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface AtomicWrite {
  /** The file's last write, for files that compare times. */
  readonly time?: Date;
  /** False for a file that is written often and holds a hash of itself: a machine that stops may tear it, and its reader sees that. */
  readonly flush?: boolean;
  /** Permissions of a new file. */
  readonly mode?: number;
}

/**
 * Writes a file under another name first, then renames it: a reader sees the old file or the new one, whenever the process or the
 * machine stops. A link at the path is replaced, never followed. A file that is replaced hands on its permissions.
 * @param path its folder is there
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
  { time, flush = true, mode = 0o666 }: AtomicWrite = {},
): Promise<void> {
  const temporary = temporaryPath(path);
  const old = await lstat(path).catch(() => undefined);
  try {
    // "wx" makes the file or fails, so that no link is followed here either.
    const file = await open(temporary, "wx", old?.isFile() ? old.mode & 0o777 : mode);
    try {
      for (const part of Array.isArray(content) ? (content as readonly Uint8Array[]) : [content as string | Uint8Array])
        await file.writeFile(part);
      if (time) await file.utimes(time, time);
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A hidden name beside a file, which nobody else has, for what is to take its place. */
export const temporaryPath = (path: string): string => join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);

/** Makes sure that a file's content is on the disk. */
export async function flushFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
