import type { Clock } from "../net/clock";
import { ServiceFailure, waitAfter } from "../net/failure";
import { withOwnSignal } from "../net/ownSignal";
import { hashOf, type KeptAnswers } from "./keptAnswers";
import type { Ask, Question } from "./question";

export interface Asking {
  readonly ask: Ask;
  readonly answers: KeptAnswers;
  readonly clock: Clock;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** Told after each answer. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told before a question is asked again. */
  readonly onWait?: (ms: number, problem: string) => void;
}

const AT_ONCE = 4;
/** Failures in a row of one question after which all of it ends; answers so far are kept. */
const PATIENCE = 6;

/** The questions that have no answer yet, each once. */
export const missing = (questions: readonly Question[], answers: KeptAnswers): Question[] => [
  ...new Map(questions.filter((question) => !answers.get(question)).map((question) => [hashOf(question), question])).values(),
];

/**
 * Asks what has no answer yet, a few questions at a time, and keeps each answer as it comes.
 * @throws ServiceFailure if a question cannot be answered: at once where the user has to act, else after several attempts
 * @throws the signal's reason when aborted
 */
export async function askAll(questions: readonly Question[], asking: Asking): Promise<void> {
  const { answers, signal, onProgress } = asking;
  const open = missing(questions, answers);
  const total = open.length;
  let done = 0;
  await withOwnSignal(signal, async (own) => {
    const stop = new AbortController();
    const all = AbortSignal.any([stop.signal, ...(own ? [own] : [])]);
    const work = async (): Promise<void> => {
      for (let question = open.shift(); question; question = open.shift()) {
        await answers.keep(question, await askPatiently(question, { ...asking, signal: all }));
        onProgress?.(++done, total);
      }
    };
    const workers = Array.from({ length: AT_ONCE }, () =>
      work().catch((error: unknown) => {
        // What the others are doing is no use any more, and its end is of no interest.
        stop.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(workers);
    own?.throwIfAborted();
    stop.signal.throwIfAborted();
  });
}

async function askPatiently(question: Question, { ask, clock, random, signal, onWait }: Asking): ReturnType<Ask> {
  for (let failures = 1; ; failures++) {
    signal?.throwIfAborted();
    try {
      return await withOwnSignal(signal, (own) => ask(question, own));
    } catch (error) {
      signal?.throwIfAborted();
      // It is one row's fate, and asking again would not change it.
      if (error instanceof ServiceFailure && error.kind === "unanswerable") return { text: "", withheld: error.message };
      if (!(error instanceof ServiceFailure && error.passes && failures < PATIENCE)) throw error;
      const ms = waitAfter(error, failures, random);
      onWait?.(ms, error.message);
      await clock.sleep(ms, signal);
    }
  }
}
