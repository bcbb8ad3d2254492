import type { EndModelSpec, TrainedOn } from "../../protocol/endModel";
import type { ProjectConfig } from "../config/schema";
import { labelModelSpec } from "../config/spec";

/** The config's `endModel` as the engine takes it. */
export function endModelSpec({ endModel: { text, columns, charNgrams, neighbours, rows, seed } }: ProjectConfig): EndModelSpec {
  return {
    ...(text === undefined ? {} : { text: typeof text === "string" ? [text] : text }),
    columns,
    features: { bits: 20, characters: charNgrams },
    neighbours,
    rows,
    seed,
  };
}

/** What a training depends on. @param keys of the LFs */
export const trainedOn = (keys: readonly string[], config: ProjectConfig): TrainedOn => ({
  versions: [...keys].sort(),
  settings: JSON.stringify({ labelModel: labelModelSpec(config), endModel: config.endModel }),
});

export const isSameTraining = (a: TrainedOn, b: TrainedOn): boolean =>
  a.settings === b.settings && a.versions.length === b.versions.length && a.versions.every((key, i) => key === b.versions[i]);
