import type { Clock } from "../../net/clock";
import { ServiceFailure, waitAfter } from "../../net/failure";
import { withOwnSignal } from "../../net/ownSignal";

export interface AskQueue<Q> {
  /** @throws ServiceFailure, or the signal's reason */
  readonly ask: (question: Q, signal?: AbortSignal) => Promise<void>;
  readonly concurrency: number;
  readonly perMinute: number | undefined;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  /** Told before the service is asked again. */
  readonly onWait: (ms: number, problem: string) => void;
  /** A question was given up. */
  readonly onFailed: (question: Q, failure: ServiceFailure) => void;
}

/** How often a question is asked before it is given up, and how many questions in a row before all are. */
const ATTEMPTS = 5;
const GIVEN_UP = 5;
const MINUTE_MS = 60_000;

/**
 * Asks a service's questions a few at a time, within its rate. What passes is tried again: when the service asks to wait, nobody asks it
 * until then. A question that fails for good is left out; a service that answers none of several is left alone.
 * @returns why it stopped before all were asked; undefined if it did not
 * @throws the signal's reason when aborted
 */
export async function askEach<Q>(questions: readonly Q[], queue: AskQueue<Q>): Promise<ServiceFailure | undefined> {
  const { concurrency, clock, signal, random, onWait, onFailed } = queue;
  const open = [...questions];
  const stop = new AbortController();
  let failure: ServiceFailure | undefined;
  let givenUp = 0;
  let [freeAt, slotAt] = [0, 0];

  /** Waits for the pause that the service asked for, and for its rate. */
  async function turn(own: AbortSignal): Promise<void> {
    const now = clock.now();
    const from = Math.max(now, freeAt, slotAt);
    slotAt = from + (queue.perMinute === undefined ? 0 : MINUTE_MS / queue.perMinute);
    if (from > now) await clock.sleep(from - now, own);
    // Somebody may have been told to wait meanwhile.
    if (clock.now() < freeAt) await turn(own);
  }

  async function askPatiently(question: Q, own: AbortSignal): Promise<void> {
    for (let failures = 1; ; failures++) {
      await turn(own);
      try {
        await withOwnSignal(own, (inner) => queue.ask(question, inner));
        givenUp = 0;
        return;
      } catch (error) {
        own.throwIfAborted();
        if (!(error instanceof ServiceFailure)) throw error;
        if (!error.passes) throw error;
        if (failures >= ATTEMPTS) {
          onFailed(question, error);
          if (++givenUp >= GIVEN_UP) throw error;
          return;
        }
        const ms = waitAfter(error, failures, random);
        if (error.kind === "limited") freeAt = Math.max(freeAt, clock.now() + ms);
        onWait(ms, error.message);
        if (error.kind !== "limited") await clock.sleep(ms, own);
      }
    }
  }

  await withOwnSignal(signal, async (given) => {
    const own = AbortSignal.any([stop.signal, ...(given ? [given] : [])]);
    const work = async (): Promise<void> => {
      for (let question = open.shift(); question !== undefined; question = open.shift()) await askPatiently(question, own);
    };
    const workers = Array.from({ length: concurrency }, () =>
      work().catch((error: unknown) => {
        // What the others are doing is no use any more, and its end is of no interest.
        if (!stop.signal.aborted && error instanceof ServiceFailure) failure = error;
        stop.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(workers);
  });
  signal?.throwIfAborted();
  if (stop.signal.aborted && !failure) throw stop.signal.reason;
  return failure;
}
