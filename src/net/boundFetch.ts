/** Why a request was not sent, or its answer not taken. */
export type NetProblem =
  /** It would have gone to another address than the one that the user knows of. */
  | "elsewhere"
  /** The service answered that the request belongs elsewhere. */
  | "redirect"
  /** A key would have gone over the network for everybody to read. */
  | "plain"
  | "timeout"
  | "tooLarge";

/** A request that was not sent, or an answer that was not taken, in words for the user. */
export class NetError extends Error {
  override readonly name = "NetError";

  constructor(
    readonly problem: NetProblem,
    message: string,
  ) {
    super(message);
  }
}

export interface Bounds {
  /** Requests go to this origin (scheme, host and port) only; `baseUrl` may have a path, which does not matter. */
  readonly baseUrl: string;
  /** Milliseconds until the answer is there, whole; 15 min for a request with a form (an upload), 1 min for others. */
  readonly timeoutMs?: number;
  /** Bytes of an answer, decompressed; 64 MB. */
  readonly mostBytes?: number;
}

const REQUEST_MS = 60_000;
const UPLOAD_MS = 15 * 60_000;
const MOST_BYTES = 64 * 2 ** 20;

/** Headers that carry keys at the services that there are. */
const KEY_HEADERS = ["authorization", "api-key", "x-api-key", "x-goog-api-key"];

/**
 * The one way to a service. A request goes to the service's own address, by https, or by http on this machine, or where no key is in
 * it; a redirect is an error, since following it would hand data and key to the host that it names; an answer comes in time, and is no
 * larger than can be kept in memory.
 * @returns a `fetch` that rejects with NetError for these, and otherwise as `fetch` does
 */
export function boundFetch({ baseUrl, timeoutMs, mostBytes = MOST_BYTES }: Bounds): typeof fetch {
  const own = new URL(baseUrl);
  return async (input, init = {}) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers ?? request?.headers);
    check(url, own, headers);
    const ms = timeoutMs ?? (init.body instanceof FormData ? UPLOAD_MS : REQUEST_MS);
    const deadline = deadlineIn(ms, own.host);
    const signals = [deadline.signal, init.signal, request?.signal].filter((signal) => signal != null);
    try {
      const reply = await fetch(request ?? url, { ...init, headers, redirect: "manual", signal: AbortSignal.any(signals) });
      refuseRedirect(reply, url);
      return await bounded(reply, mostBytes, own.host, deadline);
    } catch (error) {
      deadline.clear();
      throw deadline.signal.aborted ? (deadline.signal.reason as NetError) : error;
    }
  };
}

/** Whether a host is this very machine: what is sent there is on no network. */
export const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

function check(url: URL, own: URL, headers: Headers): void {
  if (url.origin !== own.origin || url.username !== "" || url.password !== "")
    throw new NetError("elsewhere", `A request to ${url.host} was not sent: it belongs to ${own.host} only.`);
  if (url.protocol === "https:" || isLoopback(url.hostname)) return;
  if (KEY_HEADERS.some((name) => headers.has(name)))
    throw new NetError("plain", `A request to ${url.host} was not sent: its key would be read by others. Use an https address.`);
}

interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

function deadlineIn(ms: number, host: string): Deadline {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new NetError("timeout", `no answer from ${host} within ${ms / 1000} s`)), ms);
  return { signal: stop.signal, clear: () => clearTimeout(timer) };
}

function refuseRedirect({ type, status, headers, body }: Response, url: URL): void {
  const isRedirect = type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304);
  if (!isRedirect) return;
  void body?.cancel().catch(() => {});
  const to = headers.get("location") ?? "";
  const where = URL.canParse(to, url.href) ? new URL(to, url).host : "another address";
  throw new NetError("redirect", `${url.host} sends the request on to ${where}, which was not agreed to: nothing was sent there.`);
}

/** The answer with a body that ends with an error when it gets too large, or when time is up. */
async function bounded(reply: Response, most: number, host: string, deadline: Deadline): Promise<Response> {
  const clear = (): void => deadline.clear();
  const tooLarge = (): NetError => new NetError("tooLarge", `${host} answered with more than ${Math.round(most / 2 ** 20)} MB.`);
  if (Number(reply.headers.get("content-length") ?? 0) > most) {
    await reply.body?.cancel().catch(() => {});
    throw tooLarge();
  }
  if (!reply.body) {
    clear();
    return reply;
  }
  let bytes = 0;
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const counted = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) bytes += value.length;
        if (bytes > most) throw tooLarge();
        if (!done) return controller.enqueue(value);
        clear();
        controller.close();
      } catch (error) {
        clear();
        await reader.cancel().catch(() => {});
        controller.error(deadline.signal.aborted ? deadline.signal.reason : error);
      }
    },
    cancel: async (reason) => {
      clear();
      await reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = reply;
  const copy = new Response(counted, { status, statusText, headers: decoded(headers) });
  Object.defineProperty(copy, "url", { value: reply.url });
  return copy;
}

/** The body is decompressed by now. */
function decoded(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete("content-encoding");
  copy.delete("content-length");
  return copy;
}
