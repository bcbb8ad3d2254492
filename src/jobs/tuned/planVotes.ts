import { wholeNumber } from "../../core/data/numberText";
import type { CellValue } from "../../core/data/cells";
import type { TokenPrice } from "../../protocol/tunedModel";
import type { Question } from "../../llm/question";
import type { JobTools } from "../runner";
import { summaryOf } from "../../llm/summary";
import { columnsOf, renderPrompt } from "../../llm/promptTemplate";
import { askable, checkTemplate, type AskPlan } from "./askable";
import { openJobAnswers } from "./jobAnswers";
import { askedModel, labelQuestions } from "../../llm/askedModel";
import { costLine, leavingLine, modelLine, strangeLine } from "../../llm/askingSummary";
import { completionsOf } from "../../llm/labelOf";

/** The rows that a model is to vote on. */
export interface VoteRows {
  readonly labels: readonly string[];
  readonly goldColumn: string | undefined;
  /** The column whose cells tell rows apart. */
  readonly idColumn: string;
  readonly rows: readonly { readonly id: string; readonly cells: Readonly<Record<string, CellValue>> }[];
  /** Rows of the data. */
  readonly dataRows: number;
}

export interface VoteChoices {
  /** The name under which the model answers, if not the job's: at some services that of its deployment. */
  readonly model?: string;
  readonly price?: TokenPrice;
}

/** Votes that could be asked for: nothing was sent yet. */
export interface VotePlan extends AskPlan {
  readonly voteRows: VoteRows;
  /** One for each row. */
  readonly questions: readonly Question[];
  readonly price?: TokenPrice;
}

/**
 * Makes the questions by which a tuned model votes on rows, and counts what they cost. Nothing is sent.
 * @throws Error in plain words if the job has no model that can be asked, or if its template does not fit the data
 */
export async function planVotes(id: string, voteRows: VoteRows, { model, price }: VoteChoices, tools: JobTools): Promise<VotePlan> {
  const { labels, goldColumn, rows, dataRows } = voteRows;
  const job = await tools.store.readAgreed(id);
  const provider = tools.provider(job.ticket);
  const { task, ask, tunedModel } = askable(job, provider);
  checkTemplate(task, goldColumn, rows);
  const completions = completionsOf(labels, task);
  const prompts = rows.map(({ cells }) => renderPrompt(task, cells));
  const questions = labelQuestions(model ?? tunedModel, prompts, completions);
  const answers = await openJobAnswers(job, tools);
  const asked = [await askedModel("tuned model", questions, answers, price)];
  const text = [
    leavingLine(provider, asked),
    `Rows: ${wholeNumber(rows.length)} of ${wholeNumber(dataRows)}`,
    `Columns: ${columnsOf(task).join(", ") || "none"}`,
    ...asked.map(modelLine),
    ...strangeLine(answers),
    costLine(asked),
  ].join("\n");
  return {
    ...{ job, voteRows, completions, ask, host: provider.host, answers, questions, open: asked[0]!.open },
    ...(price ? { price } : {}),
    summary: summaryOf(text, questions),
  };
}
