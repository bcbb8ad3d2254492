import { lstat, readdir, realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { EXPORT_FORMATS } from "../../core/export/exportOptions";
import { possibleFileNames } from "../../core/export/exportFileNames";
import { readRegularText } from "../../files/regularFile";
import { manifestPath, manifestSchema, type HashedFile, type Manifest } from "../../protocol/manifest";
import { hashFiles } from "./inputs";

export interface OutputPlace {
  /** Absolute path of what is written. */
  readonly out: string;
  /** The files that will be next to it or in it, relative to its folder. */
  readonly names: readonly string[];
  readonly isFolder: boolean;
  /** Files that it is made from, absolute. */
  readonly inputs: readonly string[];
  /** Whether files of an earlier export may be replaced though they were changed since. */
  readonly overwrite?: boolean;
}

/**
 * Of what is there, only what an earlier export of that name has made may be replaced, as long as nobody has changed it since; and
 * the file that the user named, if no export has made it.
 * @throws Error in plain words if anything else would be written over
 */
export async function assertPlace({ out, names, isFolder, inputs, overwrite = false }: OutputPlace): Promise<void> {
  const folder = dirname(out);
  const real = await Promise.all(inputs.map(realPath));
  for (const path of [...names.map((name) => join(folder, name)), manifestPath(out)])
    if (real.includes(await realPath(path)))
      throw new Error(`${path} is one of the files that the export is made from; choose another name.`);
  const earlier = await earlierFiles(out);
  const own = new Set(earlier.map(({ path }) => join(folder, path)));
  if (isFolder) await assertOwnFolder(out, own);
  const files = isFolder ? [] : names.map((name) => join(folder, name));
  for (const path of [...files, manifestPath(out)]) {
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory()) throw new Error(`${path} is a folder; choose another name.`);
    if (there && path !== out && path !== manifestPath(out) && !own.has(path))
      throw new Error(`${path} is there already and is not part of an earlier export to ${out}; move it away or choose another name.`);
  }
  const [edited] = overwrite ? [] : await editedFiles(folder, isFolder ? earlier : earlier.filter(({ path }) => names.includes(path)));
  if (edited !== undefined)
    throw new Error(
      `${edited} was changed since it was exported, and would be replaced. Move it away, choose another name, or say that it may be replaced (--overwrite).`,
    );
}

/** The files (absolute) that are not what the manifest says; those that are gone do not count. */
async function editedFiles(folder: string, files: readonly HashedFile[]): Promise<string[]> {
  const edited: string[] = [];
  for (const { path, sha256 } of files) if (await isEdited(join(folder, path), sha256)) edited.push(join(folder, path));
  return edited;
}

async function isEdited(path: string, sha256: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (!there) return false;
  const [now] = there.isFile() ? await hashFiles("", [path]) : [];
  return now?.sha256 !== sha256;
}

const realPath = (path: string): Promise<string> => realpath(path).catch(() => path);

/** A folder is replaced as a whole, so all that is in it must be the earlier export's. */
async function assertOwnFolder(out: string, own: ReadonlySet<string>): Promise<void> {
  const there = await lstat(out).catch(() => undefined);
  if (!there) return;
  if (there.isSymbolicLink()) throw new Error(`${out} is a link; this format makes a folder, so choose another name.`);
  if (!there.isDirectory()) throw new Error(`${out} is a file; this format makes a folder, so choose another name.`);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const stranger = entries.find((entry) => !entry.isDirectory() && !own.has(join(entry.parentPath, entry.name)));
  if (stranger)
    throw new Error(
      `${out} holds ${relative(out, join(stranger.parentPath, stranger.name))}, which is not part of an earlier export; choose another name.`,
    );
}

/** The files of an earlier export of this name, relative to its folder; none if there is no whole one. */
export const earlierFiles = async (out: string): Promise<readonly HashedFile[]> => (await earlierManifest(out))?.files ?? [];

async function earlierManifest(out: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readRegularText(manifestPath(out))));
  } catch {
    return undefined;
  }
}

/** The files beside `out` that an earlier export of this name has made. A manifest may come with a folder, and claim any file. */
export async function earlierFilesBeside(out: string): Promise<readonly HashedFile[]> {
  const manifest = await earlierManifest(out);
  const format = EXPORT_FORMATS.find((known) => known === manifest?.format);
  const made = format === undefined ? [] : possibleFileNames(basename(out), format);
  return (manifest?.files ?? []).filter(({ path }) => made.includes(path));
}

/** Removes files of an earlier export, but none that was changed since, and none that is elsewhere by a link. */
export async function removeFiles(folder: string, files: readonly HashedFile[]): Promise<void> {
  for (const { path, sha256 } of files) {
    const file = join(folder, path);
    const isHere = (await realPath(file)) === join(await realPath(folder), path);
    if (isHere && (await lstat(file).catch(() => undefined))?.isFile() && !(await isEdited(file, sha256))) await rm(file);
  }
}
