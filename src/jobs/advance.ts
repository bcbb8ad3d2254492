import { isFinal, type Checkpoint, type JobState, type LogEntry, type MetricPoint } from "../protocol/jobs";
import type { FileRole, JobRecord } from "./job";
import type { Observation } from "./provider";

export type JobEvent =
  | { readonly type: "uploading" | "uploadLost"; readonly role: FileRole }
  | { readonly type: "uploaded"; readonly role: FileRole; readonly ref: string }
  | { readonly type: "checkingFiles" | "filesReady" | "creating" | "duplicatesChecked" }
  | { readonly type: "created"; readonly remoteId: string }
  | { readonly type: "observed"; readonly observation: Observation }
  /** No contact; the job goes on being asked for. */
  | { readonly type: "unreachable"; readonly problem: string }
  /** The user has to act before the job can be asked for again. */
  | { readonly type: "blocked"; readonly problem: string }
  | { readonly type: "failed"; readonly problem: string }
  | { readonly type: "cancelRequested" | "cancelSent" | "cancelled" }
  | { readonly type: "paused" | "resumed" }
  /** The job ran in a process that is no more: it has to be started again. */
  | { readonly type: "lost" };

/** Of a log so long that nobody reads it, the newest entries are kept. */
const MOST_LOG_ENTRIES = 5000;
/** How often a finished job is asked for the rest of its log before it is finished without. */
const LOG_ATTEMPTS = 3;

/**
 * The job after an event. Pure; a job that has ended stays as it is.
 * @param at milliseconds since 1970; times never run backwards in the history, whatever the clock does
 */
export function advance(job: JobRecord, event: JobEvent, at: number): JobRecord {
  if (isFinal(job.state)) return job;
  const now = Math.max(at, job.changedAt);
  const changed = { ...job, changedAt: now };
  switch (event.type) {
    case "uploading":
      return withUpload(changed, event.role, { ...job.uploads[event.role], tried: true });
    case "uploadLost":
      return { ...withUpload(changed, event.role, { tried: false }), filesReady: false };
    case "uploaded":
      return inContact(withUpload(changed, event.role, { tried: true, ref: event.ref }));
    case "checkingFiles":
      return enter(inContact(changed), "validating");
    case "filesReady":
      return { ...inContact(changed), filesReady: true };
    case "creating":
      return { ...changed, createTried: job.createTried + 1 };
    case "created":
      return { ...inContact(changed), remoteId: event.remoteId, duplicatesChecked: job.createTried <= 1 };
    case "duplicatesChecked":
      return { ...changed, duplicatesChecked: true };
    case "observed":
      return observed(inContact(changed), event.observation);
    case "unreachable":
    case "blocked":
      return outOfContact(changed, event.problem, event.type === "blocked");
    case "failed":
      return enter({ ...changed, problem: event.problem }, "failed", event.problem);
    case "cancelRequested":
      return { ...changed, cancelRequested: true };
    case "cancelSent":
      return { ...inContact(changed), cancelSent: true };
    case "cancelled":
      return enter(withoutProblem(changed), "cancelled");
    case "paused":
      return { ...changed, paused: true };
    case "resumed":
      return { ...changed, paused: false };
    case "lost": {
      const { remoteId: _, cursor: __, progress: ___, ...rest } = changed;
      return enter({ ...rest, createTried: 0 }, "pending", "started again: the process that trained it ended");
    }
  }
}

function enter(job: JobRecord, state: JobState, note?: string): JobRecord {
  const { formerState: _, ...rest } = job;
  if (state === job.state) return rest;
  const ended = isFinal(state) ? { paused: false } : {};
  return { ...rest, ...ended, state, history: [...job.history, { at: job.changedAt, state, ...(note === undefined ? {} : { note }) }] };
}

function withoutProblem(job: JobRecord): JobRecord {
  const { problem: _, ...rest } = job;
  return rest;
}

/** The provider has answered: the problem is over and an unknown job is again what it was. */
function inContact(job: JobRecord): JobRecord {
  const well = withoutProblem(job);
  return job.state === "unknown" ? enter(well, job.formerState ?? "pending") : well;
}

/** A job that is not yet at the provider stays what it is while the user has to act: nothing about it is unknown. */
function outOfContact(job: JobRecord, problem: string, userMustAct: boolean): JobRecord {
  const troubled = { ...job, problem };
  if (job.state === "unknown" || (userMustAct && job.remoteId === undefined)) return troubled;
  return { ...enter(troubled, "unknown", problem), formerState: job.state };
}

function withUpload(job: JobRecord, role: FileRole, upload: { tried: boolean; ref?: string }): JobRecord {
  return { ...job, uploads: { ...job.uploads, [role]: upload } };
}

function observed(job: JobRecord, seen: Observation): JobRecord {
  const ended = isFinal(seen.state);
  const waitForLog = ended && !seen.logComplete && job.logTried < LOG_ATTEMPTS;
  const merged: JobRecord = {
    ...job,
    log: mergeLog(job.log, seen.log),
    metrics: mergeBy(job.metrics, seen.metrics, (point) => point.step, mergePoint),
    checkpoints: mergeBy(
      job.checkpoints,
      seen.checkpoints,
      (checkpoint) => checkpoint.step,
      (_, newer) => newer,
    ),
    hyperparameters: { ...job.hyperparameters, ...seen.hyperparameters },
    paused: seen.paused ?? job.paused,
    ...(seen.cursor === undefined ? {} : { cursor: seen.cursor }),
    ...(seen.progress === undefined ? {} : { progress: seen.progress }),
    ...(seen.trainedTokens === undefined ? {} : { trainedTokens: seen.trainedTokens }),
    ...(seen.billedUsd === undefined ? {} : { billedUsd: seen.billedUsd }),
    ...(seen.tunedModel === undefined ? {} : { tunedModel: seen.tunedModel }),
    ...(waitForLog ? { logTried: job.logTried + 1 } : {}),
  };
  if (waitForLog) return merged;
  const noted =
    ended && !seen.logComplete ? withNote(merged, "The provider's log could not be read to its end; entries may be missing.") : merged;
  const outcome = seen.state === "succeeded" && job.cancelRequested ? "finished before the cancel reached it" : seen.problem;
  return enter(seen.problem === undefined ? noted : { ...noted, problem: seen.problem }, seen.state, outcome);
}

function withNote(job: JobRecord, message: string): JobRecord {
  return { ...job, log: mergeLog(job.log, [{ id: `note:${message}`, at: job.changedAt, level: "warning", message }]) };
}

/** By time, each entry once; entries of one time stay in the order in which they came. */
function mergeLog(old: readonly LogEntry[], added: readonly LogEntry[]): LogEntry[] {
  const known = new Set(old.map((entry) => entry.id));
  const fresh = added.filter(({ id }) => !known.has(id) && known.add(id));
  return [...old, ...fresh].sort((a, b) => a.at - b.at).slice(-MOST_LOG_ENTRIES);
}

function mergeBy<T extends MetricPoint | Checkpoint>(
  old: readonly T[],
  added: readonly T[],
  keyOf: (item: T) => number,
  merge: (older: T, newer: T) => T,
): T[] {
  const byKey = new Map(old.map((item) => [keyOf(item), item]));
  for (const item of added) {
    const older = byKey.get(keyOf(item));
    byKey.set(keyOf(item), older ? merge(older, item) : item);
  }
  return [...byKey.values()].sort((a, b) => keyOf(a) - keyOf(b));
}

const mergePoint = (older: MetricPoint, newer: MetricPoint): MetricPoint => ({ ...older, ...newer });
