import { callsOf, hasRefusalPart, imagesOf, textOf, type ChatMessage, type ChatRecord } from "../../llm/chatMessage";
import type { Rules } from "../providers/rules";

/** What the provider would not accept of an example's messages, or could learn nothing from; undefined if nothing is wrong. */
export function messagesProblem(record: ChatRecord, rules: Rules): string | undefined {
  const { messages } = record;
  const odd = messages.find(({ role }) => !rules.messageRoles.includes(role));
  if (odd) return `The role "${odd.role}" is not one of ${rules.messageRoles.join(", ")}.`;
  const each = messages.map((message, index) => contentProblem(message, rules, `Message ${index + 1}`));
  return (
    each.find((problem) => problem !== undefined) ?? toolsProblem(record, rules) ?? turnsProblem(messages, rules) ?? endProblem(messages)
  );
}

/** OpenAI's API reference: parts and keys that each role may have. */
function contentProblem(message: ChatMessage, rules: Rules, what: string): string | undefined {
  const { role, weight } = message;
  const isAssistant = role === "assistant";
  if (callsOf(message).length > 0 && !isAssistant) return `${what} is by "${role}": only the assistant calls tools.`;
  if (hasRefusalPart(message) && !isAssistant) return `${what} is by "${role}": only the assistant refuses.`;
  if (hasRefusalPart(message) && Array.isArray(message.content) && message.content.length > 1)
    return `${what} has a part of type refusal beside others: a refusal stands alone.`;
  if (weight !== undefined && !isAssistant && !rules.weighsAll)
    return `${what} is by "${role}": only the assistant's messages take a weight.`;
  const images = imagesProblem(message, rules, what);
  if (images !== undefined) return images;
  if (role === "tool" && message.tool_call_id === undefined) return `${what} is a tool's, but has no tool_call_id.`;
  if (role === "function" && message.name === undefined) return `${what} is a function's, but has no name.`;
  if (role === "user" && textOf(message).trim() === "" && imagesOf(message).length === 0) return `${what}, the user's, is empty.`;
  return message.content === undefined && !isAssistant ? `${what} has no content.` : undefined;
}

function imagesProblem(message: ChatMessage, { images }: Rules, what: string): string | undefined {
  const found = imagesOf(message);
  if (found.length === 0) return undefined;
  if (images === undefined) return `${what} has an image: the provider takes text only.`;
  if (message.role !== "user") return `${what} has an image, but is by "${message.role}": only the user sends images.`;
  if (images === "data" && found.some(({ image_url }) => !image_url.url.startsWith("data:image/")))
    return `${what} has an image by its address: the provider takes images as base64 (data:image/...) only.`;
  return undefined;
}

/** Each tool call is answered by a tool before anybody else speaks, unless it ends the example. */
function toolsProblem({ messages, tools, functions }: ChatRecord, rules: Rules): string | undefined {
  const usesTools = tools ?? functions ?? messages.find((message) => callsOf(message).length > 0);
  if (usesTools && !rules.tools) return "The example has tools: the provider takes none.";
  let open = new Set<string>();
  for (const [index, { role, tool_call_id, tool_calls }] of messages.entries()) {
    if (role === "tool") {
      if (!open.delete(tool_call_id!))
        return `Message ${index + 1} answers the tool call "${tool_call_id!}", which was not made before it.`;
      continue;
    }
    if (open.size > 0) return `Message ${index + 1} comes before the tool call "${[...open][0]!}" is answered.`;
    open = new Set(tool_calls?.map(({ id }) => id));
  }
  return undefined;
}

/** Where the provider wants it, user and assistant take turns; a tool call and its answer are part of the assistant's turn. */
function turnsProblem(messages: readonly ChatMessage[], { takesTurns }: Rules): string | undefined {
  if (!takesTurns) return undefined;
  const numbered = messages.map((message, index) => ({ role: message.role, number: index + 1, next: messages[index + 1]?.role }));
  const isTool = (role: string | undefined): boolean => role === "tool" || role === "function";
  const turns = numbered.filter(({ role, number, next }) => !(number === 1 && isInstruction(role)) && !isTool(role) && !isTool(next));
  const wrong = turns.find(({ role }, index) => role !== (index % 2 === 0 ? "user" : "assistant"));
  return wrong
    ? `Message ${wrong.number} is by "${wrong.role}": after an optional system message, user and assistant must take turns, user first.`
    : undefined;
}

function endProblem(messages: readonly ChatMessage[]): string | undefined {
  const last = messages.at(-1)!;
  if (last.role !== "assistant") return "The last message must be the assistant's: it is what the model learns to say.";
  if (textOf(last).trim() === "" && callsOf(last).length === 0) return "The assistant's last message is empty: there is nothing to learn.";
  if (messages.every(({ role, weight }) => role !== "assistant" || weight === 0))
    return "All of the assistant's messages have weight 0: there is nothing to learn. Give one of them weight 1.";
  return undefined;
}

export const isInstruction = (role: string): boolean => role === "system" || role === "developer";
