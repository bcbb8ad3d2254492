import { randomUUID } from "node:crypto";
import type { Split } from "../../core/cells";
import type { PredictReport, PredictRequest, TrainAnswer, TrainingRecord } from "../../protocol/endModel";
import type { ProjectSpec, SourceFile } from "../../protocol/engine";
import type { ProjectConfig } from "../config/schema";
import { endModelSpec, isSameTraining, trainedOn } from "../endModel/trainedOn";
import { hashedIn, trainingId, trainingStore } from "../endModel/trainingStore";
import { discardExport } from "../export/cutOff";
import { assertNoData } from "../export/place";
import { createOwnEngine, isCancelled } from "./ownEngine";
import type { Engine, ProjectPorts } from "./ports";
import type { ProjectState } from "./state";

export interface TrainOptions {
  /** Whose rows never train. Absent: test, if it has gold; else none. */
  readonly scored?: Split;
  /** "none": LFs alone train. */
  readonly gold?: "auto" | "none";
  /** In place of the config's. */
  readonly seed?: number;
  /** Absolute path of the model's file; in .lf-lens/models, if absent. */
  readonly out?: string;
}

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
  /** Takes up the latest model of the project's folder, if there is one that fits. */
  adopt(): Promise<void>;
  /** Ends what is under way; what it had written is gone. */
  cancel(): Promise<void>;
}

export interface TrainingOptions {
  readonly root: string;
  /** The project's own: it runs on meanwhile. */
  readonly engine: Engine;
  readonly ports: Pick<ProjectPorts, "engine" | "log">;
  /** The project's LF files as they are now. */
  readonly sources: () => Promise<readonly SourceFile[]>;
  readonly state: () => ProjectState;
  readonly spec: () => ProjectSpec | undefined;
  readonly tell: (change: Pick<ProjectState, "training">) => void;
  /** Resolves when the analysis knows the model. */
  readonly use: (endModel: NonNullable<ProjectState["endModel"]>) => Promise<void>;
}

export function createTraining({ root, engine, ports, sources, state, spec, tell, use }: TrainingOptions): Training {
  const store = trainingStore(root, (text) => ports.log({ level: "warn", text }));
  const own = createOwnEngine({
    ports,
    busy: "The end model of this project is at work already; wait for it or cancel it.",
    tell: (training) => tell({ training }),
  });

  function ready(): { config: ProjectConfig; spec: ProjectSpec } {
    const at = spec();
    const { config, info, configProblems } = state();
    if (!config || !info || !at) throw new Error(configProblems[0]?.message ?? "The project is not ready yet.");
    return { config, spec: at };
  }

  async function elsewhere<T>(project: ProjectSpec, out: string, work: (engine: Engine) => Promise<T>): Promise<T> {
    try {
      return await own.work(project, work);
    } catch (error) {
      if (isCancelled(error)) await discardExport(out);
      throw error;
    }
  }

  async function train({ scored, gold = "auto", seed, out }: TrainOptions): Promise<Trained> {
    const { config, spec: project } = ready();
    const id = trainingId(new Date(), randomUUID().slice(0, 8));
    const place = out ?? (await store.placeFor(id));
    assertNoData(place, root, project.data);
    const files = await sources();
    const read = endModelSpec(config);
    const { labelModel } = config;
    const request = { files, labelModel, gold, out: place, spec: { ...read, seed: seed ?? read.seed } };
    const answer = await elsewhere(project, place, (own) => own.train({ ...request, ...(scored === undefined ? {} : { scored }) }));
    const record = await recordOf(answer, { id, root, place, config });
    await store.keep(record);
    await adopt();
    return { record, problems: answer.problems, faults: answer.faults };
  }

  async function adopt(): Promise<void> {
    const found = await store.latest();
    const { info } = state();
    if (!found || !info) return;
    try {
      const predictions = await engine.predictSample({ model: found.file });
      if (state().info === info) await use({ ...found, predictions });
    } catch (error) {
      ports.log({ level: "warn", text: `The latest end model is not used. ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  return {
    train,
    async evaluate(options) {
      const { config } = ready();
      const now = trainedOn(
        state().lfs.map(({ site }) => site.key),
        config,
      );
      const found = options.out === undefined ? await store.latest() : undefined;
      const fits = found && isSameTraining(found.record.trainedOn, now) && isAsked(found.record, options, config);
      return fits ? { record: found.record, problems: [], faults: [] } : train(options);
    },
    async predict({ model, ...request }) {
      const { spec: project } = ready();
      assertNoData(request.out, root, project.data);
      const file = model ?? (await store.latest())?.file;
      if (file === undefined) throw new Error("There is no end model yet: train one first.");
      return elsewhere(project, request.out, (own) => own.predict({ ...request, model: file }));
    },
    adopt,
    cancel: () => own.cancel(),
  };
}

function isAsked({ options }: TrainingRecord, { scored, gold = "auto", seed }: TrainOptions, config: ProjectConfig): boolean {
  return (scored === undefined || options.scored === scored) && options.gold === gold && options.seed === (seed ?? config.endModel.seed);
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
