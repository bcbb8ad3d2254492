import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { findFiles } from "../../files/findFiles";
import type { ExportSnapshot } from "../../protocol/snapshot";
import { manifestPath } from "../../protocol/manifest";
import { findChanges, readManifest } from "./verify";

/** Folders in which nobody keeps exports. */
const ignored = ["**/node_modules/**", "**/.git/**", "**/.*.partial/**"];

/** A project's exports, listed with what has changed since each was made. */
export interface Exports {
  /** Lists the exports again, soon. */
  refresh(): void;
  close(): void;
}

const REFRESH_MS = 300;

export function createExports(root: string, onList: (exports: readonly ExportSnapshot[]) => void): Exports {
  let timer: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void listExports(root).then(onList), REFRESH_MS).unref();
  };
  return {
    refresh,
    close: () => clearTimeout(timer),
  };
}

/**
 * The exports in a project's folder, by name, with what has changed since each was made. Files that are older than the
 * manifest are not read again: only `lf-lens verify` does that.
 */
export async function listExports(root: string): Promise<ExportSnapshot[]> {
  const { files } = await findFiles([`**/*${manifestPath("")}`], { root, boundary: root, ignore: ignored });
  const found = await Promise.all(files.map((path) => describeExport(resolve(path), root)));
  return found.filter((one) => one !== undefined);
}

async function describeExport(path: string, root: string): Promise<ExportSnapshot | undefined> {
  try {
    const { manifest } = await readManifest(path);
    // The manifest's own time is that of the export's start: an LF that was edited while it was made counts as changed.
    const { mtimeMs, ctimeMs } = await stat(path);
    if (resolve(dirname(path), manifest.project) !== resolve(root)) return undefined;
    const changes = await findChanges(path, manifest, { inputsMs: mtimeMs, exportMs: ctimeMs });
    return { out: path.slice(0, -manifestPath("").length), rows: manifest.rows.written, format: manifest.format, changes };
  } catch {
    return undefined;
  }
}
