import type { JobEvent } from "./advance";
import { ServiceFailure } from "../net/failure";
import { ROLES, uploadName, type FileRole, type JobRecord } from "./job";
import type { JobOrder, Provider } from "./provider";
import type { JobStore } from "./store";

/** What a step works with. `record` writes an event to the job's record on disk and answers the record as it then is. */
export interface StepContext {
  readonly provider: Provider;
  readonly store: JobStore;
  readonly record: (event: JobEvent) => Promise<JobRecord>;
  readonly signal?: AbortSignal;
}

/** `again`: there is more to do at once. `wait`: look again after the provider's polling time. */
export type StepResult = "again" | "wait";

/**
 * Does the one thing that a job needs next, going by its record alone, so that it does not matter which process did what before.
 * Whatever makes something at the provider is written down before it is asked for; if that was done once already, it is looked
 * for first. A lost reply therefore never makes a second file or a second job.
 * @throws ServiceFailure
 */
export async function nextStep(job: JobRecord, context: StepContext): Promise<StepResult> {
  if (job.remoteId !== undefined)
    return job.cancelRequested && !job.cancelSent ? cancelRemote(job, job.remoteId, context) : watch(job, job.remoteId, context);
  if (job.cancelRequested) return cancelBeforeItRuns(job, context);
  const role = ROLES.find((name) => job.uploads[name] && job.uploads[name].ref === undefined);
  if (role) return upload(job, role, context);
  if (!job.filesReady) return waitForFiles(job, context);
  return create(job, context);
}

/** The order as the provider gets it. */
export function orderOf(job: JobRecord, store: JobStore): JobOrder {
  const { training, validation } = job.uploads;
  return {
    key: job.key,
    ticket: job.ticket,
    files: { training: training.ref ?? "", ...(validation?.ref === undefined ? {} : { validation: validation.ref }) },
    folder: store.folder(job.id),
  };
}

async function upload(job: JobRecord, role: FileRole, { provider, store, record, signal }: StepContext): Promise<StepResult> {
  const name = uploadName(job, role);
  const bytes = await store.agreedData(job, role);
  const found = job.uploads[role]!.tried ? await provider.findUpload(name, signal) : undefined;
  if (found === undefined) await record({ type: "uploading", role });
  const ref = found ?? (await provider.upload({ name, role, path: store.dataPath(job.id, role), bytes }, signal));
  await record({ type: "uploaded", role, ref });
  return "again";
}

async function waitForFiles(job: JobRecord, { provider, record, signal }: StepContext): Promise<StepResult> {
  for (const role of ROLES) {
    const ref = job.uploads[role]?.ref;
    if (ref === undefined) continue;
    try {
      if (await provider.isReady(ref, signal)) continue;
    } catch (error) {
      if (!(error instanceof ServiceFailure && error.kind === "gone")) throw error;
      await record({ type: "uploadLost", role });
      return "again";
    }
    await record({ type: "checkingFiles" });
    return "wait";
  }
  await record({ type: "filesReady" });
  return "again";
}

async function create(job: JobRecord, { provider, store, record, signal }: StepContext): Promise<StepResult> {
  const order = orderOf(job, store);
  const [found] = job.createTried > 0 ? await provider.find(order, signal) : [];
  if (found === undefined) {
    // On this machine the files are used where they lie, now and not when they were looked at before.
    if (provider.host === undefined) for (const role of ROLES) if (job.uploads[role]) await store.agreedData(job, role);
    // Somebody may have asked to cancel since the record was read: then nothing is made.
    const { cancelRequested } = await record({ type: "creating" });
    if (cancelRequested) return "again";
  }
  const remoteId = found ?? (await provider.create(order, signal));
  await record({ type: "created", remoteId });
  return "again";
}

async function watch(job: JobRecord, remoteId: string, context: StepContext): Promise<StepResult> {
  const { provider, store, record, signal } = context;
  if (!job.duplicatesChecked) await cancelDuplicates(job, remoteId, context);
  const logIds = new Set(job.log.map((entry) => entry.id));
  const known = {
    order: orderOf(job, store),
    logIds,
    cancelSent: job.cancelSent,
    ...(job.cursor === undefined ? {} : { cursor: job.cursor }),
  };
  try {
    const observation = await provider.observe(remoteId, known, signal);
    await record({ type: "observed", observation });
  } catch (error) {
    if (!(error instanceof ServiceFailure && error.kind === "gone" && provider.inProcess)) throw error;
    await record({ type: "lost" });
    return "again";
  }
  return "wait";
}

/**
 * The last line of defence: had the provider not listed a job at the moment when it was looked for, it is listed by now.
 * Whatever else came of the same order is cancelled.
 */
async function cancelDuplicates(job: JobRecord, remoteId: string, { provider, store, record, signal }: StepContext): Promise<void> {
  const order = orderOf(job, store);
  for (const id of await provider.find(order, signal)) if (id !== remoteId) await provider.cancel(id, order, signal);
  await record({ type: "duplicatesChecked" });
}

async function cancelRemote(job: JobRecord, remoteId: string, { provider, store, record, signal }: StepContext): Promise<StepResult> {
  try {
    await provider.cancel(remoteId, orderOf(job, store), signal);
    await record({ type: "cancelSent" });
  } catch (error) {
    if (!(error instanceof ServiceFailure && error.kind === "gone")) throw error;
    await record({ type: "cancelled" });
  }
  return "again";
}

async function cancelBeforeItRuns(job: JobRecord, { provider, store, record, signal }: StepContext): Promise<StepResult> {
  const [found] = job.createTried > 0 ? await provider.find(orderOf(job, store), signal) : [];
  await record(found === undefined ? { type: "cancelled" } : { type: "created", remoteId: found });
  return "again";
}
