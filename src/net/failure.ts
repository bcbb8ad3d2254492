export type FailureKind =
  /** No answer, or none that can be understood: try again. */
  | "unreachable"
  /** Too many requests: try again when the provider says. */
  | "limited"
  /** The key is missing or not accepted: the user has to act. */
  | "key"
  /** The account has no credit or may not do this: the user has to act. */
  | "quota"
  /** The request would lead elsewhere than agreed to, and was not sent there: the user has to act. */
  | "unsafe"
  /** The provider does not take the request as it is: trying again is no use. */
  | "refused"
  /** A question that the provider will not have answered, for what it says or for its length: others are no matter. */
  | "unanswerable"
  /** The provider knows nothing by that name. */
  | "gone";

/** Why a request to a provider came to nothing, in words for the user. */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";

  /** @param retryAfterMs how long the provider asks to wait */
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }

  /** True if the same request may succeed later with nobody's help. */
  get passes(): boolean {
    return this.kind === "unreachable" || this.kind === "limited";
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * How long to wait after a failure: what the provider asked for, else doubling from 1 s to 5 min, with jitter so that many
 * clients do not come back at once ("full jitter" of half the range).
 * @param failures failures in a row, this one included: 1, 2, ...
 * @param random uniform in [0, 1)
 */
export function waitAfter(failure: ServiceFailure, failures: number, random: () => number): number {
  if (failure.retryAfterMs !== undefined) return Math.min(Math.max(failure.retryAfterMs, 0), LONGEST_ASKED_MS);
  const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20), LONGEST_WAIT_MS);
  return longest * (0.5 + random() / 2);
}
