import { setTimeout as wait } from "node:timers/promises";

/** Where jobs take their time from, so that a test can run a day in a moment. */
export interface Clock {
  /** Milliseconds since 1970. It may jump: nothing may rely on it to grow. */
  now(): number;
  /** Waits. Rejects with the signal's reason when that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
};
