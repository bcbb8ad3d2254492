import { Command } from "commander";
import { cancelJob, pauseJob, resumeJob, submitJob } from "../../jobs/control";
import type { JobRecord } from "../../jobs/job";
import { prepareJob, type Proposal } from "../../jobs/prepare";
import { addJob, followJob, refreshJob, type JobTools } from "../../jobs/runner";
import { jobSnapshot } from "../../jobs/snapshot";
import { isFinal } from "../../protocol/jobs";
import { logLine, stateText } from "../../services/jobs/jobWording";
import { plainJson, plainLine } from "../../services/reports/plainText";
import { withBar } from "./asking";
import { namingAgreement, withAgreement } from "./agree";
import { withEvaluation } from "./evaluate";
import { withTest } from "./test";
import { withUse } from "./use";
import { jobLine, jobText } from "./text";
import { ticketOf, withTicketOptions, type TicketOptions } from "./ticket";
import { keysHelp, openJobs, type FinetuneOptions } from "./tools";
import { problemPlace } from "../openProject";
import { print, warn } from "../output";

interface CreateOptions extends FinetuneOptions, TicketOptions {
  yes?: boolean;
}

interface ShowOptions extends FinetuneOptions {
  offline?: boolean;
}

/** `lf-lens finetune ...`: fine-tune jobs from a terminal. Exit codes: 0 done, 1 not done or not succeeded, 2 wrong usage. */
export function finetuneCommand(): Command {
  const group = new Command("finetune")
    .exitOverride()
    .description("Fine-tune jobs: check, send, follow, cancel.")
    .addHelpText("after", keysHelp);
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description).option("--jobs <folder>", "where jobs are kept", ".lf-jobs");
    return command.option("--json", "print JSON");
  };
  withTicketOptions(add("create", "Check the examples and say what would be sent; with --yes, send it and make the job."))
    .argument(
      "[command...]",
      "after --: the training command of the provider `command`, with {training}, {validation}, {output}, {model} ...",
    )
    .option("--yes", "send exactly what the summary says")
    .action(create);
  withTest(add("test", "Say whether a job could be made at a provider, and what is missing. Nothing is made or sent."));
  add("list", "All jobs, as last seen.").action(list);
  add("show", "A job, as it is now.").argument("<job>").option("--offline", "as last seen, without asking the provider").action(show);
  add("events", "A job's log.").argument("<job>").option("--offline", "as last seen, without asking the provider").action(events);
  add("wait", "Follow a job to its end; exit 0 if it succeeded.").argument("<job>").action(wait);
  withAgreement(add("agree", "Agree to a job that came with its folder. Nothing of it runs or is sent before."));
  withEvaluation(add("evaluate", "Compare the base model and the tuned model on the same gold rows."));
  withUse(add("use", "Use a job's model as a labeling function, with its votes stored in a file."));
  add("cancel", "End a job.").argument("<job>").action(control(cancelJob));
  add("pause", "Pause a running job, where the provider can.").argument("<job>").action(control(pauseJob));
  add("resume", "Resume a paused job, or retry an interrupted one.").argument("<job>").action(control(resumeJob));
  return group;
}

async function create(words: string[], options: CreateOptions, command: Command): Promise<void> {
  const tools = openJobs(options);
  const ticket = await ticketOf(options, words).catch((error: unknown) => command.error(`error: ${(error as Error).message}`));
  const proposal = await withBar("counting tokens", "Interrupted. Nothing was sent.", (hooks) =>
    prepareJob(ticket, tools.provider(ticket), tools.clock, hooks),
  );
  if (!options.json) print(proposal.summary.text);
  const isRight = proposal.problems.every(({ severity }) => severity !== "error");
  if (!isRight || !options.yes) return refuse(proposal, isRight, options);
  const { id } = await addJob(proposal, proposal.summary.hash, tools);
  await saying(tools, () => submitJob(id, tools));
  await printJob(await refreshJob(id, tools), options);
}

function refuse({ problems, summary, estimate }: Proposal, isRight: boolean, { json }: CreateOptions): void {
  process.exitCode = 1;
  if (json) return printJson({ sent: false, summary: summary.text, consent: summary.hash, problems });
  for (const problem of problems.filter(({ severity }) => severity === "error")) warn(`${problemPlace(problem)}error: ${problem.message}`);
  if (isRight && !estimate.known) warn("The cost is unknown. Use --price if you know the price.");
  warn(isRight ? "Nothing was sent. Add --yes to send exactly this." : "Nothing was sent. Fix the errors first.");
}

async function list(options: FinetuneOptions): Promise<void> {
  const { store } = openJobs(options);
  const { jobs, unreadable } = await store.list();
  const snapshots = await Promise.all(jobs.map(async (job) => jobSnapshot(job, await store.isAgreed(job.id))));
  if (options.json)
    printJson({
      jobs: snapshots.map(({ log: _, metrics: __, ...job }) => job),
      unreadable: unreadable.map(({ id, reason, message }) => ({ id, reason, message })),
    });
  else print(snapshots.length === 0 ? "No jobs here." : snapshots.map((job) => plainLine(jobLine(job))).join("\n"));
  for (const { message } of unreadable) warn(message);
  if (unreadable.some(({ reason }) => reason !== "newer")) process.exitCode = 1;
}

async function show(id: string, options: ShowOptions): Promise<void> {
  await printJob(await look(id, options), options);
}

async function events(id: string, options: ShowOptions): Promise<void> {
  const { log, metrics } = jobSnapshot(await look(id, options));
  if (options.json) printJson({ log, metrics });
  else if (log.length > 0) print(log.map(logLine).join("\n"));
}

const look = (id: string, options: ShowOptions): Promise<JobRecord> => {
  const tools = openJobs(options);
  return options.offline ? tools.store.read(id) : refreshJob(id, tools);
};

async function wait(id: string, options: FinetuneOptions): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () =>
    stop.abort(new Error(`Stopped following; the job continues. \`lf-lens finetune wait ${id}\` follows it again.`)),
  );
  let said = "";
  const tools = openJobs(options, (job) => {
    const text = stateText(jobSnapshot(job));
    if (text !== said && !options.json) warn(`${text}${job.problem === undefined ? "" : `: ${job.problem}`}`);
    said = text;
  });
  const job = await namingAgreement(id, () => followJob(id, tools, { signal: stop.signal }));
  await printJob(job, options);
  if (job.state !== "succeeded") process.exitCode = 1;
}

const control =
  (act: (id: string, tools: JobTools) => Promise<JobRecord>) =>
  async (id: string, options: FinetuneOptions): Promise<void> => {
    const tools = openJobs(options);
    await saying(tools, () => namingAgreement(id, () => act(id, tools)));
    await printJob(await refreshJob(id, tools), options);
  };

/** A job that could not be brought to its provider is not lost: it says how to go on. */
async function saying(tools: JobTools, act: () => Promise<JobRecord>): Promise<void> {
  try {
    const { id, state, remoteId, problem } = await act();
    if (isFinal(state) || remoteId !== undefined) return;
    warn(`${problem ?? "The provider does not answer."} The job has been saved. \`lf-lens finetune resume ${id}\` continues it.`);
    process.exitCode = 1;
  } catch (error) {
    throw new Error(tools.secrets.redact(error instanceof Error ? error.message : String(error)));
  }
}

async function printJob(job: JobRecord, options: FinetuneOptions): Promise<void> {
  const snapshot = jobSnapshot(job, await openJobs(options).store.isAgreed(job.id));
  if (options.json) printJson(snapshot);
  else print(jobText(snapshot));
  if (job.state === "failed") process.exitCode = 1;
}

const printJson = (value: unknown): void => print(plainJson(value));
