import * as z from "zod";
import { boundFetch } from "../../../net/boundFetch";
import { ServiceFailure } from "../../../net/failure";
import type { Authorizer } from "./authorize";
import { textSoFar, type TextSoFar } from "./textSoFar";
import {
  type Advice,
  connectionFailure,
  type FailureCodes,
  httpFailure,
  type HttpReply,
  lostRequest,
  oddReply,
  reasonOf,
} from "./httpFailure";

export interface HttpService {
  readonly title: string;
  readonly baseUrl: string;
  readonly authorizer: Authorizer;
  now(): number;
  /** What its failures advise, where that is not about a job. */
  readonly advice?: Advice;
  readonly codes?: FailureCodes;
  /** Its way to say what went wrong, where that is not JSON as most services write it. */
  readonly errorIn?: (text: string, headers: Headers) => Pick<HttpReply, "message" | "code">;
}

export interface HttpRequest {
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as they are. */
  readonly bytes?: Uint8Array;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Says that two requests are one. */
  readonly key?: string;
  /** Of an answer that does not end by itself: it is read until nothing has come for so long. */
  readonly idleMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface TextReply extends TextSoFar {
  readonly status: number;
  readonly headers: Headers;
}

const errorSchema = z.looseObject({
  error: z
    .union([z.string(), z.looseObject({ message: z.string().nullish(), code: z.string().nullish(), type: z.string().nullish() })])
    .nullish(),
  message: z.string().nullish(),
});

const UPLOAD_MS = 15 * 60_000;

/**
 * Sends one request with what shows who asks, and reads the JSON that comes back.
 * @throws ServiceFailure for everything that can go wrong on the way
 * @throws the signal's reason when aborted
 */
export async function requestJson<T>(service: HttpService, request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  const { title, baseUrl } = service;
  const reply = await requestText(service, request);
  let value: unknown;
  try {
    value = reply.text === "" ? undefined : JSON.parse(reply.text);
  } catch (error) {
    throw connectionFailure(title, new URL(baseUrl).host, `its reply broke off (${reasonOf(error)})`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw oddReply(title, z.prettifyError(parsed.error).split("\n")[0]!);
  return parsed.data;
}

/**
 * The same for a reply that is any text. A request that is refused for want of a valid credential is sent once more if another can be
 * had: the service did nothing for the first.
 */
export async function requestText(service: HttpService, request: HttpRequest): Promise<TextReply> {
  const { title, authorizer, advice, codes } = service;
  for (let last = false; ; last = true) {
    const reply = await send(service, request);
    if (reply.status >= 200 && reply.status < 300) return reply;
    const said = (service.errorIn ?? errorIn)(reply.text, reply.headers);
    const refusal = { status: reply.status, headers: reply.headers, ...said };
    if (last || !authorizer.refused?.(refusal)) throw httpFailure(title, refusal, service.now(), advice, codes);
  }
}

async function send({ title, baseUrl, authorizer, advice }: HttpService, request: HttpRequest): Promise<TextReply> {
  const { method = "GET", path, body, bytes, form, signal } = request;
  const content = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  try {
    const plain = {
      method,
      url: new URL(baseUrl + path),
      headers: headersOf(request),
      ...(content === undefined ? {} : { body: content }),
    };
    const headers = await authorizer.authorize(plain, signal);
    const reply = await boundFetch({ baseUrl, ...(bytes ? { timeoutMs: UPLOAD_MS } : {}) })(plain.url, {
      method,
      headers,
      ...(form ? { body: form } : content === undefined ? {} : { body: content }),
      ...(signal ? { signal } : {}),
    });
    const read = request.idleMs === undefined ? { text: await reply.text(), ended: true } : await textSoFar(reply, request.idleMs);
    return { status: reply.status, headers: reply.headers, ...read };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ServiceFailure) throw error;
    throw lostRequest(title, new URL(baseUrl).host, error, advice);
  }
}

const headersOf = ({ body, headers, key }: HttpRequest): Record<string, string> => ({
  accept: "application/json",
  ...(body === undefined ? {} : { "content-type": "application/json" }),
  ...(key === undefined ? {} : { "idempotency-key": key }),
  ...headers,
});

function errorIn(text: string): { message: string; code?: string } {
  try {
    const { error, message } = errorSchema.parse(JSON.parse(text));
    if (typeof error === "string") return { message: error };
    const code = error?.code ?? error?.type;
    return { message: error?.message ?? message ?? text, ...(code ? { code } : {}) };
  } catch {
    return { message: text.trim() === "" ? "nothing more." : text };
  }
}
