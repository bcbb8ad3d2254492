import type { TokenPrice } from "../../protocol/tunedModel";
import { promptOf } from "../../llm/chatMessage";
import { readChatFile } from "../chatRecord";
import type { Question } from "../../llm/question";
import type { JobTools } from "../runner";
import { columnsOf, renderPrompt } from "../../llm/promptTemplate";
import { askable, checkTemplate, type AskPlan } from "./askable";
import { openJobAnswers } from "./jobAnswers";
import { askedModel, labelQuestions, type AskedModel } from "../../llm/askedModel";
import { completionsOf } from "../../llm/labelOf";
import { evaluationSummary } from "./planSummary";
import { summaryOf } from "../../llm/summary";
import type { GoldRows } from "./goldRows";

/** Who is asked, where the job's record does not say it: at some services a model answers by the name of its deployment. */
export interface EvaluationChoices {
  readonly base?: string;
  readonly tuned?: string;
  readonly basePrice?: TokenPrice;
  readonly tunedPrice?: TokenPrice;
}

/** An evaluation that could be made: nothing was sent yet. */
export interface EvaluationPlan extends AskPlan {
  readonly gold: GoldRows;
  /** One question for each row. */
  readonly base: readonly Question[];
  readonly tuned: readonly Question[];
  readonly prices: Pick<EvaluationChoices, "basePrice" | "tunedPrice">;
  /** Of the rows, those whose prompt the job was trained on. */
  readonly trainedOn: number;
}

/**
 * Makes the questions of an evaluation and counts what they cost. Nothing is sent.
 * @throws Error in plain words if the job has no model that can be asked, or if its template does not fit the data
 */
export async function planEvaluation(id: string, gold: GoldRows, choices: EvaluationChoices, tools: JobTools): Promise<EvaluationPlan> {
  const job = await tools.store.readAgreed(id);
  const provider = tools.provider(job.ticket);
  const { task, ask, tunedModel } = askable(job, provider);
  checkTemplate(task, gold.goldColumn, gold.rows);
  const prompts = gold.rows.map(({ cells }) => renderPrompt(task, cells));
  const completions = completionsOf(gold.labels, task);
  const questions = (model: string): readonly Question[] => labelQuestions(model, prompts, completions);
  const [base, tuned] = [questions(choices.base ?? job.ticket.baseModel), questions(choices.tuned ?? tunedModel)];
  const answers = await openJobAnswers(job, tools);
  const seen = await trainedPrompts(tools.store.dataPath(id, "training"));
  const trainedOn = prompts.filter((messages) =>
    seen.has(promptOf({ messages: [...messages, { role: "assistant", content: "" }] })),
  ).length;
  const asked: AskedModel[] = await Promise.all([
    askedModel("base model", base, answers, choices.basePrice),
    askedModel("tuned model", tuned, answers, choices.tunedPrice),
  ]);
  const text = evaluationSummary({ provider, gold, columns: columnsOf(task), asked, answers, trainedOn });
  return {
    ...{ job, gold, completions, ask, host: provider.host, answers, base, tuned, trainedOn },
    prices: choices,
    open: asked.reduce((sum, { open }) => sum + open, 0),
    summary: summaryOf(text, [base, tuned]),
  };
}

/** What the job was trained on. A copy that is gone or damaged is no reason not to evaluate. */
async function trainedPrompts(path: string): Promise<ReadonlySet<string>> {
  const file = await readChatFile(path).catch(() => undefined);
  return new Set(file?.lines.flatMap(({ record }) => (record ? [promptOf(record)] : [])));
}
