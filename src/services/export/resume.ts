import { readdir, rm } from "node:fs/promises";
import { stagingFolder } from "../../protocol/manifest";

/** Removes what an export or a model that was cancelled had made so far. */
export const discardPartial = (out: string): Promise<void> => rm(stagingFolder(out), { recursive: true, force: true });

/**
 * Keeps what an export that was interrupted can go on from, and removes the rest of it.
 * @param out absolute path of the export; nobody writes it any more
 * @returns the folder in which it waits to be resumed; undefined if there was nothing yet to go on from
 */
export async function keepParts(out: string): Promise<string | undefined> {
  const folder = stagingFolder(out);
  const names = await readdir(folder).catch((): string[] => []);
  if (names.some((name) => /^part-\d+$/.test(name))) return folder;
  await discardPartial(out);
  return undefined;
}
