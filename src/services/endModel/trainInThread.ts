import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { writeAtomically } from "../../files/writeAtomically";
import { threadEnvironment } from "../../engine/environment";
import type { TrainLocally } from "../../jobs/providers/local/provider";
import { CancelledError } from "../../protocol/cancelled";
import type { MetricPoint } from "../../protocol/jobs";
import { promptExamples } from "./promptExamples";
import type { TrainingWorkerInput, TrainingWorkerMessage } from "./trainingWorker";

type Ended = Extract<TrainingWorkerMessage, { model: Uint8Array }>;

/**
 * Trains the embedded end model in a thread of its own; aborting ends the thread. `lf-lens predict --model` takes the file.
 * @param workerPath the built src/services/endModel/trainingWorker.ts
 */
export const trainInThread =
  (workerPath: string): TrainLocally =>
  async ({ training, validation }, { output }, onProgress, signal) => {
    const input: TrainingWorkerInput = { training: promptExamples(training), validation: promptExamples(validation) };
    const ended = await runWorker(workerPath, input, ({ done, total }) => onProgress({ done, total }), signal);
    const model = join(output, "model.lfmodel");
    await mkdir(output, { recursive: true });
    await writeAtomically(model, ended.model);
    onProgress({
      done: 100,
      total: 100,
      point: pointOf(ended),
      message: `Learned ${ended.labels.length} labels from ${training.length} examples.`,
    });
    return { model };
  };

function runWorker(
  path: string,
  input: TrainingWorkerInput,
  onProgress: (progress: { done: number; total: number }) => void,
  signal: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(path, { workerData: input, execArgv: [], env: threadEnvironment(process.env) });
    const abort = (): void => void worker.terminate();
    signal.addEventListener("abort", abort);
    worker.on("message", (message: TrainingWorkerMessage) => ("model" in message ? resolve(message) : onProgress(message.progress)));
    worker.on("error", reject);
    worker.on("exit", () => {
      signal.removeEventListener("abort", abort);
      reject(signal.aborted ? new CancelledError() : new Error("The training ended without a model."));
    });
  });
}

/** One point: the model is trained to its optimum, in one go. */
function pointOf({ figures: { training, validation } }: Ended): MetricPoint {
  const entries = Object.entries({
    trainLoss: training.logLoss,
    trainAccuracy: training.accuracy,
    validLoss: validation.logLoss,
    validAccuracy: validation.accuracy,
  });
  return { step: 1, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) };
}
