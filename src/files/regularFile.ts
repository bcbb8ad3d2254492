import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { lstat, open, stat, type FileHandle } from "node:fs/promises";

/**
 * Opens a regular file for reading; links are followed. A pipe, a socket or a device, which could keep a reader waiting for ever
 * or have no end, is refused.
 * @throws Error as `open` does (ENOENT, EACCES, ...), or in plain words for what is not a regular file
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  assertRegular(await stat(path), path);
  // Something else may have come to the path meanwhile: opening a pipe must not wait for its other end.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    assertRegular(await file.stat(), path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** All bytes of a regular file, as `openRegularFile` opens it. */
export async function readRegularFile(path: string): Promise<Buffer> {
  const file = await openRegularFile(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/**
 * All bytes of a regular file, at once, for code that cannot wait.
 * @throws Error as `openRegularFile` does, and in plain words for a file of more than `most` bytes
 */
export function readRegularFileSync(path: string, most: number): Buffer {
  assertRegular(statSync(path), path);
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    assertRegular(found, path);
    if (found.size > most) throw new Error(`${path} has ${found.size} bytes; at most ${most} are read.`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The text of a regular file (UTF-8), as `openRegularFile` opens it. */
export const readRegularText = async (path: string): Promise<string> => (await readRegularFile(path)).toString("utf8");

/**
 * All bytes of a regular file that lies where only the product writes: a link is refused, too, as nobody else may say what is read.
 * @param most bytes
 * @throws Error as `openRegularFile` does, and in plain words for a link or a file that is larger
 */
export async function readUnlinkedFile(path: string, most: number): Promise<Buffer> {
  // Windows has no flag against links.
  if (constants.O_NOFOLLOW === undefined && (await lstat(path)).isSymbolicLink()) throw isLink(path);
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ELOOP" || error.code === "EMLINK" ? isLink(path) : error;
  });
  try {
    const found = await file.stat();
    assertRegular(found, path);
    if (found.size > most) throw new Error(`${path} has ${found.size} bytes; at most ${most} are read.`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const isLink = (path: string): Error => new Error(`${path} is a link. Put the file itself there.`);

function assertRegular(stats: { isFile(): boolean; isDirectory(): boolean }, path: string): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw Object.assign(new Error(`${path} is a folder, not a file.`), { code: "EISDIR" });
  throw new Error(`${path} is not a regular file (it is a pipe, a socket or a device). Save its content as a file.`);
}
