import { setTimeout as sleep } from "node:timers/promises";

/** Calls until it passes; after a minute and a half, which a busy machine may need, the last error stands. */
export async function eventually(attempt: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + 90_000; ; await sleep(100)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
