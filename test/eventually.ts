import { setTimeout as sleep } from "node:timers/promises";

/** Calls until nothing is thrown, and returns what comes out; after the time given the last error stands. */
export async function eventually<T>(attempt: () => T | Promise<T>, seconds = 30): Promise<T> {
  for (const end = Date.now() + 1000 * seconds; ; await sleep(50)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
