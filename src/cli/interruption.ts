import { constants } from "node:os";

/** The work was asked to end before it was done. */
export interface Interruption {
  /** What a shell expects of a program that ended so: 128 and the signal's number. */
  readonly exitCode: number;
}

/**
 * Waits for work, or for Ctrl+C (SIGINT) or SIGTERM. A second signal ends the process at once, as it would without this.
 * @param work may go on, and fail, after an interruption: the caller ends it
 */
export async function untilInterrupted<T extends object>(work: Promise<T>): Promise<T | Interruption> {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let interrupt: (signal: NodeJS.Signals) => void = () => {};
  const interruption = new Promise<Interruption>((resolve) => {
    interrupt = (signal) => {
      stopListening();
      resolve({ exitCode: 128 + constants.signals[signal] });
    };
  });
  const stopListening = (): void => signals.forEach((signal) => process.removeListener(signal, interrupt));
  for (const signal of signals) process.on(signal, interrupt);
  work.catch(() => {});
  return Promise.race([work, interruption]).finally(stopListening);
}

export const isInterruption = (outcome: object): outcome is Interruption => "exitCode" in outcome;
