import { isFinal } from "../protocol/jobs";
import type { JobRecord } from "./job";
import { followJob, recordEvent, type Follow, type JobTools } from "./runner";

/** How often an unreachable provider is asked before a command gives up; the job's follower goes on. */
const PATIENCE = 4;

/**
 * Asks for a job's end. The wish is on disk at once, so that what follows the job carries it out, now or after a restart.
 * @returns the job: cancelled, or still on its way to it, or ended otherwise if its end came first
 */
export async function cancelJob(id: string, tools: JobTools, follow: Follow = {}): Promise<JobRecord> {
  const found = await tools.store.read(id);
  if (isFinal(found.state)) return found;
  await tools.store.readAgreed(id);
  const job = await recordEvent(id, { type: "cancelRequested" }, tools);
  if (isFinal(job.state)) return job;
  return followJob(id, tools, { patience: PATIENCE, ...follow, until: (now) => now.cancelSent });
}

/** @throws Error if the provider cannot pause jobs or if this one does not run there */
export async function pauseJob(id: string, tools: JobTools, signal?: AbortSignal): Promise<JobRecord> {
  const { remoteId, provider } = await runningJob(id, tools);
  if (!provider.pause) throw new Error(`${provider.title} cannot pause a job. Cancel it, or let it run.`);
  await provider.pause(remoteId, signal);
  return recordEvent(id, { type: "paused" }, tools);
}

/** Takes a job on again: a paused one at its provider, one that was cut short from where it stands. */
export async function resumeJob(id: string, tools: JobTools, follow: Follow = {}): Promise<JobRecord> {
  const found = await tools.store.read(id);
  if (isFinal(found.state)) return found;
  const job = await tools.store.readAgreed(id);
  if (job.paused) {
    const { remoteId, provider } = await runningJob(id, tools);
    await provider.resume?.(remoteId, follow.signal);
    await recordEvent(id, { type: "resumed" }, tools);
  }
  return submitJob(id, tools, follow);
}

/** Sends a job to its provider and answers as soon as it is there; one that runs in this process is followed to its end. */
export async function submitJob(id: string, tools: JobTools, follow: Follow = {}): Promise<JobRecord> {
  const { ticket } = await tools.store.read(id);
  const { inProcess } = tools.provider(ticket);
  return followJob(id, tools, { patience: PATIENCE, ...follow, until: (job) => job.remoteId !== undefined && !inProcess });
}

async function runningJob(id: string, tools: JobTools): Promise<{ remoteId: string; provider: ReturnType<JobTools["provider"]> }> {
  const job = await tools.store.readAgreed(id);
  if (isFinal(job.state)) throw new Error(`Job ${id} has ended: ${job.state}.`);
  if (job.remoteId === undefined) throw new Error(`Job ${id} is not at its provider yet.`);
  return { remoteId: job.remoteId, provider: tools.provider(job.ticket) };
}
