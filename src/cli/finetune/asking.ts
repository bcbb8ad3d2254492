import type { AskingHooks } from "../../llm/askAgreed";
import { progressBar } from "../progressBar";

/** Asks with a progress bar on a terminal; Ctrl+C ends it, and what was answered is kept. */
export const whileAsking = <T>(ask: (hooks: AskingHooks) => Promise<T>): Promise<T> =>
  withBar("asking", "Interrupted. Answers so far are kept: the same command asks only what is missing.", ask);

/** Works with a progress bar on a terminal; Ctrl+C ends it. @param interrupted what is said then */
export async function withBar<T>(what: string, interrupted: string, work: (hooks: AskingHooks) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error(interrupted));
  process.once("SIGINT", interrupt);
  const bar = progressBar(process.stderr);
  try {
    return await work({
      signal: stop.signal,
      onProgress: (done, total) => bar.draw({ what, done, total }),
      onWait: (ms, problem) => bar.line(`${problem} (in ${Math.ceil(ms / 1000)} s)`),
    });
  } finally {
    bar.clear();
    process.removeListener("SIGINT", interrupt);
  }
}
