import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { portPipe } from "../../protocol/portPipe";
import { connect, type Remote } from "../../protocol/rpc";
import { threadEnvironment } from "../environment";

/** A worker thread and the pipe to it. */
export interface Thread<Api> {
  readonly remote: Remote<Api>;
  /** Why the thread ended; undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Ends the thread at once, whatever it does. */
  readonly kill: () => Promise<void>;
}

export interface ThreadOptions<Events> {
  /** Absolute path of its built script. */
  readonly path: string;
  readonly data?: object;
  /**
   * Speaks with the thread through a port of its own, `port` in its data, instead of the one that all code in the thread can ask
   * worker_threads for.
   */
  readonly ownPort?: boolean;
  readonly memoryMb?: number;
  readonly events: Events;
  /** Takes what the thread's packages print. */
  readonly onOutput: (text: string) => void;
  /** Told once, before the calls that wait are rejected. */
  readonly onEnd?: (reason: string) => void;
}

/** Half of V8's own: what a batch of rows leaves behind is given back sooner, at no cost in time that can be measured. */
const YOUNG_MB = 24;

export function startThread<Api, Events extends object>(options: ThreadOptions<Events>): Thread<Api> {
  const { path, data, memoryMb, events, onOutput, onEnd = () => {} } = options;
  const channel = options.ownPort ? new MessageChannel() : undefined;
  const worker = new Worker(path, {
    workerData: channel ? { ...data, port: channel.port2 } : data,
    transferList: channel ? [channel.port2] : [],
    env: threadEnvironment(process.env),
    ...(memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB } }),
    // Loaders and inspectors of the host are not the worker's, and what it prints must not get into the host's output.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const pipe = portPipe(channel?.port1 ?? worker);
  let take: (message: unknown) => void = () => {};
  const remote = connect<Api, Events>({ ...pipe, receive: (listener) => pipe.receive((take = listener)) }, events);
  for (const stream of [worker.stdout, worker.stderr]) stream.on("data", (bytes: Buffer) => onOutput(bytes.toString().trimEnd()));

  let ended: string | undefined;
  let error: string | undefined;
  worker.on("error", (thrown: NodeJS.ErrnoException) => {
    error = thrown.code === "ERR_WORKER_OUT_OF_MEMORY" ? `it used more than ${memoryMb} MB of memory` : `it failed: ${thrown.message}`;
  });
  const gone = new Promise<void>((resolve) =>
    worker.once("exit", (code) => {
      // What it said last may still be under way.
      for (let last; channel && (last = receiveMessageOnPort(channel.port1)) !== undefined;) take(last.message as unknown);
      channel?.port1.close();
      ended = error ?? `it exited with code ${code}`;
      onEnd(ended);
      remote.close(`The engine's worker ended: ${ended}`);
      resolve();
    }),
  );
  return {
    remote,
    ended: () => ended,
    async kill() {
      await worker.terminate();
      await gone;
    },
  };
}
