import { stat } from "node:fs/promises";
import { extname, relative } from "node:path";
import { glob } from "tinyglobby";
import { SPLITS, type Split } from "../core/cells";
import { DATA_ENDINGS, formatOf, isText, isUntyped, type DataFormat } from "../core/dataFormats";
import type { ProjectSpec, ReadSettings } from "../protocol/engine";
import type { DataFile } from "./source";
import { slashes } from "../files/paths";

/**
 * The project's data files in reading order: train, dev, test, then those told apart by the split column; as listed; the
 * matches of one glob by name, the same on every machine.
 * @throws Error naming the pattern or file that cannot be used, and what to do
 */
export async function listDataFiles(spec: ProjectSpec): Promise<DataFile[]> {
  const files = new Map<string, DataFile>();
  for (const part of [...SPLITS, "all"] as const) {
    for (const pattern of spec.data[part] ?? []) {
      for (const path of await matches(spec.root, pattern)) {
        const file = await describeFile(spec, path, part, spec.reading?.[pattern]);
        const other = files.get(path);
        if (other && other.split !== file.split)
          throw new Error(`${file.name} is listed under ${partOf(other)} and ${part}; list it once in "data"`);
        if (other && JSON.stringify(other.settings) !== JSON.stringify(file.settings))
          throw new Error(`${file.name} is listed twice with different settings; list it once in "data"`);
        if (!other) files.set(path, file);
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

async function matches(root: string, pattern: string): Promise<string[]> {
  const literal = await stat(pattern).catch(() => undefined);
  if (literal?.isFile()) return [pattern];
  const name = nameIn(root, pattern);
  if (literal && !literal.isDirectory())
    throw new Error(`${name} is not a regular file (a pipe, a socket or a device); save its data as a file`);
  if (literal) throw new Error(`${name} is a folder; name the files in it, for example "${name}/*.csv"`);
  // Relative to the project's folder, whose own name may hold glob characters.
  const found = await glob(name, { cwd: root, absolute: true, expandDirectories: false });
  if (found.length === 0) {
    const what = /[*?{}[\]!()]/.test(name) ? "matches no file" : "does not exist";
    throw new Error(`${name} ${what}; mend the path under "data" in lf.config.json`);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

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
    throw new Error(`${name} ends in "${extname(name)}"; ${known}`);
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
