import { createHash } from "node:crypto";
import { mkdir, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { readUnlinkedFile } from "../files/regularFile";
import { openSeal, writingState, type Seal } from "../files/seal";
import { writeAtomically } from "../files/writeAtomically";
import type { JobRecord } from "./job";

/**
 * What the user agreed to on this machine, and what LF Lens made since. It is kept in the user's own storage: a project's folder may
 * come from anywhere (a clone, an archive, a copy), so that nothing in it can say what this user agreed to.
 */
export interface Agreements {
  /** Whether a job, where it lies, is as the user agreed to it here and as LF Lens has led it on since. */
  covers(folder: string, job: JobRecord): Promise<boolean>;
  /** From now on this record is covered, and the one before: a crash may come before the new one is written. */
  keep(folder: string, job: JobRecord, before?: JobRecord): Promise<void>;
  forget(folder: string): Promise<void>;
  readonly seal: Seal;
}

const entrySchema = z.strictObject({ version: z.literal(1), folder: z.string(), stamps: z.array(z.string()) });

const MOST_BYTES = 1_000_000;

/** @param state the folder of `userStateFolder` */
export function openAgreements(state: string): Agreements {
  const jobs = join(state, "jobs");
  const entryOf = async (folder: string): Promise<{ path: string; folder: string }> => {
    // The folder itself may not be there yet.
    const real = join(await realpath(dirname(folder)).catch(() => dirname(folder)), basename(folder));
    return { path: join(jobs, `${sha256(real).slice(0, 40)}.json`), folder: real };
  };
  const stampsIn = async (path: string): Promise<readonly string[]> => {
    try {
      return entrySchema.parse(JSON.parse((await readUnlinkedFile(path, MOST_BYTES)).toString("utf8"))).stamps;
    } catch {
      // Without a sound entry nothing was agreed to.
      return [];
    }
  };
  return {
    covers: async (folder, job) => (await stampsIn((await entryOf(folder)).path)).includes(stampOf(job)),
    async keep(folder, job, before) {
      const { path, folder: real } = await entryOf(folder);
      const stamps = [...new Set([...(before ? [before] : []), job].map(stampOf))];
      // Most changes are of what nothing hangs on.
      if (JSON.stringify(await stampsIn(path)) === JSON.stringify(stamps)) return;
      await writingState(state, async () => {
        await mkdir(jobs, { recursive: true, mode: 0o700 });
        await writeAtomically(path, JSON.stringify({ version: 1, folder: real, stamps }), { mode: 0o600 });
      });
    },
    forget: async (folder) => rm((await entryOf(folder)).path, { force: true }),
    seal: openSeal(state),
  };
}

/** All of a record that decides what is run, sent, asked for or ended with the user's key. */
function stampOf({ id, key, ticket, files, uploads, remoteId, cancelRequested, tunedModel }: JobRecord): string {
  const refs = [uploads.training.ref, uploads.validation?.ref];
  return sha256(JSON.stringify(sorted({ id, key, ticket, files, refs, remoteId, cancelRequested, tunedModel })));
}

/** The same value with keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item ?? null));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, sorted(item)]));
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A job that came with its folder, or that was changed there: nothing is run, sent or asked for until the user agrees to it. */
export class NotAgreed extends Error {
  override readonly name = "NotAgreed";

  constructor(id: string) {
    super(`Job ${id} was not agreed to on this machine, or was changed since. Nothing was run or sent.`);
  }
}
