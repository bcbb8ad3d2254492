import { createHash } from "node:crypto";
import type { CellValue, Split } from "../../core/cells";
import type { HashedFile } from "../../protocol/manifest";
import type { TokenPrice } from "../../protocol/tunedModel";
import { promptOf, readChatFile } from "../chatRecord";
import type { JobRecord } from "../job";
import type { Provider, Question } from "../provider";
import type { JobTools } from "../runner";
import { columnsOf, renderPrompt, type TaskTemplate } from "../ticket";
import { countTokens } from "../tokens";
import { missing } from "./askAll";
import { openAnswers, type KeptAnswers } from "./keptAnswers";
import { completionsOf } from "./labelOf";
import { evaluationSummary, type AskedModel } from "./planSummary";
import type { Summary } from "../summary";

/** The rows with gold of one split, or some of them. */
export interface GoldRows {
  readonly labels: readonly string[];
  readonly split: Split;
  readonly goldColumn: string | undefined;
  /** Rows with gold of the split. */
  readonly goldRows: number;
  readonly rows: readonly GoldRow[];
  /** The data files, relative to the project's folder. */
  readonly data: readonly HashedFile[];
}

export interface GoldRow {
  readonly id: string;
  /** Index into `labels`. */
  readonly gold: number;
  readonly cells: Readonly<Record<string, CellValue>>;
}

/** Who is asked, where the job's record does not say it: at some services a model answers by the name of its deployment. */
export interface EvaluationChoices {
  readonly base?: string;
  readonly tuned?: string;
  readonly basePrice?: TokenPrice;
  readonly tunedPrice?: TokenPrice;
}

/** An evaluation that could be made: nothing was sent yet. */
export interface EvaluationPlan {
  readonly job: JobRecord;
  readonly gold: GoldRows;
  /** What each label is answered by. */
  readonly completions: readonly string[];
  readonly ask: NonNullable<Provider["ask"]>;
  /** The host that is asked. */
  readonly host: string | undefined;
  readonly answers: KeptAnswers;
  /** One question for each row. */
  readonly base: readonly Question[];
  readonly tuned: readonly Question[];
  readonly prices: Pick<EvaluationChoices, "basePrice" | "tunedPrice">;
  /** Of the rows, those whose prompt the job was trained on. */
  readonly trainedOn: number;
  /** Questions without an answer yet. */
  readonly open: number;
  readonly summary: Summary;
}

/**
 * Makes the questions of an evaluation and counts what they cost. Nothing is sent.
 * @throws Error in plain words if the job has no model that can be asked, or if its template does not fit the data
 */
export async function planEvaluation(id: string, gold: GoldRows, choices: EvaluationChoices, tools: JobTools): Promise<EvaluationPlan> {
  const job = await tools.store.read(id);
  const provider = tools.provider(job.ticket);
  const { task, ask, tunedModel } = askable(job, provider);
  checkTemplate(task, gold);
  const prompts = gold.rows.map(({ cells }) => renderPrompt(task, cells));
  const completions = completionsOf(gold.labels, task);
  // A token is at least a byte: no completion is cut.
  const maxTokens = Math.max(SHORTEST_LIMIT, ...completions.map((text) => Buffer.byteLength(text)));
  const questions = (model: string): Question[] => prompts.map((messages) => ({ model, messages, maxTokens }));
  const [base, tuned] = [questions(choices.base ?? job.ticket.baseModel), questions(choices.tuned ?? tunedModel)];
  const answers = await openAnswers(tools.store.folder(id), (text) => tools.secrets.redact(text));
  const seen = await trainedPrompts(tools.store.dataPath(id, "training"));
  const trainedOn = prompts.filter((messages) =>
    seen.has(promptOf({ messages: [...messages, { role: "assistant", content: "" }] })),
  ).length;
  const asked: AskedModel[] = await Promise.all([
    askedModel("base model", base, answers, choices.basePrice),
    askedModel("tuned model", tuned, answers, choices.tunedPrice),
  ]);
  const text = evaluationSummary({ provider, gold, columns: columnsOf(task), asked, trainedOn });
  const sent = createHash("sha256")
    .update(JSON.stringify([base, tuned]))
    .digest("hex");
  return {
    ...{ job, gold, completions, ask, host: provider.host, answers, base, tuned, trainedOn },
    prices: choices,
    open: asked.reduce((sum, { open }) => sum + open, 0),
    summary: { text, hash: createHash("sha256").update(`${text}\n${sent}`).digest("hex") },
  };
}

const SHORTEST_LIMIT = 16;

function askable(
  { id, state, ticket, tunedModel }: JobRecord,
  provider: Provider,
): Required<Pick<Provider, "ask">> & { task: TaskTemplate; tunedModel: string } {
  if (state !== "succeeded" || tunedModel === undefined) throw new Error(`Job ${id} has no tuned model: its state is ${state}.`);
  if (!provider.ask) throw new Error(cannotAsk(ticket.provider.id, provider.title));
  if (!ticket.task)
    throw new Error(
      `Job ${id} does not say how a row becomes a prompt: its ticket has no "task". Make a job whose ticket has one: "task": { "system": ..., "prompt": ... }.`,
    );
  return { task: ticket.task, ask: provider.ask, tunedModel };
}

const cannotAsk = (id: JobRecord["ticket"]["provider"]["id"], title: string): string =>
  id === "local"
    ? "The model of this job is an end model of this machine, which answers no prompts. The project's evaluation measures its end model."
    : `${title}: LF Lens cannot ask the models of this provider.`;

function checkTemplate(task: TaskTemplate, { goldColumn, rows }: GoldRows): void {
  const columns = columnsOf(task);
  if (goldColumn !== undefined && columns.includes(goldColumn))
    throw new Error(
      `The job's template sends the gold column "${goldColumn}": the models would read the answer. Nothing can be measured so.`,
    );
  const there = Object.keys(rows[0]?.cells ?? {});
  const absent = columns.find((column) => !there.includes(column));
  if (absent !== undefined)
    throw new Error(`The job's template names the column "${absent}". The project's data has: ${there.join(", ")}.`);
}

/** What the job was trained on. A copy that is gone or damaged is no reason not to evaluate. */
async function trainedPrompts(path: string): Promise<ReadonlySet<string>> {
  const file = await readChatFile(path).catch(() => undefined);
  return new Set(file?.lines.flatMap(({ record }) => (record ? [promptOf(record)] : [])));
}

async function askedModel(
  what: string,
  questions: readonly Question[],
  answers: KeptAnswers,
  price: TokenPrice | undefined,
): Promise<AskedModel> {
  const open = missing(questions, answers);
  const { total, exactTokenizer } = await countTokens(open, questions[0]?.model ?? "");
  const outputTokens = open.reduce((sum, { maxTokens }) => sum + maxTokens, 0);
  return {
    ...{ what, open: open.length, kept: questions.length - open.length, inputTokens: total, outputTokens, exactTokenizer },
    model: questions[0]?.model ?? "",
    ...(price ? { price } : {}),
  };
}
