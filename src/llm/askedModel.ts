import type { TextMessage } from "./chatMessage";
import type { TokenPrice } from "../protocol/tunedModel";
import { countTokens } from "./tokens";
import { missing } from "./askAll";
import type { KeptAnswers } from "./keptAnswers";
import type { Question } from "./question";

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

/** In US dollars. */
export const costOf = ({ input, output }: TokenPrice, inputTokens: number, outputTokens: number): number =>
  (inputTokens * input + outputTokens * output) / 1e6;
