import { randomUUID } from "node:crypto";
import { access, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { tryLock, underLock } from "../files/lock";
import { writeAtomically } from "../files/writeAtomically";
import { ROLES, jobRecordSchema, type FileRole, type JobRecord } from "./job";

export interface JobStore {
  /** Writes a new job and its data to disk; it appears whole or not at all. */
  add(job: JobRecord, data: Partial<Record<FileRole, Uint8Array>>): Promise<void>;
  /** @throws Error if there is no such job, or if its record is damaged, which is then set aside */
  read(id: string): Promise<JobRecord>;
  /** Changes a job's record, based on the newest one whoever wrote it. Answers the record as it is now. */
  update(id: string, change: (job: JobRecord) => JobRecord): Promise<JobRecord>;
  /** All jobs, oldest first; damaged records are set aside and reported. */
  list(): Promise<{ readonly jobs: readonly JobRecord[]; readonly damaged: readonly string[] }>;
  /** Does work that no other process may do for this job at the same time; undefined without doing it while one does. */
  exclusively<T>(id: string, work: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
  /** Deletes a job's record and data. */
  remove(id: string): Promise<void>;
  folder(id: string): string;
  dataPath(id: string, role: FileRole): string;
}

const RECORD = "job.json";
// Jobs must not be lost with what can be made again, and their data must not get into git.
const IGNORE = "# Fine-tune jobs: records and copies of training data. Not for git.\n*\n";

/**
 * The jobs of a folder: one folder a job with its record, `job.json`, and the data that it was made with.
 * @param redact applied to every text in a record before it is written or handed on
 */
export function openJobStore(root: string, redact: (text: string) => string): JobStore {
  const folder = (id: string): string => {
    if (!/^[\w-]+$/.test(id)) throw new Error(`"${id}" is no job id. The list of jobs shows them.`);
    return join(root, id);
  };
  /** Answers the record as it is on disk: no key is in what is handed on, either. */
  const write = async (path: string, job: JobRecord): Promise<JobRecord> => {
    const text = JSON.stringify(job, (_, value: unknown) => (typeof value === "string" ? redact(value) : value), 2);
    await writeAtomically(path, text);
    return JSON.parse(text) as JobRecord;
  };
  const read = (id: string): Promise<JobRecord> => readRecord(join(folder(id), RECORD), id);
  return {
    folder,
    dataPath: (id, role) => join(folder(id), `${role}.jsonl`),
    async add(job, data) {
      await mkdir(root, { recursive: true });
      await writeFile(join(root, ".gitignore"), IGNORE);
      const temporary = join(root, `.new-${randomUUID()}`);
      await mkdir(temporary);
      for (const role of ROLES) if (data[role]) await writeAtomically(join(temporary, `${role}.jsonl`), data[role]);
      await write(join(temporary, RECORD), job);
      await rename(temporary, folder(job.id));
    },
    read,
    update: (id, change) =>
      underLock(join(folder(id), "write.lock"), async () => {
        const before = await read(id);
        const after = change(before);
        return after === before ? before : write(join(folder(id), RECORD), after);
      }),
    async list() {
      const names = (await readdir(root).catch(() => [])).filter((name) => /^[\w-]+$/.test(name)).sort();
      const jobs: JobRecord[] = [];
      const damaged: string[] = [];
      for (const id of names) {
        const hasRecord = await access(join(root, id, RECORD)).then(
          () => true,
          () => false,
        );
        if (!hasRecord) continue;
        await read(id).then(
          (job) => jobs.push(job),
          (error: unknown) => damaged.push((error as Error).message),
        );
      }
      return { jobs, damaged };
    },
    async remove(id) {
      // Out of the list first, so that a job is there whole or not at all.
      const doomed = join(root, `.removed-${randomUUID()}`);
      await rename(folder(id), doomed);
      await rm(doomed, { recursive: true, force: true, maxRetries: 5 });
    },
    async exclusively(id, work) {
      const release = await tryLock(join(folder(id), "submit.lock"));
      if (!release) return undefined;
      try {
        return { value: await work() };
      } finally {
        await release();
      }
    },
  };
}

async function readRecord(path: string, id: string): Promise<JobRecord> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? new Error(`There is no job "${id}" here. The list of jobs shows those that are.`) : error;
  });
  try {
    return jobRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).split("\n").slice(0, 2).join(" ") : (error as Error).message;
    const aside = path.replace(/\.json$/, `.damaged-${randomUUID().slice(0, 8)}.json`);
    await rename(path, aside);
    throw new Error(
      `${path}: the job's record is damaged (${reason}). It was set aside as ${aside}; the job itself goes on at its provider.`,
    );
  }
}
