import { stat } from "node:fs/promises";
import { extname, relative, sep } from "node:path";
import { glob } from "tinyglobby";
import { SPLITS, type Split } from "../core/cells";
import type { ProjectSpec } from "../protocol/engine";
import type { DataFile, DataFormat } from "./source";

const FORMATS: Readonly<Record<string, DataFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
};

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
        const file = await describeFile(spec.root, path, part === "all" ? undefined : part);
        const other = files.get(path);
        if (other && other.split !== file.split)
          throw new Error(`${file.name} is listed under ${partOf(other)} and ${part}; list it once in "data"`);
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

async function describeFile(root: string, path: string, split: Split | undefined): Promise<DataFile> {
  const name = nameIn(root, path);
  const ending = extname(path).toLowerCase();
  const format = FORMATS[ending];
  if (!format) throw new Error(`${name} ends in "${ending}"; data files are ${Object.keys(FORMATS).join(", ")}`);
  const { size, mtimeMs } = await stat(path);
  return { path, name, format, size, mtimeMs, ...(split === undefined ? {} : { split }) };
}

const slashes = (path: string): string => path.split(sep).join("/");
const nameIn = (root: string, path: string): string => slashes(relative(root, path));
