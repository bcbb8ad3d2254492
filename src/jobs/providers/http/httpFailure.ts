import { NetError } from "../../../net/boundFetch";
import { ServiceFailure, type FailureKind } from "../../../net/failure";

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  /** What the provider says, and its own code for it. */
  readonly message: string;
  readonly code?: string;
}

/** What to do about a failure: whole sentences. */
export type Advice = Readonly<Record<FailureKind, string>>;

export const jobAdvice: Advice = {
  key: "Check the key and whether it may fine-tune, then resume the job.",
  quota: "Check the account's credit and limits, then resume the job.",
  limited: "LF Lens will retry automatically.",
  unreachable: "LF Lens will retry automatically.",
  unsafe: "Check the service's address, then resume the job.",
  refused: "Change the ticket or the data and make a new job.",
  unanswerable: "Change the ticket or the data and make a new job.",
  gone: "It may have been deleted there, or the key is for another account.",
};

/** Of questions to a model: what was answered is kept, so that trying again asks only what is missing. */
export const askingAdvice: Advice = {
  ...jobAdvice,
  key: "Check the key and whether it may ask this model, then evaluate again.",
  quota: "Check the account's credit and limits, then evaluate again: answers so far are kept.",
  unsafe: "Check the service's address.",
  refused: "Check the models' names.",
  unanswerable: "It is left unanswered.",
  gone: "Check the models' names: a tuned model may have been deleted or not be deployed yet, or the key is for another account.",
};

/** What a service's own codes mean, where its HTTP status does not tell. */
export type FailureCodes = Readonly<Record<string, FailureKind>>;

/** An HTTP error as a failure in words for the user. */
export function httpFailure(
  title: string,
  reply: HttpReply,
  now: number,
  advice: Advice = jobAdvice,
  codes: FailureCodes = {},
): ServiceFailure {
  const kind = codes[reply.code ?? ""] ?? kindOf(reply);
  return new ServiceFailure(
    kind,
    `${title} answered ${reply.status}: ${reply.message.slice(0, 500)} ${advice[kind]}`,
    retryAfter(reply.headers, now),
  );
}

// OpenAI's and Azure's codes for a prompt that their filters stop, or that is too long for the model.
const ABOUT_ONE_PROMPT: ReadonlySet<string | undefined> = new Set([
  ...["content_filter", "content_policy_violation", "invalid_prompt"],
  ...["context_length_exceeded", "string_above_max_length"],
]);
/** Services with the same protocol say it in words, and many give no code. */
const TOO_LONG = /(maximum|max) (context|sequence|model) length|context window|too many tokens/i;

const isAboutOnePrompt = ({ status, code, message }: HttpReply): boolean =>
  status === 413 || ((status === 400 || status === 422) && (ABOUT_ONE_PROMPT.has(code) || TOO_LONG.test(message)));

function kindOf(reply: HttpReply): FailureKind {
  const { status, code } = reply;
  if (status === 401 || status === 403) return "key";
  if (status === 402 || code === "insufficient_quota" || code === "billing_hard_limit_reached") return "quota";
  if (status === 429 || code === "too_many_requests") return "limited";
  if (status === 404) return "gone";
  if (isAboutOnePrompt(reply)) return "unanswerable";
  return status === 408 || status === 409 || status >= 500 ? "unreachable" : "refused";
}

/** A request that found no answer: it was stopped on its way (a redirect, say), or there is no connection, or no reply in time. */
export function lostRequest(title: string, host: string, error: unknown, advice: Advice = jobAdvice): ServiceFailure {
  const stopped = netErrorIn(error);
  if (stopped && stopped.problem !== "timeout" && stopped.problem !== "tooLarge")
    return new ServiceFailure("unsafe", `${title}: ${stopped.message} ${advice.unsafe}`);
  return connectionFailure(title, host, stopped?.message ?? reasonOf(error));
}

function netErrorIn(error: unknown): NetError | undefined {
  if (error instanceof NetError) return error;
  return error instanceof Error && error.cause !== undefined ? netErrorIn(error.cause) : undefined;
}

/** No connection, no reply in time, or a reply that broke off. */
export const connectionFailure = (title: string, host: string, reason: string): ServiceFailure =>
  new ServiceFailure("unreachable", `${title} (${host}) could not be reached: ${reason}. It is asked again.`);

/** A reply that does not follow the service's own documentation. */
export const oddReply = (title: string, what: string): ServiceFailure =>
  new ServiceFailure("unreachable", `${title} answered in a way that cannot be understood: ${what}`);

/** Milliseconds that a reply asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const ms = Number(headers.get("retry-after-ms") ?? NaN);
  if (Number.isFinite(ms)) return ms;
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? 1000 * seconds : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** The innermost reason of a failed request: "ECONNREFUSED" tells more than "fetch failed". */
export function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  if (!(reason instanceof Error)) return String(reason);
  const { code } = reason as NodeJS.ErrnoException;
  return typeof code === "string" ? code : reason.message;
}
