import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { ProjectState } from "../project/state";
import { isSameTraining, trainedOn } from "./trainedOn";

/** The latest end model as views show it; stale as soon as LFs, data or settings are not those that it was trained on. */
export function endModelSnapshot({ endModel, config, lfs }: ProjectState): Pick<ProjectSnapshot, "endModel"> {
  if (!endModel || !config) return {};
  const { record, file } = endModel;
  const { id, at, training, evaluation } = record;
  const now = trainedOn(
    lfs.map(({ site }) => site.key),
    config,
  );
  return { endModel: { id, file, at, training, evaluation, stale: !isSameTraining(record.trainedOn, now) } };
}
