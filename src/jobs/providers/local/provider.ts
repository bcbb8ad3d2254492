import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { identify, isRunning, ownProcessSchema } from "../../../files/processes";
import type { Checkpoint, LogEntry, MetricPoint } from "../../../protocol/jobs";
import type { ChatRecord } from "../../../llm/chatMessage";
import { readChatFile } from "../../chatRecord";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder, Known, Observation, Provider } from "../../provider";
import type { Hyperparameters } from "../../hyperparameters";
import { local } from "./description";

export interface LocalOptions {
  readonly hyperparameters: Hyperparameters;
  /** A folder of the job's own for the model's file. */
  readonly output: string;
}

export interface LocalProgress {
  readonly done: number;
  readonly total: number;
  /** A point of the loss curve, where the training has one. */
  readonly point?: MetricPoint;
  readonly message?: string;
}

export interface LocalResult {
  /** The model's file. */
  readonly model: string;
  readonly checkpoints?: readonly Checkpoint[];
}

/** Trains the embedded end model. Rejects when the signal is aborted, and with an Error in plain words when it cannot train. */
export type TrainLocally = (
  examples: { readonly training: readonly ChatRecord[]; readonly validation: readonly ChatRecord[] },
  options: LocalOptions,
  onProgress: (progress: LocalProgress) => void,
  signal: AbortSignal,
) => Promise<LocalResult>;

const POLL_MS = 200;

interface Training {
  state: Observation["state"];
  readonly stop: AbortController;
  readonly log: LogEntry[];
  readonly metrics: MetricPoint[];
  progress?: { done: number; total: number };
  result?: LocalResult;
  problem?: string;
}

/**
 * The embedded end model as a job. It trains in this process, in seconds; if the process ends, the job is started again.
 * @param train undefined where this build cannot train
 */
export function localProvider(train: TrainLocally | undefined, clock: Clock): Provider {
  const trainings = new Map<string, Training>();
  return {
    title: local.title,
    notes: ["This trains the embedded end model."],
    rules: local.rules,
    pollMs: POLL_MS,
    inProcess: true,
    upload: ({ path }) => Promise.resolve(path),
    findUpload: () => Promise.resolve(undefined),
    isReady: () => Promise.resolve(true),
    find: ({ key }) => Promise.resolve(trainings.has(key) ? [key] : []),
    async create(order) {
      if (!train) throw new ServiceFailure("refused", "The end model cannot be trained from here: this copy of LF Lens has no trainer.");
      const examples = await readExamples(order);
      await writeFile(ownerPath(order), JSON.stringify(await identify(process.pid)));
      trainings.set(order.key, startTraining(train, examples, order, clock));
      return order.key;
    },
    async observe(remoteId, known) {
      const training = trainings.get(remoteId);
      if (!training) return lookFromOutside(known);
      // Another process may have been the one to ask for the end.
      if (known.cancelSent) training.stop.abort();
      return look(training, known);
    },
    cancel(remoteId) {
      trainings.get(remoteId)?.stop.abort();
      return Promise.resolve();
    },
  };
}

const ownerPath = ({ folder }: JobOrder): string => join(folder, "owner.json");

/** A training of another process: nothing is seen of it but that it runs. Its owner writes the record. */
async function lookFromOutside({ order }: Known): Promise<Observation> {
  const text = await readFile(ownerPath(order), "utf8").catch(() => undefined);
  const owner = text === undefined ? undefined : ownProcessSchema.parse(JSON.parse(text));
  if (owner && owner.pid !== process.pid && (await isRunning(owner)))
    return { state: "running", log: [], logComplete: true, metrics: [], checkpoints: [] };
  throw new ServiceFailure("gone", "The training ended with the process that ran it.");
}

async function readExamples({ files }: JobOrder): Promise<{ training: ChatRecord[]; validation: ChatRecord[] }> {
  const read = async (path: string): Promise<ChatRecord[]> => (await readChatFile(path)).lines.flatMap(({ record }) => record ?? []);
  return { training: await read(files.training), validation: files.validation === undefined ? [] : await read(files.validation) };
}

function startTraining(
  train: TrainLocally,
  examples: Parameters<TrainLocally>[0],
  { key, ticket, folder }: JobOrder,
  clock: Clock,
): Training {
  const training: Training = { state: "running", stop: new AbortController(), log: [], metrics: [] };
  const say = (level: LogEntry["level"], message: string): void =>
    void training.log.push({ id: `${key}:${training.log.length}`, at: clock.now(), level, message });
  const options = { hyperparameters: ticket.hyperparameters, output: join(folder, "output") };
  const onProgress = ({ done, total, point, message }: LocalProgress): void => {
    if (total > 0) training.progress = { done, total };
    if (point) training.metrics.push(point);
    if (message !== undefined) say("info", message);
  };
  train(examples, options, onProgress, training.stop.signal).then(
    (result) => {
      training.result = result;
      training.state = "succeeded";
    },
    (error: unknown) => {
      training.state = training.stop.signal.aborted ? "cancelled" : "failed";
      training.problem = error instanceof Error ? error.message : String(error);
      if (training.state === "failed") say("error", training.problem);
    },
  );
  return training;
}

const look = ({ state, log, metrics, progress, result, problem }: Training, { logIds }: Known): Observation => ({
  state,
  log: log.filter(({ id }) => !logIds.has(id)),
  logComplete: true,
  metrics: [...metrics],
  checkpoints: result?.checkpoints ?? [],
  ...(progress ? { progress } : {}),
  ...(result ? { tunedModel: result.model } : {}),
  ...(state === "failed" && problem !== undefined ? { problem } : {}),
});
