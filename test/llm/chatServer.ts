// A chat endpoint on this machine, whose requests follow OpenAI's specification where that is there.
import { startLoopback, type Loopback, type Request } from "../jobs/servers/loopback";
import { assertFollows } from "../jobs/servers/openaiSpec";

export interface Chat {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature: number;
  readonly logprobs?: boolean;
  readonly response_format?: unknown;
}

export interface ChatServer extends Loopback {
  readonly baseUrl: string;
  /** What was answered, in this order: each was paid for. */
  readonly paid: Chat[];
  /** The last message -> the answer; an object takes the place of the first choice. */
  answer: (text: string, chat: Chat) => string | object | Promise<string | object>;
  /** Takes the place of all choices. */
  choices: ((text: string) => object[] | undefined) | undefined;
}

export const textOf = ({ messages }: Chat): string => messages.at(-1)!.content;

export async function startChat(key?: string): Promise<ChatServer> {
  const paid: Chat[] = [];
  const loopback = await startLoopback(async (request: Request) => {
    if (key !== undefined && request.headers.get("authorization") !== `Bearer ${key}`)
      return { status: 401, body: { error: { message: "Incorrect API key provided.", code: "invalid_api_key" } } };
    const chat = JSON.parse(request.body.toString()) as Chat;
    assertFollows("CreateChatCompletionRequest", chat);
    const answer = await server.answer(textOf(chat), chat);
    paid.push(chat);
    const choice = {
      index: 0,
      finish_reason: "stop",
      logprobs: null,
      ...(typeof answer === "string" ? { message: { role: "assistant", content: answer, refusal: null } } : answer),
    };
    return {
      status: 200,
      body: {
        ...{ id: `c${paid.length}`, object: "chat.completion", created: 1, model: chat.model },
        choices: server.choices?.(textOf(chat)) ?? [choice],
        usage: { prompt_tokens: 100, completion_tokens: 2, total_tokens: 102 },
      },
    };
  });
  const server: ChatServer = Object.assign(loopback, { baseUrl: `${loopback.origin}/v1`, paid, answer: () => "yes", choices: undefined });
  return server;
}
