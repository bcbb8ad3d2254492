import { Worker } from "node:worker_threads";
import { connect, type Remote } from "../protocol/rpc";
import type { WorkerApi, WorkerEvents, WorkerStart } from "./workerApi";

/** A worker thread and the pipe to it. */
export interface WorkerThread {
  readonly remote: Remote<WorkerApi>;
  /** [0] is the row that the LF under way is at. */
  readonly position: Int32Array;
  /** Why the thread ended; undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Ends the thread at once, whatever it does. */
  readonly kill: () => Promise<void>;
  /** Ends the thread after it has ended its helper processes, if it does so in time. */
  readonly close: () => Promise<void>;
}

export interface ThreadOptions {
  /** Absolute path of the built worker.js. */
  readonly workerPath: string;
  readonly memoryMb: number;
  readonly events: WorkerEvents;
  /** Told once, before the calls that wait are rejected. */
  readonly onEnd: (reason: string) => void;
}

const CLOSE_MS = 500;

export function startWorkerThread({ workerPath, memoryMb, events, onEnd }: ThreadOptions): WorkerThread {
  const position = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(workerPath, {
    workerData: { position: position.buffer } satisfies WorkerStart,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Loaders and inspectors of the host are not the worker's, and what a package prints must not get into the host's output.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const remote = connect<WorkerApi, WorkerEvents>(
    { post: (message, transfer = []) => worker.postMessage(message, transfer), receive: (listener) => void worker.on("message", listener) },
    events,
  );
  worker.stdout.on("data", (bytes: Buffer) => events.log({ level: "info", text: bytes.toString().trimEnd() }));
  worker.stderr.on("data", (bytes: Buffer) => events.log({ level: "warn", text: bytes.toString().trimEnd() }));

  let ended: string | undefined;
  let error: string | undefined;
  worker.on("error", (thrown: NodeJS.ErrnoException) => {
    error = thrown.code === "ERR_WORKER_OUT_OF_MEMORY" ? `it used more than ${memoryMb} MB of memory` : `it failed: ${thrown.message}`;
  });
  const gone = new Promise<void>((resolve) =>
    worker.once("exit", (code) => {
      ended = error ?? `it exited with code ${code}`;
      onEnd(ended);
      remote.close(`The engine's worker ended: ${ended}`);
      resolve();
    }),
  );
  const kill = async (): Promise<void> => {
    await worker.terminate();
    await gone;
  };
  return {
    remote,
    position,
    ended: () => ended,
    kill,
    async close() {
      await Promise.race([remote.call("close", null).catch(() => {}), delay(CLOSE_MS)]);
      await kill();
    },
  };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
