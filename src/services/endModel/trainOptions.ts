import type { Split } from "../../core/data/cells";
import type { TrainingRecord, TrainRequest } from "../../protocol/endModel";
import type { ProjectConfig } from "../config/schema";
import { labelModelSpec } from "../config/spec";
import { endModelSpec, trainedOn } from "./trainedOn";

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

/** @param earlier the training to be made again; its mixture is taken over unless settings have changed */
export function trainRequest(
  { scored, gold = "auto", seed }: TrainOptions,
  config: ProjectConfig,
  earlier?: TrainingRecord,
): Omit<TrainRequest, "files" | "out"> {
  const spec = endModelSpec(config);
  const sameSettings = earlier?.trainedOn.settings === trainedOn([], config).settings;
  return {
    ...{ labelModel: labelModelSpec(config), gold, spec: { ...spec, seed: seed ?? spec.seed } },
    ...(scored === undefined ? {} : { scored }),
    ...(earlier && sameSettings ? { earlier } : {}),
  };
}

/** One whose mixture was taken over is no answer: the same inputs are to give the same figures everywhere. */
export function isAsked({ options, training }: TrainingRecord, asked: TrainOptions, config: ProjectConfig): boolean {
  const { scored, gold = "auto", seed = config.endModel.seed } = asked;
  const isSame = (scored === undefined || options.scored === scored) && options.gold === gold && options.seed === seed;
  return isSame && training.mixtureFrom === undefined;
}
