import { isFinal } from "../protocol/jobs";
import { advance, type JobEvent } from "./advance";
import { NotAgreed } from "./agreements";
import type { Clock } from "../net/clock";
import { ServiceFailure, waitAfter } from "../net/failure";
import { newJob, type JobRecord } from "./job";
import { withOwnSignal } from "../net/ownSignal";
import { refuseIfOver, type Proposal } from "./prepare";
import type { Provider } from "./provider";
import type { SecretKeeper } from "./secrets";
import { nextStep, type StepContext, type StepResult } from "./step";
import type { JobStore } from "./store";
import type { JobTicket } from "./ticket";
import type { Seal } from "../files/seal";

/** Everything that jobs need of the world. */
export interface JobTools {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly secrets: SecretKeeper;
  readonly provider: (ticket: JobTicket) => Provider;
  /** See Agreements. */
  readonly seal: Seal;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  /** Told of a job's record after each change. */
  readonly onChange?: (job: JobRecord) => void;
  /** Told when another process works on a job for longer than a moment, and which. */
  readonly onBusy?: (text: string) => void;
}

export interface Follow {
  readonly signal?: AbortSignal;
  /** Where to stop; always at the job's end. */
  readonly until?: (job: JobRecord) => boolean;
  /** Failures in a row after which to give up; without it, never. The job itself goes on. */
  readonly patience?: number;
}

/** @throws Error if the proposal has errors */
export function assertAgreeable({ problems }: Proposal): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    throw new Error(`The job cannot be made: ${errors[0]!.message}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ""}`);
}

/**
 * Makes a job on disk: the first thing that happens, before any request. Nothing is sent by this; `followJob` does that.
 * @param consent the hash of the summary that the user said yes to
 * @throws Error if the proposal has errors, if the consent is to another summary, or if the service no longer accepts jobs
 */
export async function addJob(proposal: Proposal, consent: string, tools: JobTools): Promise<JobRecord> {
  assertAgreeable(proposal);
  if (consent !== proposal.summary.hash)
    throw new Error("What would be sent is not what was agreed to: the data, the settings or the price changed. Read the summary again.");
  const job = newJob(proposal, tools.clock.now());
  await tools.store.add(job, proposal.data);
  tools.onChange?.(job);
  return job;
}

/**
 * Takes a job on from wherever it stands and follows it to its end: uploads, create, polling, cancel. May be called again and
 * again, after a crash, and by several processes at once.
 * @returns the job's record at its end, or where `until` holds, or when patience is out
 * @throws NotAgreed before anything is done, if the user did not agree to the job on this machine
 * @throws ServiceFailure when the user has to act first: no key, no credit, a job that its provider does not know
 * @throws the signal's reason when aborted; the job goes on at its provider
 */
export async function followJob(
  id: string,
  tools: JobTools,
  { signal, until = () => false, patience = Infinity }: Follow = {},
): Promise<JobRecord> {
  const isDone = (job: JobRecord): boolean => isFinal(job.state) || until(job);
  const pause = async (ms: number): Promise<void> => {
    if (!isDone(await tools.store.read(id))) await tools.clock.sleep(ms, signal);
  };
  let failures = 0;
  const others = waitingForOthers();
  for (;;) {
    signal?.throwIfAborted();
    const found = await tools.store.read(id);
    if (isDone(found)) return found;
    const job = await tools.store.readAgreed(id);
    const provider = tools.provider(job.ticket);
    try {
      const result = await takeStep(job, provider, tools, signal);
      failures = 0;
      if (result === "busy") await others.say(job.id, tools);
      else others.done();
      if (result !== "again") await pause(provider.pollMs);
    } catch (error) {
      signal?.throwIfAborted();
      const failure = asFailure(error, tools);
      failures++;
      await recordFailure(job, failure, failures, tools);
      if (!failure.passes && !isHopeless(job, failure)) throw failure;
      if (failure.passes && failures >= patience) return tools.store.read(id);
      if (failure.passes) await pause(waitAfter(failure, failures, tools.random));
    }
  }
}

/** Looks at a job once, if it is at its provider: what `list` and `show` are to know. A failure is in the record, not thrown. */
export async function refreshJob(id: string, tools: JobTools): Promise<JobRecord> {
  const job = await tools.store.read(id);
  if (isFinal(job.state) || job.remoteId === undefined) return job;
  try {
    await takeStep(await tools.store.readAgreed(id), tools.provider(job.ticket), tools);
  } catch (error) {
    // What nobody agreed to is shown as its record has it.
    if (error instanceof NotAgreed) return job;
    await recordFailure(job, asFailure(error, tools), UNKNOWN_AFTER, tools);
  }
  return tools.store.read(id);
}

/** Writes an event into a job's record. */
export async function recordEvent(id: string, event: JobEvent, tools: JobTools): Promise<JobRecord> {
  const job = await tools.store.update(id, (before) => advance(before, event, tools.clock.now()));
  tools.onChange?.(job);
  return job;
}

/** Steps that make something at the provider are taken by one process at a time; looking on is free to all. */
const takeStep = (job: JobRecord, provider: Provider, tools: JobTools, signal?: AbortSignal): Promise<StepResult | "busy"> =>
  withOwnSignal(signal, (own) => takeStepOnce(job, provider, tools, own));

async function takeStepOnce(job: JobRecord, provider: Provider, tools: JobTools, signal?: AbortSignal): Promise<StepResult | "busy"> {
  const record = (event: JobEvent): Promise<JobRecord> => recordEvent(job.id, event, tools);
  const context: StepContext = { provider, store: tools.store, record, ...(signal ? { signal } : {}) };
  if (job.remoteId !== undefined) return nextStep(job, context);
  const done = await tools.store.exclusively(job.id, async () => {
    const newest = await tools.store.readAgreed(job.id);
    if (!newest.cancelRequested) refuseIfOver(provider, tools.clock.now());
    return isFinal(newest.state) ? "again" : nextStep(newest, context);
  });
  return done?.value ?? "busy";
}

const SAY_AFTER_MS = 1000;

/** Says once who works on a job, where that takes longer than a moment: nobody waits without knowing for whom. */
function waitingForOthers(): { say(id: string, tools: JobTools): Promise<void>; done(): void } {
  let since: number | undefined;
  let said = false;
  return {
    done: () => {
      [since, said] = [undefined, false];
    },
    async say(id, { clock, store, onBusy }) {
      since ??= clock.now();
      if (said || clock.now() - since < SAY_AFTER_MS) return;
      const holder = await store.busyWith(id);
      if (holder === undefined) return;
      onBusy?.(`Job ${id}: ${holder} works on it. Waiting for that.`);
      said = true;
    },
  };
}

/** How many failures in a row make a job unknown: a single lost packet should not alarm anybody. */
const UNKNOWN_AFTER = 3;

async function recordFailure(job: JobRecord, failure: ServiceFailure, failures: number, tools: JobTools): Promise<void> {
  const problem = failure.message;
  if (isHopeless(job, failure)) await recordEvent(job.id, { type: "failed", problem }, tools);
  else if (!failure.passes) await recordEvent(job.id, { type: "blocked", problem }, tools);
  else if (failures >= UNKNOWN_AFTER) await recordEvent(job.id, { type: "unreachable", problem }, tools);
}

/** A job that its provider never took in, and will not. One that it did take in goes on there, whatever it answers now. */
const isHopeless = (job: JobRecord, failure: ServiceFailure): boolean =>
  (failure.kind === "refused" || failure.kind === "unanswerable") && job.remoteId === undefined;

/** Our own mistakes and a full disk are no failures of the provider: they are thrown on, with no key in them. */
function asFailure(error: unknown, { secrets }: JobTools): ServiceFailure {
  if (error instanceof ServiceFailure) return new ServiceFailure(error.kind, secrets.redact(error.message), error.retryAfterMs);
  if (error instanceof Error) {
    error.message = secrets.redact(error.message);
    throw error;
  }
  throw new Error(secrets.redact(String(error)));
}
