import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { PredictReport, PredictRequest, TrainAnswer, TrainingRecord } from "../../protocol/endModel";
import type { ProjectSpec } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { Progress } from "../../protocol/snapshot";
import type { ProjectConfig } from "../config/schema";
import { isSameTraining, trainedOn } from "../endModel/trainedOn";
import { isAsked, trainRequest, type TrainOptions } from "../endModel/trainOptions";
import { hashedIn, trainingId, trainingStore } from "../endModel/trainingStore";
import { discardExport } from "../export/cutOff";
import { assertNoData } from "../export/place";
import { createOwnEngine, isCancelled, type OwnEngine, type Work } from "./ownEngine";
import type { Engine, ProjectPorts } from "./ports";
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
  /** Ends a training in the background. */
  endRetraining(): Promise<void>;
  /** Takes up the latest model of the project's folder, if there is one that fits. */
  adopt(): Promise<void>;
  /** Ends what is under way; what it had written is gone. Resolves when nothing is under way any more. */
  cancel(): Promise<void>;
  /** The same for good: nothing begins any more. */
  close(): Promise<void>;
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
  readonly tell: (change: Pick<ProjectState, "training" | "retraining">) => void;
  /** Resolves when the analysis knows the model. */
  readonly use: (endModel: NonNullable<ProjectState["endModel"]>) => Promise<void>;
  /** A training that the user asked for has come to its end. */
  readonly trained: () => void;
}

export function createTraining({ root, engine, ports, sources, state, spec, tell, use, trained }: TrainingOptions): Training {
  const store = trainingStore(root, (text) => ports.log({ level: "warn", text }));
  const busy = "The end model of this project is at work already; wait for it or cancel it.";
  const asked = createOwnEngine({ ports, busy, tell: (training) => tell({ training }) });
  const background = createOwnEngine({ ports, busy, tell: stepByStep((retraining) => tell({ retraining })) });

  function ready(): { config: ProjectConfig; spec: ProjectSpec } {
    const at = spec();
    const { config, info, configProblems } = state();
    if (!config || !info || !at) throw new Error(configProblems[0]?.message ?? "The project is not ready yet.");
    return { config, spec: at };
  }

  /** What the user asks for ends what is done in the background. */
  function begin<T>(own: OwnEngine, job: (work: Work) => Promise<T>): Promise<T> {
    return own.work(async (work) => {
      if (own === asked) await background.cancel();
      return job(work);
    });
  }

  async function train(work: Work, options: TrainOptions, earlier?: TrainingRecord): Promise<Trained> {
    const { config, spec: project } = ready();
    const id = trainingId(new Date(), randomUUID().slice(0, 8));
    const out = options.out ?? (await store.placeFor(id));
    assertNoData(out, root, project.data);
    const request = { ...trainRequest(options, config, earlier), files: await sources(), out };
    /** A place that was given may hold an older model until then. */
    let written = options.out === undefined;
    try {
      const answer = await work.inEngine(project, (engine) => engine.train(request));
      written = true;
      const record = { ...(await recordOf(answer, { id, root, place: out, config })), ...(earlier ? { background: true } : {}) };
      work.goOn();
      await store.keep(record);
      return { record, problems: answer.problems, faults: answer.faults };
    } catch (error) {
      if (isCancelled(error)) await discardExport(out);
      if (isCancelled(error) && written) await rm(out, { force: true });
      throw error;
    }
  }

  /** Its work ends when the model is shown: nothing is trained in the background from the one before. */
  async function trainAndShow(work: Work, options: TrainOptions, earlier?: TrainingRecord): Promise<Trained> {
    const done = await train(work, options, earlier);
    await adopt();
    return done;
  }

  /** The latest training, if it answers the same question. */
  async function known(options: TrainOptions): Promise<Trained | undefined> {
    const { config } = ready();
    const now = trainedOn(
      state().lfs.map(({ site }) => site.key),
      config,
    );
    const found = options.out === undefined ? await store.latest() : undefined;
    const fits = found && isSameTraining(found.record.trainedOn, now) && isAsked(found.record, options, config);
    return fits ? { record: found.record, problems: [], faults: [] } : undefined;
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
    async train(options) {
      const done = await begin(asked, (work) => trainAndShow(work, options));
      trained();
      return done;
    },
    async retrain(earlier) {
      const { scored, gold, seed } = earlier.options;
      try {
        await begin(background, (work) => trainAndShow(work, { gold, seed, ...(scored === null ? {} : { scored }) }, earlier));
        return true;
      } catch (error) {
        if (isCancelled(error)) return false;
        throw error;
      }
    },
    endRetraining: () => background.cancel(),
    evaluate: (options) => begin(asked, async (work) => (await known(options)) ?? trainAndShow(work, options)),
    predict: ({ model, ...request }) =>
      begin(asked, async (work) => {
        const { spec: project } = ready();
        assertNoData(request.out, root, project.data);
        const file = model ?? (await store.latest())?.file;
        if (file === undefined) throw new Error("There is no end model yet: train one first.");
        try {
          return await work.inEngine(project, (engine) => engine.predict({ ...request, model: file }));
        } catch (error) {
          if (isCancelled(error)) await discardExport(request.out);
          throw error;
        }
      }),
    adopt,
    async cancel() {
      await Promise.all([asked.cancel(), background.cancel()]);
    },
    async close() {
      await Promise.all([asked.close(), background.close()]);
    },
  };
}

/** Tells each step once: whoever types meanwhile does not pay for views that are drawn anew. */
function stepByStep(tell: (progress: Progress | undefined) => void): typeof tell {
  let step: string | undefined;
  return (progress) => {
    if (progress && progress.what === step) return;
    step = progress?.what;
    tell(progress);
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
