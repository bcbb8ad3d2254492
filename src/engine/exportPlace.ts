import { readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { manifestPath, manifestSchema, type HashedFile } from "../protocol/manifest";
import { hashFiles } from "./exportInputs";

export interface ExportPlace {
  /** Absolute path of the export. */
  readonly out: string;
  /** The files that will stand beside it or in it, relative to its folder. */
  readonly names: readonly string[];
  readonly isFolder: boolean;
  /** Files that the export is made from, absolute. */
  readonly inputs: readonly string[];
}

/**
 * The file that the user named may be replaced; of all else only what an earlier export of that name has made.
 * @throws Error in plain words if the export would overwrite anything else
 */
export async function assertPlace({ out, names, isFolder, inputs }: ExportPlace): Promise<void> {
  const folder = dirname(out);
  const real = await Promise.all(inputs.map(realPath));
  for (const path of [...names.map((name) => join(folder, name)), manifestPath(out)])
    if (real.includes(await realPath(path)))
      throw new Error(`${path} is one of the files that the export is made from; choose another name.`);
  const own = new Set((await earlierFiles(out)).map(({ path }) => join(folder, path)));
  if (isFolder) await assertOwnFolder(out, own);
  const files = isFolder ? [] : names.map((name) => join(folder, name));
  for (const path of [...files, manifestPath(out)]) {
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory()) throw new Error(`${path} is a folder; choose another name.`);
    if (there && path !== out && path !== manifestPath(out) && !own.has(path))
      throw new Error(`${path} is there already and is no part of an earlier export to ${out}; move it away or choose another name.`);
  }
}

const realPath = (path: string): Promise<string> => realpath(path).catch(() => path);

/** A folder is replaced as a whole, so all that is in it must be the earlier export's. */
async function assertOwnFolder(out: string, own: ReadonlySet<string>): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (!there) return;
  if (!there.isDirectory()) throw new Error(`${out} is a file; this format makes a folder, so choose another name.`);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const stranger = entries.find((entry) => !entry.isDirectory() && !own.has(join(entry.parentPath, entry.name)));
  if (stranger)
    throw new Error(
      `${out} holds ${relative(out, join(stranger.parentPath, stranger.name))}, which is no part of an earlier export; choose another name.`,
    );
}

/** The files of an earlier export of this name, relative to its folder; none if there is no whole one. */
export async function earlierFiles(out: string): Promise<readonly HashedFile[]> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(manifestPath(out), "utf8"))).files;
  } catch {
    return [];
  }
}

/** Removes files of an earlier export, but none that was changed since. */
export async function removeFiles(folder: string, files: readonly HashedFile[]): Promise<void> {
  for (const { path, sha256 } of files) {
    const [now] = await hashFiles(folder, [join(folder, path)]);
    if (now?.sha256 === sha256) await rm(join(folder, path));
  }
}
