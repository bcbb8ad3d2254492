import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdir, open, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { readUnlinkedFile } from "../files/regularFile";
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
  /** What shows that LF Lens wrote a text that lies in a project's folder, for this user and on this machine. */
  readonly seal: (text: string) => Promise<string>;
}

const entrySchema = z.strictObject({ version: z.literal(1), folder: z.string(), stamps: z.array(z.string()) });

const KEY_BYTES = 32;
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
  let key: Promise<Buffer> | undefined;
  return {
    covers: async (folder, job) => (await stampsIn((await entryOf(folder)).path)).includes(stampOf(job)),
    async keep(folder, job, before) {
      const { path, folder: real } = await entryOf(folder);
      const stamps = [...new Set([...(before ? [before] : []), job].map(stampOf))];
      // Most changes are of what nothing hangs on.
      if (JSON.stringify(await stampsIn(path)) === JSON.stringify(stamps)) return;
      await writable(state, async () => {
        await mkdir(jobs, { recursive: true, mode: 0o700 });
        await writeAtomically(path, JSON.stringify({ version: 1, folder: real, stamps }), { mode: 0o600 });
      });
    },
    forget: async (folder) => rm((await entryOf(folder)).path, { force: true }),
    seal: async (text) =>
      createHmac("sha256", await (key ??= machineKey(state)))
        .update(text)
        .digest("base64url"),
  };
}

/** All of a record that decides what is run, sent, asked for or ended with the user's key. */
function stampOf({ id, key, ticket, files, uploads, remoteId, cancelRequested, tunedModel }: JobRecord): string {
  const refs = [uploads.training.ref, uploads.validation?.ref];
  return sha256(JSON.stringify(sorted({ id, key, ticket, files, refs, remoteId, cancelRequested, tunedModel })));
}

/** The same value with keys in one order, whoever wrote it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item ?? null));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, sorted(item)]));
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A key of this user on this machine; made when it is first needed. */
async function machineKey(state: string): Promise<Buffer> {
  const path = join(state, "seal.key");
  return writable(state, async () => {
    await mkdir(state, { recursive: true, mode: 0o700 });
    // Made by one of many who come at once; the others read it. It is so small that it is there whole as soon as it has its size.
    const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return undefined;
    });
    if (file)
      try {
        await file.writeFile(randomBytes(KEY_BYTES));
        await file.sync();
      } finally {
        await file.close();
      }
    for (let tries = 0; ; tries++) {
      const key = await readUnlinkedFile(path, KEY_BYTES);
      if (key.length === KEY_BYTES) return key;
      if (tries > 50) throw new Error(`${path} is damaged. Delete it: answers of models that were kept before are then asked for again.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

async function writable<T>(state: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(
      `${state}: what you agree to is kept here, and it cannot be written (${message}). Make room or allow it, or set XDG_STATE_HOME to another folder.`,
      { cause: error },
    );
  }
}

/** A job that came with its folder, or that was changed there: nothing is run, sent or asked for until the user agrees to it. */
export class NotAgreed extends Error {
  override readonly name = "NotAgreed";

  constructor(id: string) {
    super(`Job ${id} was not agreed to on this machine, or was changed since. Nothing was run or sent.`);
  }
}
