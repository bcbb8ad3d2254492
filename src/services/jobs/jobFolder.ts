/** The jobs of one project, as the editor works with them. It brings in all of src/jobs, so it is a bundle of its own that loads when needed. */
import { join } from "node:path";
import { userStateFolder } from "../../files/userState";
import { agree, readAgreement, type AgreementRequest } from "../../jobs/agree";
import { NotAgreed, openAgreements } from "../../jobs/agreements";
import { checkConnection } from "../../jobs/checkConnection";
import type { ConnectionCheck } from "../../jobs/providers/connection";
import { systemClock } from "../../net/clock";
import { cancelJob, pauseJob, resumeJob } from "../../jobs/control";
import { ServiceFailure } from "../../net/failure";
import type { JobRecord } from "../../jobs/job";
import { prepareJob, type Proposal } from "../../jobs/prepare";
import type { TrainLocally } from "../../jobs/providers/local/provider";
import { providers } from "../../jobs/providers/registry";
import { addJob, followJob, type JobTools } from "../../jobs/runner";
import { keepSecrets, type SecretSource } from "../../jobs/secrets";
import { UnreadableRecord } from "../../jobs/recordFile";
import { isJobId, openJobStore } from "../../jobs/store";
import { parseTicket, type TicketInput } from "../../jobs/ticket";
import type { CountOptions } from "../../llm/tokens";
import type { AskingHooks } from "../../llm/askAgreed";
import { askForVotes, type TunedVotes } from "../../jobs/tuned/askForVotes";
import { evaluateTuned } from "../../jobs/tuned/evaluateTuned";
import { planEvaluation, type EvaluationChoices, type EvaluationPlan } from "../../jobs/tuned/plan";
import { type GoldRows } from "../../jobs/tuned/goldRows";
import { planVotes, type VoteChoices, type VotePlan, type VoteRows } from "../../jobs/tuned/planVotes";
import { isFinal } from "../../protocol/jobs";
import type { JobView, UnreadableJob } from "../../protocol/jobsPanel";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import { JOBS_FOLDER } from "./jobsFolder";
import { jobView } from "./jobView";
import { offerOf, type ProviderOffer } from "./providerOffer";

export interface JobFolderPorts {
  /** Where the user's own things are kept on this machine; `userStateFolder()` if absent. */
  readonly state?: string;
  readonly secret: SecretSource;
  /** Trains the embedded end model; undefined where that cannot be done. */
  readonly train?: TrainLocally;
  /** Told after each change of any job. */
  readonly onChange: () => void;
  /** Told of what went wrong beside the jobs themselves. */
  readonly log: (problem: string) => void;
}

export interface JobFolder {
  /** The embedded end model can be trained here. */
  readonly trainsLocally: boolean;
  /** Newest first. */
  readonly jobs: readonly JobView[];
  /** What there is of jobs that this version cannot read, such as those of a newer one. */
  readonly unreadable: readonly UnreadableJob[];
  /** Reads all records, and takes on every job that has not ended and that the user agreed to. */
  load(): Promise<void>;
  /** Reads one record again: somebody else may have changed it. */
  look(id: string): Promise<void>;
  /** What there is to know of a provider before it is chosen. @throws Error if the provider is not described right */
  offer(provider: TicketInput["provider"]): ProviderOffer;
  /** Looks at what a job would need, without making or sending anything. */
  checkConnection(provider: TicketInput["provider"], signal?: AbortSignal): Promise<readonly ConnectionCheck[]>;
  /** Checks a ticket and its files; nothing is sent or written. @throws Error that says what is wrong, or the signal's reason */
  propose(ticket: TicketInput, counting?: CountOptions): Promise<Proposal>;
  /** Makes the job that the user said yes to, and takes it on. @param consent the hash of the summary that was shown */
  start(proposal: Proposal, consent: string): Promise<string>;
  /** What a yes to a job that came with its folder means; nothing is sent. */
  readAgreement(id: string): Promise<AgreementRequest>;
  /** Makes such a job the user's own, and takes it on. @param consent the hash of the summary that was shown */
  agree(request: AgreementRequest, consent: string): Promise<void>;
  cancel(id: string): Promise<void>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Goes on with every job that waits for the user. */
  retry(): void;
  /** What an evaluation of a job's model would send; nothing is sent. @throws Error that says why it cannot be made */
  planEvaluation(id: string, gold: GoldRows, choices: EvaluationChoices): Promise<EvaluationPlan>;
  /** Makes the evaluation that the user said yes to, and keeps it. @param consent the hash of the summary that was shown */
  evaluate(plan: EvaluationPlan, consent: string, hooks: AskingHooks): Promise<TunedEvaluation>;
  /** What a job's model would be asked to vote on rows; nothing is sent. @throws Error that says why it cannot be made */
  planVotes(id: string, rows: VoteRows, choices: VoteChoices): Promise<VotePlan>;
  /** Asks for the votes that the user said yes to. @param consent the hash of the summary that was shown */
  askForVotes(plan: VotePlan, consent: string, hooks: AskingHooks): Promise<TunedVotes>;
  /** Deletes a job that has ended, or that nobody agreed to. */
  remove(id: string): Promise<void>;
  /** Jobs are no longer followed; they go on at their providers. */
  dispose(): void;
}

/** @param root the project's folder */
export function openJobFolder(root: string, { state, secret, train, onChange, log }: JobFolderPorts): JobFolder {
  const records = new Map<string, JobRecord>();
  const agreed = new Set<string>();
  let unreadable: readonly UnreadableJob[] = [];
  const stop = new AbortController();
  const secrets = keepSecrets(secret);
  const note = (job: JobRecord): void => {
    records.set(job.id, job);
    onChange();
  };
  const agreements = openAgreements(state ?? userStateFolder());
  const { seal } = agreements;
  const tools: JobTools = {
    store: openJobStore(join(root, JOBS_FOLDER), (text) => secrets.redact(text), agreements),
    seal,
    clock: systemClock,
    secrets,
    provider: providers({ secrets, clock: systemClock, seal, ...(train ? { train } : {}) }),
    random: Math.random,
    onChange: note,
    onBusy: log,
  };
  const lookUp = async (id: string): Promise<void> => {
    if (await tools.store.isAgreed(id)) agreed.add(id);
    else agreed.delete(id);
  };
  const { follow, isFollowed } = follower(tools, stop.signal, { onChange, log, lookUp });
  const followAll = (): void => {
    for (const { id, state } of records.values()) if (!isFinal(state) && agreed.has(id)) follow(id);
  };
  const shown = ({ id, path, reason, message }: UnreadableRecord): UnreadableJob => ({
    root,
    id,
    path,
    message,
    isNewer: reason === "newer",
  });
  const own = (id: string): void => {
    agreed.add(id);
    follow(id);
  };
  const view = (job: JobRecord): JobView =>
    jobView(job, {
      ...{ root, folder: tools.store.folder(job.id), provider: tools.provider(job.ticket) },
      ...{ followed: isFollowed(job.id), agreed: agreed.has(job.id) },
    });
  return {
    trainsLocally: train !== undefined,
    get jobs() {
      return [...records.values()].sort((a, b) => b.createdAt - a.createdAt).map(view);
    },
    get unreadable() {
      return unreadable;
    },
    async load() {
      const found = await tools.store.list();
      records.clear();
      for (const job of found.jobs) records.set(job.id, job);
      await Promise.all(found.jobs.map(({ id }) => lookUp(id)));
      unreadable = found.unreadable.map(shown);
      for (const { message } of unreadable) log(message);
      followAll();
      onChange();
    },
    async look(id) {
      if (!isJobId(id)) return;
      unreadable = unreadable.filter((one) => one.id !== id);
      const job = await tools.store.read(id).catch((error: unknown) => {
        if (error instanceof UnreadableRecord) unreadable = [...unreadable, shown(error)];
        return undefined;
      });
      if (job === undefined) records.delete(id);
      else if (job.changedAt === records.get(id)?.changedAt) return;
      else records.set(id, job);
      await lookUp(id);
      if (job && !isFinal(job.state) && job.problem === undefined && agreed.has(id)) follow(id);
      onChange();
    },
    offer: (provider) => offerOf(parseTicket({ provider, baseModel: "?", training: "?" }), tools),
    checkConnection: (provider, signal) =>
      checkConnection(tools.provider(parseTicket({ provider, baseModel: "?", training: "?" })), secrets, signal),
    async propose(input, counting) {
      const ticket = parseTicket(input);
      return prepareJob(ticket, tools.provider(ticket), tools.clock, counting);
    },
    async start(proposal, consent) {
      const { id } = await addJob(proposal, consent, tools);
      own(id);
      return id;
    },
    readAgreement: (id) => readAgreement(id, tools),
    async agree(request, consent) {
      const job = await agree(request, consent, tools);
      if (isFinal(job.state)) agreed.add(job.id);
      else own(job.id);
      onChange();
    },
    cancel: async (id) => note(await cancelJob(id, tools, { signal: stop.signal })),
    pause: async (id) => note(await pauseJob(id, tools, stop.signal)),
    resume: async (id) => note(await resumeJob(id, tools, { signal: stop.signal })),
    retry: followAll,
    planEvaluation: (id, gold, choices) => planEvaluation(id, gold, choices, tools),
    evaluate: (plan, consent, hooks) => evaluateTuned(plan, consent, tools, hooks),
    planVotes: (id, rows, choices) => planVotes(id, rows, choices, tools),
    askForVotes: (plan, consent, hooks) => askForVotes(plan, consent, tools, hooks),
    async remove(id) {
      const { state } = await tools.store.read(id);
      if (!isFinal(state) && (await tools.store.isAgreed(id))) throw new Error(`Job ${id} is still running. Cancel it first.`);
      await tools.store.remove(id);
      records.delete(id);
      onChange();
    },
    dispose: () => stop.abort(new Error("The project was closed.")),
  };
}

/** Takes jobs on, each once, until the signal says that nobody is interested any more. */
function follower(
  tools: JobTools,
  signal: AbortSignal,
  { onChange, log, lookUp }: Pick<JobFolderPorts, "onChange" | "log"> & { readonly lookUp: (id: string) => Promise<void> },
): { readonly follow: (id: string) => void; readonly isFollowed: (id: string) => boolean } {
  const followed = new Set<string>();
  const run = async (id: string): Promise<void> => {
    try {
      tools.onChange?.(await followJob(id, tools, { signal }));
    } catch (error) {
      if (error instanceof NotAgreed) await lookUp(id);
      // What the user has to fix is in the job's record.
      else if (!signal.aborted && !(error instanceof ServiceFailure)) log(error instanceof Error ? error.message : String(error));
    }
    followed.delete(id);
    if (!signal.aborted) onChange();
  };
  return {
    isFollowed: (id) => followed.has(id),
    follow: (id) => {
      if (followed.has(id) || signal.aborted) return;
      followed.add(id);
      void run(id);
    },
  };
}
