import { relative } from "node:path";
import picomatch from "picomatch";
import { isInside, slashes } from "../../files/paths";
import type { ProjectSpec } from "../../protocol/engine";

/**
 * Which path or glob under "data" names a file, whether the file exists or not.
 * @param path absolute
 * @param data the project's data: absolute paths and globs
 * @returns relative to the root, with slashes; undefined for a file that is no data, or lies outside of the root
 */
export function dataPattern(path: string, root: string, data: ProjectSpec["data"]): string | undefined {
  if (!isInside(path, root)) return undefined;
  const fromRoot = (absolute: string): string => slashes(relative(root, absolute));
  const name = fromRoot(path);
  const patterns = Object.values(data).flat().map(fromRoot);
  return patterns.find((pattern) => pattern === name) ?? patterns.find((pattern) => picomatch.isMatch(name, pattern));
}
