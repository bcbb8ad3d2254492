import * as z from "zod";
import type { Answer, Question } from "./question";

/** What chat completions answer, as far as it is used here: OpenAI's API reference, and those who follow it. */
export const chatReplySchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.looseObject({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() }).nullish(),
});

/** The first choice's text, and why there is none where the model refused or its service held the answer back. */
export function readAnswer({ choices, usage }: z.infer<typeof chatReplySchema>): Answer {
  const { message, finish_reason: end } = choices[0]!;
  const withheld = message?.refusal || (end === "content_filter" ? "The service's content filter held the answer back." : undefined);
  return {
    text: message?.content ?? "",
    ...(withheld === undefined ? {} : { withheld }),
    ...(usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : {}),
  };
}

/** How the length of an answer is limited: OpenAI has given up the older name, most others know no newer one. */
export type LengthLimit = "max_tokens" | "max_completion_tokens";

/** A question as chat completions take it; temperature 0, so that asking again changes as little as can be. */
export const chatBody = ({ model, messages, maxTokens }: Question, limit: LengthLimit) => ({
  model,
  messages: messages.map(({ role, content }) => ({ role, content })),
  temperature: 0,
  [limit]: maxTokens,
});
