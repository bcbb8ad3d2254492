import { wholeNumber } from "../../core/data/numberText";
import type { TextMessage } from "../chatMessage";
import type { TokenPrice } from "../../protocol/tunedModel";
import type { Question } from "../provider";
import { countTokens } from "../tokens";
import { missing } from "./askAll";
import type { KeptAnswers } from "./keptAnswers";

/** What a model is yet to be asked. */
export interface AskedModel {
  /** "base model" or "tuned model". */
  readonly what: string;
  readonly model: string;
  /** Different questions without an answer, and rows that need none. */
  readonly open: number;
  readonly kept: number;
  readonly inputTokens: number;
  /** At most. */
  readonly outputTokens: number;
  readonly exact: boolean;
  readonly price?: TokenPrice;
}

const SHORTEST_LIMIT = 16;

/** The questions by which a model is asked for labels. @param completions what each label is answered by */
export function labelQuestions(
  model: string,
  prompts: readonly (readonly TextMessage[])[],
  completions: readonly string[],
): readonly Question[] {
  // A token is at least a byte: no completion is cut.
  const maxTokens = Math.max(SHORTEST_LIMIT, ...completions.map((text) => Buffer.byteLength(text)));
  return prompts.map((messages) => ({ model, messages, maxTokens }));
}

/** Counts what a model is yet to be asked. */
export async function askedModel(
  what: string,
  questions: readonly Question[],
  answers: KeptAnswers,
  price: TokenPrice | undefined,
): Promise<AskedModel> {
  const open = missing(questions, answers);
  const { total, exact } = await countTokens(open, questions[0]?.model ?? "");
  const outputTokens = open.reduce((sum, { maxTokens }) => sum + maxTokens, 0);
  return {
    ...{ what, open: open.length, kept: questions.length - open.length, inputTokens: total, outputTokens, exact },
    model: questions[0]?.model ?? "",
    ...(price ? { price } : {}),
  };
}

/** What a summary says of kept answers that do not count. */
export const strangeLine = ({ strange }: KeptAnswers): string[] =>
  strange === 0
    ? []
    : [`Not used: ${wholeNumber(strange)} kept ${strange === 1 ? "answer" : "answers"} that LF Lens did not write on this machine.`];

/** A model's line of a summary: how much it is asked. */
export function modelLine({ what, model, open, kept, inputTokens, outputTokens, exact }: AskedModel): string {
  const from = `${what[0]!.toUpperCase()}${what.slice(1)}: ${model}`;
  const had = kept === 0 ? "" : `, ${wholeNumber(kept)} answered before or alike`;
  if (open === 0) return `${from}, no requests${had}`;
  const about = exact ? "" : "about ";
  return `${from}, ${wholeNumber(open)} requests, ${about}${wholeNumber(inputTokens)} tokens sent, at most ${wholeNumber(outputTokens)} answered${had}`;
}

/** The summary's line about the cost of what is yet to be asked. */
export function costLine(asked: readonly AskedModel[]): string {
  const open = asked.filter((one) => one.open > 0);
  if (open.length === 0) return "Cost: 0.00 USD";
  if (open.some(({ price }) => price === undefined))
    return `Cost: unknown: no dated price for asking ${asked.length === 1 ? "this model" : "these models"} is known here`;
  const usd = open.reduce((sum, { price, inputTokens, outputTokens }) => sum + costOf(price!, inputTokens, outputTokens), 0);
  return `Cost: at most ${usd < 0.01 ? "0.01" : usd.toFixed(2)} USD (the ${asked.length === 1 ? "price" : "prices"} that you gave)`;
}

/** In US dollars. */
export const costOf = ({ input, output }: TokenPrice, inputTokens: number, outputTokens: number): number =>
  (inputTokens * input + outputTokens * output) / 1e6;
