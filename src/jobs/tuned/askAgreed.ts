import { JobFailure } from "../failure";
import type { Question } from "../provider";
import type { JobTools } from "../runner";
import type { Summary } from "../summary";
import { askAll, type Asking } from "./askAll";

/** What whoever waits for answers may want to hear, and to say. */
export type AskingHooks = Pick<Asking, "signal" | "onProgress" | "onWait">;

/** What the user said yes to. */
export interface Agreed extends Pick<Asking, "ask" | "answers"> {
  /** The job's id. */
  readonly job: string;
  readonly summary: Summary;
  /** The hash of the summary that was shown. */
  readonly consent: string;
}

/**
 * Asks a job's models what has no answer yet, as the only one who does, and then goes on with the answers.
 * @throws Error if the consent is to something else, or if another process asks the same job's models
 * @throws JobFailure, with no key in it, if a model cannot be asked; answers so far are kept
 * @throws the signal's reason when aborted; answers so far are kept
 */
export async function askAgreed<T>(
  questions: readonly Question[],
  { job, summary, consent, ask, answers }: Agreed,
  { clock, random, store, secrets }: JobTools,
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
      if (error instanceof JobFailure) throw new JobFailure(error.kind, secrets.redact(error.message), error.retryAfterMs);
      throw error;
    }
    return then();
  };
  // Two at once would pay for the same answers twice. The second try finds a dead process's lock gone.
  const done = (await store.exclusively(job, work)) ?? (await store.exclusively(job, work));
  if (!done) throw new Error(`Another window or terminal asks the models of job ${job} at the moment. Wait for it, then try again.`);
  return done.value;
}
