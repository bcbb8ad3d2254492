import type { Clock } from "../../../net/clock";
import type { HttpReply } from "./httpFailure";

/** A request as it goes out, without what shows who asks. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Shows a service who asks: signs each request or gives it a token. */
export interface Authorizer {
  /**
   * @returns the headers of the request with those that show who asks
   * @throws ServiceFailure "key" if there is no credential
   */
  authorize(request: OutgoingRequest, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Learns from a refusal. @returns true if the same request, authorized anew, is worth sending once more */
  refused?(reply: HttpReply): boolean;
}

/** Gives each request a token. @param token asked for each request, so that one that was renewed is used at once */
export const bearer = (token: (signal?: AbortSignal) => Promise<string>): Authorizer => ({
  authorize: async ({ headers }, signal) => ({ ...headers, authorization: `Bearer ${await token(signal)}` }),
});

/** What lasts only for a time. */
export interface Temporary<T> {
  readonly value: T;
  /** Milliseconds since 1970; absent where that is not said. */
  readonly endsAt?: number;
  /** Asking again may give another one. */
  readonly renewable: boolean;
}

export interface Renewed<T> {
  get(signal?: AbortSignal): Promise<T>;
  /** The service no longer takes it. @returns whether another can be had */
  drop(): boolean;
}

/** It is renewed so long before its end: requests that are under way then still arrive in time. */
const AHEAD_MS = 5 * 60_000;
/** Of what lasts for less than twice that, half of its time is used. */
const shareOf = (left: number): number => Math.min(AHEAD_MS, left / 2);

/** Keeps what lasts for a time and obtains it anew before that is over; those who ask at once share one request for it. */
export function renewed<T>(obtain: (signal?: AbortSignal) => Promise<Temporary<T>>, clock: Clock): Renewed<T> {
  let kept: { readonly found: Temporary<T>; readonly renewAt: number } | undefined;
  let asking: Promise<T> | undefined;
  const ask = async (signal?: AbortSignal): Promise<T> => {
    const found = await obtain(signal);
    const left = found.endsAt === undefined ? Infinity : found.endsAt - clock.now();
    kept = { found, renewAt: clock.now() + left - shareOf(left) };
    return found.value;
  };
  return {
    get(signal) {
      if (kept && clock.now() < kept.renewAt) return Promise.resolve(kept.found.value);
      asking ??= ask(signal).finally(() => (asking = undefined));
      return asking;
    },
    drop() {
      const renewable = kept?.found.renewable === true;
      kept = undefined;
      return renewable;
    },
  };
}

/** A token that lasts for a time, renewed before its end and when the service no longer takes it. */
export function renewedBearer(obtain: (signal?: AbortSignal) => Promise<Temporary<string>>, clock: Clock): Authorizer {
  const token = renewed(obtain, clock);
  return { ...bearer((signal) => token.get(signal)), refused: ({ status }) => status === 401 && token.drop() };
}
