import { setTimeout as sleep } from "node:timers/promises";

/** Calls until it passes; after half a minute the last error stands. */
export async function eventually(attempt: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + 30_000; ; await sleep(100)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
