import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readRegularText } from "../../files/regularFile";
import { sha256 } from "../../files/sha256";
import { flushFile, writeAtomically } from "../../files/writeAtomically";
import { manifestPath, stagingFolder } from "../../protocol/manifest";
import { isOwnerFile } from "./owner";
import { earlierFilesBeside, removeFiles } from "./place";

/** The hidden folder beside a file or folder in which that grows (an export, a model, predictions) until it is whole; its owner writes there. */
export interface Staging {
  /** Where parts go. */
  readonly folder: string;
  /** Where the files go that are to appear. */
  readonly files: string;
  /** Whether there was something to go on with, but of other inputs or options. */
  readonly startedOver: boolean;
  /**
   * Puts the files (paths relative to the folder of `out`), and then the manifest, in their places. The manifest gets the time of
   * the start: whatever is written later may be another input than the one that was read. Without a manifest, an earlier one of
   * that name goes.
   */
  publish(names: readonly string[], manifest?: string): Promise<void>;
  /** Removes everything; what stood in its place before stays. */
  discard(): Promise<void>;
}

export interface StagingInput {
  /** Absolute path of the file or folder that is to appear. */
  readonly out: string;
  /** Changes with all that parts depend on. */
  readonly key: string;
  /** Go on with parts that were made with the same key, if there are any. */
  readonly resume: boolean;
}

/** Empties the staging folder, which `owningOutput` has made, or takes up what a killed process left in it. */
export async function openStaging({ out, key, resume }: StagingInput): Promise<Staging> {
  const folder = stagingFolder(out);
  const files = join(folder, "files");
  const own = await keyHere(folder, key);
  const left = resume ? await textOf(join(folder, "key")) : undefined;
  const resumes = left === own;
  const clear = async (): Promise<void> => {
    const names = (await readdir(folder).catch((): string[] => [])).filter((name) => !isOwnerFile(name));
    await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  };
  if (!resumes) await clear();
  await writeAtomically(join(folder, "key"), own);
  await rm(files, { recursive: true, force: true });
  await mkdir(files);
  const started = new Date();
  return {
    folder,
    files,
    startedOver: left !== undefined && !resumes,
    discard: clear,
    async publish(names, manifest) {
      const target = dirname(out);
      for (const name of names) await flushFile(join(files, name));
      if (manifest !== undefined) await writeAtomically(join(folder, "manifest"), manifest, { time: started });
      for (const top of new Set(names.map((name) => name.split("/")[0]!))) await replace(join(files, top), join(target, top), folder);
      const before = await earlierFilesBeside(out);
      if (manifest === undefined) await rm(manifestPath(out), { force: true });
      else await rename(join(folder, "manifest"), manifestPath(out));
      await removeFiles(
        target,
        before.filter(({ path }) => !names.includes(path)),
      );
      await clear();
    },
  };
}

/**
 * A key that fits this very folder: one that came with a project, by a clone or a copy, is another folder, whatever it holds. Its
 * parts prove nothing: nobody knows who voted there.
 */
async function keyHere(folder: string, key: string): Promise<string> {
  const { dev, ino, birthtimeNs } = await stat(folder, { bigint: true });
  return sha256([key, dev, ino, birthtimeNs].join(" ")).toString("hex");
}

const textOf = (path: string): Promise<string | undefined> => readRegularText(path).catch(() => undefined);

/** Renames a file over what is there; a folder cannot take a folder's place, so the old one is moved out of the way first. */
async function replace(from: string, to: string, folder: string): Promise<void> {
  const isFolder = (await stat(from)).isDirectory();
  const old = join(folder, "replaced");
  if (!isFolder || !existsSync(to)) return rename(from, to);
  await rename(to, old);
  await rename(from, to).catch(async (error: unknown) => {
    await rename(old, to);
    throw error;
  });
}
