import { GOLD_FOLDER, isGoldFile } from "../../gold/readGold";
import { realpath, stat } from "node:fs/promises";
import { extname, relative } from "node:path";
import { SPLITS, type Split } from "../../core/data/cells";
import { DATA_ENDINGS, UNREAD_ENDINGS, formatOf, isText, isUntyped, type DataFormat } from "../../core/data/dataFormats";
import { findFiles } from "../../files/findFiles";
import { isReallyInside, OUTSIDE_ADVICE, slashes } from "../../files/paths";
import type { ProjectSpec, ReadSettings } from "../../protocol/engine";
import type { DataFile } from "./source";

/**
 * The project's data files in reading order: train, dev, test, then those told apart by the split column; as listed; the
 * matches of one glob by name, the same on every machine.
 * @throws Error naming the pattern or file that cannot be used, and what to do
 */
export async function listDataFiles(spec: ProjectSpec): Promise<DataFile[]> {
  // By their real paths: a file and a link to it are one.
  const files = new Map<string, DataFile>();
  for (const part of [...SPLITS, "all"] as const) {
    for (const pattern of spec.data[part] ?? []) {
      for (const path of await matches(spec, pattern)) {
        const file = await describeFile(spec, path, part, spec.reading?.[pattern]);
        const real = await realpath(path);
        const other = files.get(real);
        const names = other && other.name !== file.name ? `${other.name}, which is ${file.name},` : file.name;
        if (other && other.split !== file.split)
          throw new Error(`${names} is listed under ${partOf(other)} and ${part}; list it once in "data"`);
        if (other && JSON.stringify(other.settings) !== JSON.stringify(file.settings))
          throw new Error(`${names} is listed twice with different settings; list it once in "data"`);
        if (!other) files.set(real, file);
      }
    }
  }
  if (files.size === 0) throw new Error('No data: name at least one file under "data" in lf.config.json');
  return [...files.values()];
}

/** @throws Error if the file is not the one that was opened */
export async function assertUnchanged(file: DataFile): Promise<void> {
  const now = await stat(file.path).catch(() => undefined);
  if (!now) throw new Error(`${file.name} is gone; restore it or change "data" in lf.config.json, then load the data again`);
  if (now.size !== file.size || now.mtimeMs !== file.mtimeMs)
    throw new Error(`${file.name} has changed since it was read; load the data again`);
}

const partOf = (file: DataFile): Split | "all" => file.split ?? "all";

async function matches({ root, boundary }: ProjectSpec, pattern: string): Promise<readonly string[]> {
  const literal = await stat(pattern).catch(() => undefined);
  const name = nameIn(root, pattern);
  if (literal && boundary !== undefined && !(await isReallyInside(pattern, boundary))) throw outsideError(name);
  if (literal?.isFile()) return [pattern];
  if (literal && !literal.isDirectory()) throw irregularError(name);
  if (literal) throw new Error(`${name} is a folder; name the files in it, for example "${name}/*.csv"`);
  // Relative to the project's folder, whose own name may hold glob characters.
  const { files: found, outside, irregular } = await findFiles([name], { root, boundary });
  // A glob over everything does not mean what people say of the rows.
  const files = name.startsWith(`${GOLD_FOLDER}/`) ? found : found.filter((path) => !isGoldFile(path, root));
  const [stray, odd] = [outside[0], irregular[0]];
  if (stray !== undefined) throw outsideError(nameIn(root, stray));
  if (odd !== undefined) throw irregularError(nameIn(root, odd));
  if (files.length === 0) {
    const what = /[*?{}[\]!()]/.test(name) ? "matches no file" : "does not exist";
    throw new Error(`${name} ${what}; fix the path under "data" in lf.config.json`);
  }
  return files;
}

const outsideError = (name: string): Error => new Error(`${name} is a symbolic link that leads outside the project. ${OUTSIDE_ADVICE}`);

const irregularError = (name: string): Error =>
  new Error(`${name} is not a regular file (a pipe, a socket or a device); save its data as a file`);

async function describeFile(
  { root }: ProjectSpec,
  path: string,
  part: Split | "all",
  settings: ReadSettings | undefined,
): Promise<DataFile> {
  const name = nameIn(root, path);
  const written = formatOf(name);
  if (!written) {
    const known = `data files are ${DATA_ENDINGS.join(", ")}; files of text also with .gz or .zst behind it`;
    throw new Error(`${name} ends in "${extname(name)}"; ${UNREAD_ENDINGS[extname(name).toLowerCase()] ?? known}`);
  }
  if (settings) assertApply(settings, name, written.format);
  const { size, mtimeMs } = await stat(path);
  return { path, name, ...written, size, mtimeMs, ...(part === "all" ? {} : { split: part }), ...(settings && { settings }) };
}

/** @throws Error if a setting is for other formats: it would be passed over in silence */
function assertApply(settings: ReadSettings, name: string, format: DataFormat): void {
  if (isUntyped(format)) return;
  const stray = Object.keys(settings).find((key) => key !== "encoding" || !isText(format));
  if (stray !== undefined) throw new Error(`${name}: "${stray}" does not apply to a file of this format; take it out of "data"`);
}

const nameIn = (root: string, path: string): string => slashes(relative(root, path));
