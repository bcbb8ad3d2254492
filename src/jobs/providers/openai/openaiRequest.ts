import OpenAI from "openai";
import * as z from "zod";
import { NetError } from "../../../net/boundFetch";
import { ServiceFailure } from "../../../net/failure";
import { type Advice, connectionFailure, httpFailure, lostRequest, oddReply, reasonOf } from "../http/httpFailure";

export interface OpenAiService {
  readonly title: string;
  readonly host: string;
  /** A client with the user's key. Throws a failure if there is none. */
  client(): Promise<OpenAI>;
  now(): number;
  /** Whether jobs carry metadata and the method, as at OpenAI; at Azure neither is documented. */
  readonly modern: boolean;
  /** What its failures advise, where that is not about a job. */
  readonly advice?: Advice;
}

const PAGE = 100;
/** The runner tries again by the user's clock; the package's own attempts would make a second job of a lost reply. */
export const once = { maxRetries: 0, timeout: 60_000 };

/** Runs a request and turns whatever goes wrong with it into a failure. */
export async function request<T>(service: Omit<OpenAiService, "modern">, work: (client: OpenAI) => Promise<T>): Promise<T> {
  const { title, host } = service;
  try {
    return await work(await service.client());
  } catch (error) {
    if (error instanceof ServiceFailure || error instanceof OpenAI.APIUserAbortError) throw error;
    if (error instanceof OpenAI.APIConnectionError) throw lostRequest(title, host, error, service.advice);
    if (error instanceof NetError) throw lostRequest(title, host, error, service.advice);
    if (error instanceof OpenAI.APIError && typeof error.status === "number") {
      const { status, headers, message, code } = error as { status: number; headers: Headers; message: string; code?: string | null };
      throw httpFailure(
        title,
        { status, headers, message: message.replace(/^\d+ /, ""), ...(code ? { code } : {}) },
        service.now(),
        service.advice,
      );
    }
    if (error instanceof z.ZodError) throw oddReply(title, z.prettifyError(error).split("\n")[0]!);
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw connectionFailure(title, host, `its reply broke off (${reasonOf(error)})`);
    throw error;
  }
}

/** The pages of a list. Throws a failure if a page breaks off: `has_more` without anything to go on from. */
export async function* pages<T extends { id: string }>(
  client: OpenAI,
  path: string,
  query: Readonly<Record<string, string>>,
  item: z.ZodType<T>,
  { title }: OpenAiService,
  signal?: AbortSignal,
): AsyncGenerator<T[]> {
  const schema = z.looseObject({ data: z.array(item), has_more: z.boolean().nullish() });
  const seen = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const page = schema.parse(await client.get(path, { ...once, signal, query: { ...query, limit: PAGE, ...(after ? { after } : {}) } }));
    yield page.data;
    if (page.has_more !== true) return;
    after = page.data.at(-1)?.id;
    if (after === undefined || seen.has(after)) throw oddReply(title, `the list ${path} says that there is more, but does not give it.`);
    seen.add(after);
  }
}
