import type { Provider } from "../../provider";
import { chatBody, chatReplySchema, readAnswer, type LengthLimit } from "../../../llm/chatReply";
import { askingAdvice } from "../http/httpFailure";
import { once, request, type OpenAiService } from "./openaiRequest";

/** Asks a model through chat completions. */
export const askChat =
  (service: OpenAiService, limit: LengthLimit): NonNullable<Provider["ask"]> =>
  (question, signal) =>
    request({ ...service, advice: askingAdvice }, async (client) =>
      readAnswer(chatReplySchema.parse(await client.chat.completions.create(chatBody(question, limit), { ...once, signal }))),
    );
