import { relative } from "node:path";
import picomatch from "picomatch";
import type { ProjectSpec } from "../../protocol/engine";
import { isInside } from "../config/spec";

/**
 * @param out the export's absolute path
 * @param data the project's data: absolute paths and globs
 * @throws Error if the export would be read as data from then on
 */
export function assertNoData(out: string, root: string, data: ProjectSpec["data"]): void {
  const patterns = Object.values(data)
    .flat()
    .map((pattern) => relative(root, pattern).replaceAll("\\", "/"));
  if (!isInside(out, root)) return;
  const name = relative(root, out).replaceAll("\\", "/");
  const match = patterns.find((pattern) => pattern !== name && picomatch.isMatch(name, pattern));
  if (match !== undefined)
    throw new Error(`${out} would become part of the data, because lf.config.json names ${match}; choose another name or folder.`);
}
