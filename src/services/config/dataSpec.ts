import type { Split } from "../../core/data/cells";
import type { ProjectSpec, ReadSettings } from "../../protocol/engine";
import type { DataConfig, PathsConfig } from "./dataSchema";

type Part = Split | "all";

/** One path or glob of "data", as written. */
interface Entry {
  readonly part: Part;
  readonly path: string;
  readonly settings?: ReadSettings;
}

/** The entries of "data" in their order, splits by their one name. */
export function dataEntries(data: DataConfig): Entry[] {
  if (typeof data === "string" || Array.isArray(data) || "path" in data) return entriesOf("all", data);
  const dev = data.dev ?? data.valid ?? data.validation ?? data.val;
  return [...entriesOf("train", data.train), ...entriesOf("dev", dev), ...entriesOf("test", data.test)];
}

/**
 * "data" as the engine takes it.
 * @param absolute makes a path or glob absolute
 */
export function dataSpec(entries: readonly Entry[], absolute: (path: string) => string): Pick<ProjectSpec, "data" | "reading"> {
  const data: Partial<Record<Part, string[]>> = {};
  for (const { part, path } of entries) (data[part] ??= []).push(absolute(path));
  const reading = Object.fromEntries(entries.flatMap(({ path, settings }) => (settings ? [[absolute(path), settings]] : [])));
  return { data, ...(Object.keys(reading).length === 0 ? {} : { reading }) };
}

/** A path that is given twice and not read the same way each time. */
export function contradictoryPath(entries: readonly Entry[]): string | undefined {
  const known = new Map<string, string>();
  return entries.find(({ path, settings }) => {
    const text = JSON.stringify(settings ?? {});
    const before = known.get(path);
    known.set(path, text);
    return before !== undefined && before !== text;
  })?.path;
}

function entriesOf(part: Part, paths: PathsConfig | undefined): Entry[] {
  return (paths === undefined ? [] : Array.isArray(paths) ? paths : [paths]).map((files) => {
    if (typeof files === "string") return { part, path: files };
    const { path, ...given } = files;
    const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ReadSettings;
    return Object.keys(settings).length === 0 ? { part, path } : { part, path, settings };
  });
}
