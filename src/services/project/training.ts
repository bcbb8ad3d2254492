import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { isCancelled } from "../../protocol/cancelled";
import type { PredictReport, PredictRequest, TrainAnswer, TrainingRecord } from "../../protocol/endModel";
import type { ProjectConfig } from "../config/schema";
import { isSameTraining, trainedOn } from "../endModel/trainedOn";
import { isAsked, trainRequest, type TrainOptions } from "../endModel/trainOptions";
import { hashedIn, trainingId, trainingStore } from "../endModel/trainingStore";
import { discardPartial } from "../export/resume";
import { assertNoData } from "../export/place";
import { onAllRows, type LongWork } from "../tasks/longWork";
import type { Task, TaskSpec } from "../tasks/tasks";
import type { ProjectState } from "./state";

/** A training that has ended, and what was not right on the way. */
export interface Trained extends Pick<TrainAnswer, "problems" | "faults"> {
  readonly record: TrainingRecord;
}

/** A project's end model: how it is trained, used and kept. */
export interface Training {
  /** Trains and measures a model. Rejects with a plain message, also when another training is under way or this one is cancelled. */
  train(options: TrainOptions): Promise<Trained>;
  /** The latest training, if LFs, data and settings are as they were then and the options are the same; else a new one. */
  evaluate(options: TrainOptions): Promise<Trained>;
  /** Writes predictions of all rows, of the latest model unless one is named. */
  predict(request: Omit<PredictRequest, "model"> & { readonly model?: string }): Promise<PredictReport>;
  /**
   * The same as an earlier training, after LFs have changed: in the background, which any other work with the end model ends.
   * @returns false if it was ended
   */
  retrain(earlier: TrainingRecord): Promise<boolean>;
  /** Takes up the latest model of the project's folder, if there is one that fits. */
  adopt(): Promise<void>;
}

export interface TrainingHooks {
  /** Resolves when the analysis knows the model. */
  readonly use: (endModel: NonNullable<ProjectState["endModel"]>) => Promise<void>;
  /** A training that the user asked for has come to its end. */
  readonly trained: () => void;
}

/** What the user asks of the end model ends what is done in the background. */
const asked = { excludes: ["train", "predict"], ends: ["retrain"] } as const satisfies Partial<TaskSpec>;

export function createTraining(work: LongWork, { use, trained }: TrainingHooks): Training {
  const { root, tasks, state } = work;
  const store = trainingStore(root, (text) => work.ports.log({ level: "warn", text }));
  const training = (): TaskSpec => ({ kind: "train", title: `End model of ${state().name}`, ...asked });

  /** Its task ends when the model is shown: nothing is trained in the background from the one before. */
  async function trainAndShow(task: Task, options: TrainOptions, earlier?: TrainingRecord): Promise<Trained> {
    const done = await train(work, store, task, options, earlier);
    if (work.ports.runsSample) await adopt();
    return done;
  }

  async function adopt(): Promise<void> {
    const found = await store.latest();
    const { info } = state();
    if (!found || !info) return;
    try {
      const predictions = await work.engine.predictSample({ model: found.file });
      if (state().info === info) await use({ ...found, predictions });
    } catch (error) {
      work.ports.log({
        level: "warn",
        text: `The latest end model is not used. ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }

  return {
    async train(options) {
      const done = await tasks.run(training(), (task) => trainAndShow(task, options));
      trained();
      return done;
    },
    async retrain(earlier) {
      const { scored, gold, seed } = earlier.options;
      const options = { gold, seed, ...(scored === null ? {} : { scored }) };
      const spec: TaskSpec = { kind: "retrain", title: `End model of ${state().name}, again`, excludes: ["train", "predict", "retrain"] };
      try {
        await tasks.run(spec, (task) => trainAndShow(inSteps(task), options, earlier));
        return true;
      } catch (error) {
        if (isCancelled(error)) return false;
        throw error;
      }
    },
    evaluate: (options) => tasks.run(training(), async (task) => (await known(work, store, options)) ?? trainAndShow(task, options)),
    predict: (request) =>
      tasks.run({ kind: "predict", title: `Predictions of ${state().name}`, ...asked }, (task) => predict(work, store, task, request)),
    adopt,
  };
}

type Store = ReturnType<typeof trainingStore>;

async function train(work: LongWork, store: Store, task: Task, options: TrainOptions, earlier?: TrainingRecord): Promise<Trained> {
  const { root, ready, sources } = work;
  const { config, spec: project } = ready();
  const id = trainingId(new Date(), randomUUID().slice(0, 8));
  const out = options.out ?? (await store.placeFor(id));
  assertNoData(out, root, project.data);
  const request = { ...trainRequest(options, config, earlier), files: await sources(), out };
  /** A place that was given may hold an older model until then. */
  let written = options.out === undefined;
  try {
    const answer = await onAllRows(work, task, (engine) => engine.train(request));
    written = true;
    const record = { ...(await recordOf(answer, { id, root, place: out, config })), ...(earlier ? { background: true } : {}) };
    task.signal.throwIfAborted();
    await store.keep(record);
    return { record, problems: answer.problems, faults: answer.faults };
  } catch (error) {
    if (task.signal.aborted) await discardPartial(out);
    if (task.signal.aborted && written) await rm(out, { force: true });
    throw error;
  }
}

/** The latest training, if it answers the same question. */
async function known({ ready, engine, sources }: LongWork, store: Store, options: TrainOptions): Promise<Trained | undefined> {
  const { config } = ready();
  const found = options.out === undefined ? await store.latest() : undefined;
  if (!found || !isAsked(found.record, options, config)) return undefined;
  const now = trainedOn(await engine.versions({ files: await sources() }), config);
  const fits = isSameTraining(found.record.trainedOn, now);
  return fits ? { record: found.record, problems: [], faults: [] } : undefined;
}

async function predict(
  work: LongWork,
  store: Store,
  task: Task,
  { model, ...request }: Parameters<Training["predict"]>[0],
): Promise<PredictReport> {
  assertNoData(request.out, work.root, work.ready().spec.data);
  const file = model ?? (await store.latest())?.file;
  if (file === undefined) throw new Error("There is no end model yet. Train one first.");
  try {
    return await onAllRows(work, task, (engine) => engine.predict({ ...request, model: file }));
  } catch (error) {
    if (task.signal.aborted) await discardPartial(request.out);
    throw error;
  }
}

/** Tells each step once: typing meanwhile does not pay for views that are drawn again. */
function inSteps({ signal, tell }: Task): Task {
  let step: string | undefined;
  return {
    signal,
    tell: (progress) => {
      if (progress.what !== step) tell(progress);
      step = progress.what;
    },
  };
}

interface RecordPlace {
  readonly id: string;
  readonly root: string;
  readonly place: string;
  readonly config: ProjectConfig;
}

async function recordOf(
  { tool, versions, inputs, options, training, evaluation }: TrainAnswer,
  { id, root, place, config }: RecordPlace,
): Promise<TrainingRecord> {
  return {
    version: 1,
    id,
    at: new Date().toISOString(),
    tool,
    trainedOn: trainedOn(versions, config),
    inputs,
    modelFile: await hashedIn(root, place),
    options,
    training,
    evaluation,
  };
}
