import * as z from "zod";
import { boundFetch } from "../../../net/boundFetch";
import { ServiceFailure } from "../../../net/failure";
import { type Advice, connectionFailure, httpFailure, lostRequest, oddReply, reasonOf } from "./httpFailure";

export interface HttpService {
  readonly title: string;
  readonly baseUrl: string;
  key(): Promise<string>;
  now(): number;
  /** What its failures advise, where that is not about a job. */
  readonly advice?: Advice;
}

export interface HttpRequest {
  readonly method?: "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly form?: FormData;
  /** Says that two requests are one. */
  readonly key?: string;
  readonly signal?: AbortSignal | undefined;
}

const errorSchema = z.looseObject({
  error: z
    .union([z.string(), z.looseObject({ message: z.string().nullish(), code: z.string().nullish(), type: z.string().nullish() })])
    .nullish(),
  message: z.string().nullish(),
});

/**
 * Sends one request with the key and reads the JSON that comes back.
 * @throws ServiceFailure for everything that can go wrong on the way
 * @throws the signal's reason when aborted
 */
export async function requestJson<T>(service: HttpService, request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  const { title, baseUrl } = service;
  const key = await service.key();
  const reply = await send(service, request, key);
  if (!reply.ok)
    throw httpFailure(title, { status: reply.status, headers: reply.headers, ...errorIn(reply.text) }, service.now(), service.advice);
  let value: unknown;
  try {
    value = JSON.parse(reply.text);
  } catch (error) {
    throw connectionFailure(title, new URL(baseUrl).host, `its reply broke off (${reasonOf(error)})`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw oddReply(title, z.prettifyError(parsed.error).split("\n")[0]!);
  return parsed.data;
}

async function send(
  { title, baseUrl, advice }: HttpService,
  { method = undefined, path, body, form, key: requestKey, signal }: HttpRequest,
  key: string,
): Promise<{ ok: boolean; status: number; headers: Headers; text: string }> {
  try {
    const reply = await boundFetch({ baseUrl })(baseUrl + path, {
      method: method ?? "GET",
      headers: {
        authorization: `Bearer ${key}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(requestKey === undefined ? {} : { "idempotency-key": requestKey }),
      },
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    return { ok: reply.ok, status: reply.status, headers: reply.headers, text: await reply.text() };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ServiceFailure) throw error;
    throw lostRequest(title, new URL(baseUrl).host, error, advice);
  }
}

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
