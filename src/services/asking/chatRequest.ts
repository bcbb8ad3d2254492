import * as z from "zod";
import { isOpenAi } from "../../jobs/providers/openai/description";
import { chatReplySchema, readAnswer } from "../../llm/chatReply";
import type { EndpointSpec, PromptAnswer, PromptQuestion } from "../../protocol/asking";

/** A question as chat completions take it. */
export function chatRequest({ messages, maxTokens, temperature, logprobs, choices }: PromptQuestion, { baseUrl, model }: EndpointSpec) {
  // Only OpenAI itself has given up the older name.
  const limit = isOpenAi(baseUrl) ? "max_completion_tokens" : "max_tokens";
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    temperature,
    [limit]: maxTokens,
    ...(logprobs ? { logprobs: true } : {}),
    ...(choices
      ? { response_format: { type: "json_schema" as const, json_schema: { name: "answer", strict: true, schema: labelSchema(choices) } } }
      : {}),
  };
}

const labelSchema = (choices: readonly string[]) => ({
  type: "object",
  properties: { label: { type: "string", enum: [...choices] } },
  required: ["label"],
  additionalProperties: false,
});

const logprobsSchema = z.looseObject({
  choices: z.array(
    z.looseObject({ logprobs: z.looseObject({ content: z.array(z.looseObject({ logprob: z.number() })).nullish() }).nullish() }),
  ),
});

/** @throws ZodError if the reply is none of chat completions */
export function chatAnswer(reply: unknown): PromptAnswer {
  const answer = readAnswer(chatReplySchema.parse(reply));
  const tokens = logprobsSchema.safeParse(reply).data?.choices[0]?.logprobs?.content;
  if (!tokens || tokens.length === 0) return answer;
  return { ...answer, probability: Math.exp(tokens.reduce((sum, { logprob }) => sum + Math.min(0, logprob), 0)) };
}
