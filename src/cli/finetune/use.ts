import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { JobRecord } from "../../jobs/job";
import { trainsEndModel } from "../../jobs/providers/descriptions";
import type { JobTools } from "../../jobs/runner";
import { askForVotes, type TunedVotes } from "../../jobs/tuned/askForVotes";
import { planVotes, type VoteChoices } from "../../jobs/tuned/planVotes";
import { checkModelName } from "../../services/modelVotes/checkModelName";
import { predictedVotes } from "../../services/modelVotes/predictedVotes";
import type { MadeTable } from "../../services/modelVotes/voteTable";
import { votesSentences } from "../../services/modelVotes/votesText";
import { nameProblem, proposedName, writeModelLf } from "../../services/modelVotes/writeModelLf";
import { votedSample } from "../../services/tunedModel/voteRows";
import { writeTunedLf } from "../../services/tunedModel/writeTunedLf";
import { plainJson } from "../../services/reports/plainText";
import { namingAgreement } from "./agree";
import { whileAsking } from "./asking";
import { openJobs, type FinetuneOptions } from "./tools";
import { openProject, withProject } from "../openProject";
import { parsePrice, parseRows, parseThreshold } from "../options";
import { print, warn } from "../output";

interface Options extends FinetuneOptions, VoteChoices {
  readonly project: string;
  readonly name?: string;
  readonly rows?: number | "all";
  readonly all?: boolean;
  readonly threshold: number;
  readonly allowOutside?: boolean;
  readonly yes?: boolean;
}

/** `lf-lens finetune use JOB`: the job's model votes on rows, and becomes one more LF. */
export function withUse(command: Command): void {
  command
    .argument("<job>", "a job that succeeded")
    .option("--project <folder>", "the project that gets the LF", ".")
    .option("--name <name>", "the LF's name (default: by the job's suffix, else tunedModel)", parseName)
    .option("--rows <n>", "maximum number of rows, sampled like the sample (default: the sample's)", parseRows)
    .addOption(new Option("--all", "all rows of the data, those of test among them").conflicts("rows"))
    .option("--model <name>", "the name under which the model answers, if not the job's (Azure: its deployment)")
    .option("--price <in:out>", "US dollars per million input and output tokens, such as 0.15:0.6", parsePrice)
    .option("--threshold <p>", "confidence threshold, 0 to 1 (models trained on this machine)", parseThreshold, 0.9)
    .option("--allow-outside", "allow data outside the project folder")
    .option("--yes", "send exactly what the summary says")
    .addHelpText("after", help)
    .action(use);
}

const help = `
Writes models/<name>.votes.json with the file of votes that it names, and models/<name>.lf.ts, or where else lf.config.json reads LFs; an LF that is there stays as it is, and gets the new votes.
A model at a service is asked about the rows: without --yes it says what would be sent, to whom and at what cost, and sends nothing.
Answers are kept beside the job as they come: whatever ends it, the next time asks only what is missing. An answer that is no label,
or none at all, is counted, and the LF abstains. A model trained on this machine predicts all rows, and nothing is sent.
Exit code: 0 success, 1 failure, 2 wrong usage.`;

async function use(id: string, options: Options, command: Command): Promise<void> {
  const tools = openJobs(options);
  const job = await namingAgreement(id, () => tools.store.readAgreed(id));
  const name = options.name ?? proposedName(job.ticket.suffix);
  const root = resolve(options.project);
  if (trainsEndModel(job.ticket.provider.id)) {
    if (options.rows !== undefined)
      command.error("error: --rows is for models that are asked; this one predicts all rows, and nothing is sent.");
    return useEndModel(job, { root, name }, options);
  }
  const which = options.all === true ? "all" : (options.rows ?? "sample");
  const opening = { allowOutside: options.allowOutside ?? false, runsSample: false, sample: votedSample(which) };
  const voteRows = await withProject(root, opening, ({ session }) => session.voteRows(root, which));
  // Nobody pays for votes that could not be kept.
  await checkModelName({ root, name, job: job.id });
  const votes = await agreedVotes(await planVotes(id, voteRows, options, tools), tools, options);
  if (!votes) return;
  const { idColumn, labels } = voteRows;
  report(name, await writeTunedLf({ root, name, idColumn, labels }, votes), options, votes);
}

/** @returns undefined if the user did not say yes */
async function agreedVotes(
  plan: Awaited<ReturnType<typeof planVotes>>,
  tools: JobTools,
  { json, yes, price }: Options,
): Promise<TunedVotes | undefined> {
  const { summary, open } = plan;
  if (!json) print(summary.text);
  if (open === 0 || yes === true) return whileAsking((hooks) => askForVotes(plan, summary.hash, tools, hooks));
  process.exitCode = 1;
  if (json) print(plainJson({ sent: false, summary: summary.text, consent: summary.hash }));
  else if (!price) warn("The cost is unknown. Use --price if you know the price.");
  if (!json) warn("Nothing was sent. Add --yes to send exactly this.");
  return undefined;
}

async function useEndModel({ id, state, tunedModel }: JobRecord, place: { root: string; name: string }, options: Options): Promise<void> {
  if (state !== "succeeded" || tunedModel === undefined) throw new Error(`Job ${id} has no tuned model: its state is ${state}.`);
  const project = await openProject(place.root, options);
  try {
    const { labels, columns } = project.snapshot();
    const idColumn = columns?.id;
    if (idColumn === undefined)
      throw new Error('Votes are stored by row ID, but lf.config.json has no id column. Add one: "columns": { "id": "..." }.');
    await checkModelName({ ...place, job: id });
    const made = await predictedVotes(project.session.training(place.root), { labels, idColumn, model: tunedModel });
    const madeFrom = `Votes of the model of job ${id}, trained on this machine.`;
    const written = await writeModelLf({ ...place, idColumn, threshold: options.threshold, madeFrom, made });
    report(place.name, { ...written, made }, options);
  } finally {
    await project.close();
  }
}

function report(
  name: string,
  { file, isNew, made }: { readonly file: string; readonly isNew: boolean; readonly made: MadeTable },
  { json }: Options,
  answers?: TunedVotes,
): void {
  if (!json) {
    print([...(answers ? [""] : []), ...votesSentences(name, made, { isNew }, answers), file].join("\n"));
    return;
  }
  const { model, noLabel, unanswered, tokens, usd } = answers ?? {};
  const asked = answers ? { model, asked: answers.votes.length, noLabel, unanswered, tokens, usd } : {};
  print(plainJson({ name, file, isNew, votes: made.table.keys.length, ambiguous: made.ambiguous, ...asked }));
}

function parseName(text: string): string {
  const problem = nameProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}
