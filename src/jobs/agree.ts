import { randomUUID } from "node:crypto";
import { readUnlinkedFile } from "../files/regularFile";
import { isFinal } from "../protocol/jobs";
import { ROLES, type JobRecord } from "./job";
import { prepareJob, type Proposal } from "./prepare";
import { assertAgreeable, type JobTools } from "./runner";
import { summaryOf, type Summary } from "../llm/summary";

/** What a user would agree to with a job that came with its folder. */
export interface AgreementRequest {
  readonly job: JobRecord;
  readonly summary: Summary;
  /** The host that is asked or sent to; undefined: this machine. */
  readonly host: string | undefined;
  /** Of a job that is yet to be made: what would be sent or run, checked again. */
  readonly proposal?: Proposal;
}

/**
 * Reads what agreeing to a job would mean. Nothing is sent, run or written.
 * @throws Error in plain words if its files cannot be read, ServiceFailure if its provider no longer accepts jobs
 */
export async function readAgreement(id: string, tools: JobTools): Promise<AgreementRequest> {
  const job = await tools.store.read(id);
  const provider = tools.provider(job.ticket);
  const { title, host } = provider;
  // What trains in a process ended with it: it would be started again.
  const started = job.remoteId !== undefined && provider.inProcess !== true;
  if (isFinal(job.state) || started) return { job, host, summary: summaryOf(followingText(job, title, host), actedOn(job)) };
  const proposal = await prepareJob(await onOwnFiles(job, tools), provider, tools.clock);
  const text = `This job came with its folder; nobody agreed to it on this machine. If you do, it starts.\n${proposal.summary.text}`;
  return { job, host, proposal, summary: summaryOf(text, [proposal.summary.hash, job.key]) };
}

/**
 * Makes a job the user's own. One that is yet to be made starts from the beginning, under a key of its own: a copy of a job never
 * passes for the job itself.
 * @param consent the hash of the summary that the user said yes to
 */
export async function agree({ job, summary, proposal }: AgreementRequest, consent: string, tools: JobTools): Promise<JobRecord> {
  if (proposal) assertAgreeable(proposal);
  const at = tools.clock.now();
  const agreed = await tools.store.agree(job.id, (now) => {
    if (consent !== summary.hash || JSON.stringify(actedOn(now)) !== JSON.stringify(actedOn(job)))
      throw new Error("The job is not what was agreed to: it changed meanwhile. Read the summary again.");
    const noted = { ...now, changedAt: Math.max(at, now.changedAt), consent: { at, summary: summary.text, hash: summary.hash } };
    return proposal ? fromTheBeginning(noted, proposal) : noted;
  });
  tools.onChange?.(agreed);
  return agreed;
}

/** The ticket with the copies of the data that lie in the job's folder. */
async function onOwnFiles({ id, ticket, files }: JobRecord, { store }: JobTools): Promise<JobRecord["ticket"]> {
  const { validation: _, ...rest } = ticket;
  for (const role of ROLES) if (files[role]) await readUnlinkedFile(store.dataPath(id, role), Number.MAX_SAFE_INTEGER);
  return {
    ...rest,
    training: store.dataPath(id, "training"),
    ...(files.validation ? { validation: store.dataPath(id, "validation") } : {}),
  };
}

function fromTheBeginning(job: JobRecord, { files, estimate }: Proposal): JobRecord {
  const { remoteId: _, problem: __, formerState: ___, cursor: ____, progress: _____, ...rest } = job;
  return {
    ...rest,
    ...{ key: randomUUID(), files, estimate, state: "pending", createTried: 0, filesReady: false, duplicatesChecked: false },
    ...{ paused: false, cancelRequested: false, cancelSent: false },
    uploads: { training: { tried: false }, ...(files.validation ? { validation: { tried: false } } : {}) },
  };
}

const actedOn = ({ key, ticket, files, uploads, remoteId, tunedModel, state }: JobRecord): unknown => [
  ...[key, ticket, files, uploads, remoteId, tunedModel],
  isFinal(state),
];

function followingText({ state, remoteId, tunedModel }: JobRecord, title: string, host: string | undefined): string {
  const where = host === undefined ? title : `${title} at ${host}`;
  return [
    "This job came with its folder; nobody agreed to it on this machine.",
    ...(isFinal(state)
      ? [`Its record says that it ended (${state})${tunedModel === undefined ? "" : `, and that its model is ${tunedModel}`}.`]
      : [
          `Its record says that it is job ${remoteId} of ${where}.`,
          `If you agree, LF Lens asks about that job${host === undefined ? "" : " with your key"}, and cancels it when you say so. None of its data is sent.`,
        ]),
    ...(isFinal(state) && tunedModel !== undefined
      ? [`If you agree, the model can be evaluated and used as an LF: ${where} is asked then, after a summary of its own.`]
      : []),
  ].join("\n");
}
