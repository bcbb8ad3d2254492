import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { explainFullDisk } from "../files/diskFull";
import { holderOf, tryLock, underLock } from "../files/lock";
import { readUnlinkedFile } from "../files/regularFile";
import { writeAtomically } from "../files/writeAtomically";
import { NotAgreed, type Agreements } from "./agreements";
import { ServiceFailure } from "../net/failure";
import { ROLES, type FileRole, type JobRecord } from "./job";
import { readRecord, UnreadableRecord } from "./recordFile";

/** Jobs on disk. Reading changes nothing there. */
export interface JobStore {
  /** Writes a new job, which the user agreed to, and its data to disk; it appears whole or not at all. */
  add(job: JobRecord, data: Partial<Record<FileRole, Uint8Array>>): Promise<void>;
  /** @throws Error if there is no such job, UnreadableRecord if this version cannot read its record */
  read(id: string): Promise<JobRecord>;
  /** A job as it is now, if the user agreed to it on this machine. @throws NotAgreed, and as `read` does */
  readAgreed(id: string): Promise<JobRecord>;
  isAgreed(id: string): Promise<boolean>;
  /** Changes a job's record, based on the newest one no matter who wrote it. Answers the record as it is now. */
  update(id: string, change: (job: JobRecord) => JobRecord): Promise<JobRecord>;
  /** The same; and from now on the record counts as agreed to. */
  agree(id: string, change: (job: JobRecord) => JobRecord): Promise<JobRecord>;
  /** The bytes of a job's file, which are those that the user agreed to. @throws ServiceFailure "unsafe" if they are not */
  agreedData(job: JobRecord, role: FileRole): Promise<Buffer>;
  /** All jobs, oldest first, and what cannot be read. */
  list(): Promise<{ readonly jobs: readonly JobRecord[]; readonly unreadable: readonly UnreadableRecord[] }>;
  /** Does work that no other process may do for this job at the same time; undefined without doing it while one does. */
  exclusively<T>(id: string, work: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
  /** Who does such work now, in words; undefined if nobody does. */
  busyWith(id: string): Promise<string | undefined>;
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
export function openJobStore(root: string, redact: (text: string) => string, agreements: Agreements): JobStore {
  const folder = (id: string): string => folderOf(root, id);
  const recordPath = (id: string): string => join(folder(id), RECORD);
  const dataPath = (id: string, role: FileRole): string => join(folder(id), `${role}.jsonl`);
  const read = (id: string): Promise<JobRecord> => readRecord(recordPath(id), id);
  const change = (id: string, work: (job: JobRecord) => JobRecord, agree: boolean): Promise<JobRecord> =>
    underLock(join(folder(id), "write.lock"), async () => {
      const before = await readOrSetAside(recordPath(id), id);
      const after = work(before);
      if (after === before && !agree) return before;
      const clean = redacted(after, redact);
      const covered = agree || (await agreements.covers(folder(id), before));
      // A crash may come between the two: until the record is written, both count.
      if (covered) await agreements.keep(folder(id), clean, agree ? undefined : before);
      await writeAtomically(recordPath(id), JSON.stringify(clean, null, 2));
      if (covered) await agreements.keep(folder(id), clean);
      return clean;
    }).catch(async (error: unknown) => {
      throw await explainFullDisk(error, root, `The record of job ${id} could not be written.`);
    });
  const readAgreed = async (id: string): Promise<JobRecord> => {
    for (let last: JobRecord | undefined; ;) {
      const job = await read(id);
      if (await agreements.covers(folder(id), job)) return job;
      // Another process may have led it on between the two looks.
      if (last && JSON.stringify(last) === JSON.stringify(job)) throw new NotAgreed(id);
      last = job;
    }
  };
  return {
    folder,
    dataPath,
    read,
    readAgreed,
    isAgreed: (id) =>
      readAgreed(id).then(
        () => true,
        () => false,
      ),
    update: (id, work) => change(id, work, false),
    agree: (id, work) => change(id, work, true),
    add: async (job, data) => {
      await agreements.keep(folder(job.id), redacted(job, redact));
      await writeNewJob(root, redacted(job, redact), data).catch(async (error: unknown) => {
        await agreements.forget(folder(job.id));
        const bytes = ROLES.reduce((sum, role) => sum + (data[role]?.length ?? 0), 0);
        throw await explainFullDisk(error, root, "The job could not be made; nothing was sent.", bytes);
      });
    },
    agreedData: (job, role) => agreedData(dataPath(job.id, role), job.files[role]),
    async list() {
      const names = (await readdir(root).catch(() => [])).filter(isJobId).sort();
      const jobs: JobRecord[] = [];
      const unreadable: UnreadableRecord[] = [];
      for (const id of names)
        if (await isThere(recordPath(id)))
          await read(id).then(
            (job) => jobs.push(job),
            (error: unknown) => unreadable.push(asUnreadable(error, id, recordPath(id))),
          );
      return { jobs, unreadable };
    },
    async remove(id) {
      // Out of the list first, so that a job is there whole or not at all.
      const doomed = join(root, `.removed-${randomUUID()}`);
      await rename(folder(id), doomed);
      await agreements.forget(folder(id));
      await rm(doomed, { recursive: true, force: true, maxRetries: 5 });
    },
    async exclusively(id, work) {
      const release = await tryLock(submitLock(folder(id)));
      if (!release) return undefined;
      try {
        return { value: await work() };
      } finally {
        await release();
      }
    },
    busyWith: (id) => holderOf(submitLock(folder(id))),
  };
}

/** A job's record alone. @throws as `JobStore.read` does */
export const readJob = (root: string, id: string): Promise<JobRecord> => readRecord(join(folderOf(root, id), RECORD), id);

/** Whether a folder among the jobs is one of them: those that are being made or removed have names of another kind. */
export const isJobId = (name: string): boolean => /^[\w-]+$/.test(name);

function folderOf(root: string, id: string): string {
  if (!isJobId(id)) throw new Error(`"${id}" is not a job id. The list of jobs shows them.`);
  return join(root, id);
}

const submitLock = (folder: string): string => join(folder, "submit.lock");

/** No key is in what is written, and none in what is handed on. */
function redacted(job: JobRecord, redact: (text: string) => string): JobRecord {
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return redact(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[redact(name), clean(item)]])));
  };
  return clean(job) as JobRecord;
}

async function writeNewJob(root: string, job: JobRecord, data: Partial<Record<FileRole, Uint8Array>>): Promise<void> {
  await mkdir(root, { recursive: true });
  await writeAtomically(join(root, ".gitignore"), IGNORE);
  const temporary = join(root, `.new-${randomUUID()}`);
  try {
    await mkdir(temporary);
    for (const role of ROLES) if (data[role]) await writeAtomically(join(temporary, `${role}.jsonl`), data[role]);
    await writeAtomically(join(temporary, RECORD), JSON.stringify(job, null, 2));
    await rename(temporary, folderOf(root, job.id));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** What nobody can read is moved out of the way when the job is to be changed, and only then. */
async function readOrSetAside(path: string, id: string): Promise<JobRecord> {
  try {
    return await readRecord(path, id);
  } catch (error) {
    if (!(error instanceof UnreadableRecord && error.reason === "notJson")) throw error;
    const aside = path.replace(/\.json$/, `.damaged-${randomUUID().slice(0, 8)}.json`);
    await rename(path, aside);
    error.message += ` It was set aside as ${aside}.`;
    throw error;
  }
}

async function agreedData(path: string, agreed: JobRecord["files"]["training"] | undefined): Promise<Buffer> {
  const refuse = (why: string): ServiceFailure =>
    new ServiceFailure(
      "unsafe",
      `${path}: ${why}, so it is not what you agreed to. Nothing of it was sent: cancel the job and make a new one.`,
    );
  if (!agreed) throw refuse("the job has no such file");
  const bytes = await readUnlinkedFile(path, agreed.bytes).catch((error: Error) => {
    throw refuse(error.message.replace(`${path} `, "").replace(/\.$/, ""));
  });
  if (createHash("sha256").update(bytes).digest("hex") !== agreed.sha256) throw refuse("its content was changed");
  return bytes;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const asUnreadable = (error: unknown, id: string, path: string): UnreadableRecord =>
  error instanceof UnreadableRecord ? error : new UnreadableRecord(id, path, "damaged", (error as Error).message);
