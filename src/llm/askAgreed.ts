import { ServiceFailure } from "../net/failure";
import { askAll, type Asking } from "./askAll";
import type { Question } from "./question";
import type { Summary } from "./summary";

/** What the caller may want to hear meanwhile, and how it says that it is enough. */
export type AskingHooks = Pick<Asking, "signal" | "onProgress" | "onWait">;

/** What the user said yes to. */
export interface Agreed extends Pick<Asking, "ask" | "answers"> {
  readonly summary: Summary;
  /** The hash of the summary that was shown. */
  readonly consent: string;
}

export interface AskTools extends Pick<Asking, "clock" | "random"> {
  /** Takes keys out of a text. */
  readonly redact: (text: string) => string;
  /** Does work while no other process asks the same models; undefined, with the work not done, if one does. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<{ readonly value: T } | undefined>;
  /** What to say then: a whole sentence. */
  readonly busy: string;
}

/**
 * Asks what has no answer yet, as the only process that does, and then goes on with the answers.
 * @throws Error if the consent is to something else, or if another process asks the same models
 * @throws ServiceFailure, with no key in it, if a model cannot be asked; answers so far are kept
 * @throws the signal's reason when aborted; answers so far are kept
 */
export async function askAgreed<T>(
  questions: readonly Question[],
  { summary, consent, ask, answers }: Agreed,
  { clock, random, redact, exclusively, busy }: AskTools,
  hooks: AskingHooks,
  then: () => Promise<T>,
): Promise<T> {
  if (consent !== summary.hash) throw new Error("What would be sent is not what was agreed to. Read the summary again.");
  const work = async (): Promise<T> => {
    try {
      // Others may have asked since the plan was made.
      await answers.refresh();
      await askAll(questions, { ask, answers, clock, random, ...hooks });
    } catch (error) {
      if (error instanceof ServiceFailure) throw new ServiceFailure(error.kind, redact(error.message), error.retryAfterMs);
      throw error;
    }
    return then();
  };
  // Two at once would pay for the same answers twice. The second try finds a dead process's lock gone.
  const done = (await exclusively(work)) ?? (await exclusively(work));
  if (!done) throw new Error(busy);
  return done.value;
}
