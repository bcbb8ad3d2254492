import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { HashedFile, Manifest } from "../protocol/manifest";

export interface InputFiles {
  /** The project's folder, absolute. */
  readonly root: string;
  /** The LF files and all that they import, absolute. */
  readonly lfs: readonly string[];
  readonly data: readonly string[];
}

/** Hashes all that an export is made from. Files that an LF imports and that are not there do not count. */
export async function hashInputs({ root, lfs, data }: InputFiles): Promise<Manifest["inputs"]> {
  return {
    config: await hashFiles(root, [join(root, "lf.config.json")]),
    lfs: await hashFiles(root, lfs),
    data: await hashFiles(root, data),
  };
}

/** The SHA-256 of files, by their paths relative to a folder; sorted. What does not exist is left out. */
export async function hashFiles(folder: string, paths: readonly string[]): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const path of [...paths].sort()) {
    const sha256 = await hashFile(path);
    if (sha256 !== undefined) hashed.push({ path: relative(folder, path).replaceAll("\\", "/"), sha256 });
  }
  return hashed;
}

async function hashFile(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  } catch (error) {
    if (["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  return hash.digest("hex");
}
