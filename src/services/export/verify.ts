import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { hashFiles } from "../../engine/output/inputs";
import { findFiles } from "../../files/findFiles";
import { readRegularText } from "../../files/regularFile";
import { manifestPath, manifestSchema, type HashedFile, type Manifest } from "../../protocol/manifest";
import type { ExportChange } from "../../protocol/snapshot";
import { goldFiles } from "../../gold/readGold";
import { parseConfig } from "../config/parse";
import { defaultLimits } from "../config/limits";
import { resolveSpec } from "../config/spec";
import { findLfFiles } from "../project/lfFiles";
import { slashes } from "../../files/paths";

/**
 * Reads the manifest of an export.
 * @param out the export's file or folder, or the manifest itself
 * @throws Error in plain words if there is none, or if it is no manifest
 */
export async function readManifest(out: string): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const path = resolve(out.endsWith(manifestPath("")) ? out : manifestPath(out));
  const text = await readRegularText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) throw new Error(`There is no ${path}: only an export with its manifest can be checked.`);
  try {
    return { path, manifest: manifestSchema.parse(JSON.parse(text)) };
  } catch (error) {
    throw new Error(`${path} is not an export manifest, or was edited. Export again.`, { cause: error });
  }
}

export interface Since {
  readonly inputsMs: number;
  readonly exportMs: number;
}

/**
 * Compares an export, and all it was made from, with its manifest.
 * @param since what was last written before these times is taken as it is: inputs, and the export itself. All is read if absent
 */
export async function findChanges(
  path: string,
  manifest: Manifest,
  since: Since = { inputsMs: -Infinity, exportMs: -Infinity },
): Promise<ExportChange[]> {
  const root = join(dirname(path), manifest.project);
  const { config, lfs, data } = manifest.inputs;
  const now = await listInputs(root);
  return [
    ...(await compare("export", dirname(path), manifest.files, [], since.exportMs)),
    ...(await compare("config", root, config, [], since.inputsMs)),
    ...(await compare("LFs", root, lfs, now.lfs, since.inputsMs)),
    ...(await compare("data", root, data, now.data, since.inputsMs)),
  ];
}

/** The files (absolute) of an earlier export of this name that were changed since: exporting there again would lose that. */
export async function editedFiles(out: string): Promise<string[]> {
  const earlier = await readManifest(out).catch(() => undefined);
  const changes = earlier ? await compare("export", dirname(earlier.path), earlier.manifest.files, [], -Infinity) : [];
  return changes.filter(({ what }) => what === "changed").map(({ path }) => path);
}

async function compare(
  part: ExportChange["part"],
  folder: string,
  expected: readonly HashedFile[],
  present: readonly string[],
  sinceMs: number,
): Promise<ExportChange[]> {
  const known = expected.map((file) => resolve(folder, file.path));
  const added = present.map((path) => resolve(path)).filter((path) => !known.includes(path));
  const changes: ExportChange[] = [];
  for (const [i, path] of known.entries()) {
    const what = await changeOf(folder, path, expected[i]!.sha256, sinceMs);
    if (what) changes.push({ part, path, what });
  }
  return [...changes, ...added.map((path): ExportChange => ({ part, path, what: "new" }))];
}

async function changeOf(folder: string, path: string, sha256: string, sinceMs: number): Promise<"changed" | "gone" | undefined> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile()) return "changed";
  if (there && there.mtimeMs < sinceMs) return undefined;
  const [hashed] = await hashFiles(folder, [path]);
  if (!hashed) return "gone";
  return hashed.sha256 === sha256 ? undefined : "changed";
}

/** The LF and data files that the project's config names now; none if it cannot be read. */
async function listInputs(root: string): Promise<{ readonly lfs: readonly string[]; readonly data: readonly string[] }> {
  const file = join(root, "lf.config.json");
  const text = await readRegularText(file).catch(() => "");
  const parsed = parseConfig(text, file);
  const spec = parsed.config && resolveSpec(parsed, parsed.config, root, { limits: defaultLimits, sample: {} }).spec;
  if (!parsed.config || !spec) return { lfs: [], data: [] };
  const patterns = Object.values(spec.data).flat();
  const globs = patterns.map((pattern) => slashes(relative(root, pattern))).filter((pattern) => /[*?{}[\]!()]/.test(pattern));
  return {
    lfs: (await findLfFiles(root, parsed.config.functions)).files,
    data: [...(globs.length === 0 ? [] : (await findFiles(globs, { root })).files), ...(await goldFiles(root, undefined)).files],
  };
}
