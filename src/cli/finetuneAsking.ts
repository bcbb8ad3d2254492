import { readFile } from "node:fs/promises";
import type { AskingHooks } from "../jobs/tuned/askAgreed";
import { startEngine } from "../services/engine";
import type { DataPorts } from "../services/tunedModel/openData";
import { warn } from "./output";
import { progressBar } from "./progressBar";

/** How commands that ask a model read a project's data. */
export const dataPorts = ({ allowOutside }: { readonly allowOutside?: boolean }): DataPorts => ({
  engine: (events) => startEngine({ dist: __dirname, events }),
  readText: (path) => readFile(path, "utf8"),
  boundary: (root) => (allowOutside ? undefined : root),
  log: ({ level, text }) => (level === "info" ? undefined : warn(text)),
});

/** Asks with a progress bar on a terminal; Ctrl+C ends it, and what was answered is kept. */
export async function whileAsking<T>(ask: (hooks: AskingHooks) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error("Interrupted. Answers so far are kept: the same command asks only what is missing."));
  process.once("SIGINT", interrupt);
  const bar = progressBar(process.stderr);
  try {
    return await ask({
      signal: stop.signal,
      onProgress: (done, total) => bar.draw({ what: "asking", done, total }),
      onWait: (ms, problem) => bar.line(`${problem} (in ${Math.ceil(ms / 1000)} s)`),
    });
  } finally {
    bar.clear();
    process.removeListener("SIGINT", interrupt);
  }
}
