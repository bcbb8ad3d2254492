import { Worker } from "node:worker_threads";
import { threadEnvironment } from "../engine/environment";
import { portPipe } from "../protocol/portPipe";
import { connect, type Remote } from "../protocol/rpc";

/** A worker thread that answers calls and holds nothing that cannot be sent again. */
export interface Thread<Api> {
  /** Starts the thread on first use, and again after a crash. Throws once it is disposed of. */
  remote(): Remote<Api>;
  /** Whether it runs. */
  isRunning(): boolean;
  dispose(): Promise<void>;
}

/**
 * @param path the built worker
 * @param what it does, for the error of a call that its end leaves unanswered
 * @param events what the thread may call here
 */
export function createThread<Api>(path: string, what: string, events: object = {}): Thread<Api> {
  let running: { readonly worker: Worker; readonly remote: Remote<Api> } | undefined;
  let disposed = false;
  const start = (): NonNullable<typeof running> => {
    if (disposed) throw new Error(`${what} has ended.`);
    const worker = new Worker(path, { env: threadEnvironment(process.env) });
    const made = { worker, remote: connect<Api, object>(portPipe(worker), events) };
    const ended = (why: string): void => {
      made.remote.close(why);
      if (running === made) running = undefined;
    };
    worker.on("error", (error) => ended(`${what} failed: ${error.message}`));
    worker.on("exit", () => ended(`${what} has ended.`));
    return made;
  };
  return {
    remote: () => (running ??= start()).remote,
    isRunning: () => running !== undefined,
    dispose: async () => {
      disposed = true;
      const ending = running;
      running = undefined;
      ending?.remote.close(`${what} has ended.`);
      await ending?.worker.terminate();
    },
  };
}
