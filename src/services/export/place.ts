import { relative } from "node:path";
import type { ProjectSpec } from "../../protocol/engine";
import { dataPattern } from "../config/dataPattern";
import { slashes } from "../../files/paths";

/**
 * @param out the export's absolute path
 * @param data the project's data: absolute paths and globs
 * @throws Error if the export would be read as data from then on
 */
export function assertNoData(out: string, root: string, data: ProjectSpec["data"]): void {
  const match = dataPattern(out, root, data);
  // A path that names the very file is refused with other words, as one of the inputs.
  if (match !== undefined && match !== slashes(relative(root, out)))
    throw new Error(`${out} would become part of the data, because ${match} in lf.config.json matches it. Choose another name or folder.`);
}
