import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { openRegularFile } from "../../files/regularFile";
import { goldFiles } from "../../gold/readGold";
import type { HashedFile, Manifest } from "../../protocol/manifest";
import { slashes } from "../../files/paths";

export interface InputFiles {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly boundary?: string | undefined;
  /** The LF files and all that they import, absolute. */
  readonly lfs: readonly string[];
  readonly data: readonly string[];
  /** SHA-256 of files that are known already, by path. */
  readonly known?: ReadonlyMap<string, string>;
}

/** Hashes all that an export or a model is made from. Files that an LF imports and that are not there do not count. */
export async function hashInputs({ root, boundary, lfs, data, known }: InputFiles): Promise<Manifest["inputs"]> {
  return {
    config: await hashFiles(root, [join(root, "lf.config.json")]),
    lfs: await hashFiles(root, lfs),
    // Judgements are data: other gold gives another label model.
    data: await hashFiles(root, [...data, ...(await goldFiles(root, boundary)).files], known),
  };
}

/**
 * The SHA-256 of files, by their paths relative to a folder; sorted. What is not a regular file, or not there, is left out.
 * @param known the hashes of some, by path
 */
export async function hashFiles(
  folder: string,
  paths: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const path of [...paths].sort()) {
    const sha256 = known.get(path) ?? (await hashFile(path));
    if (sha256 !== undefined) hashed.push({ path: slashes(relative(folder, path)), sha256 });
  }
  return hashed;
}

async function hashFile(path: string): Promise<string | undefined> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined;
  const hash = createHash("sha256");
  const file = await openRegularFile(path);
  await pipeline(file.createReadStream({ highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Hash of a value as JSON, typed arrays as lists. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => (ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part));
  return createHash("sha256").update(text).digest("hex");
}
