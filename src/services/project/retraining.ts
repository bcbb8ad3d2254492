import type { TrainedOn } from "../../protocol/endModel";
import type { TaskKind } from "../../protocol/snapshot";
import { isSameTraining, trainedOn } from "../endModel/trainedOn";
import type { ProjectState } from "./state";
import type { Training } from "./training";

/** Keeps the end model up to date in the background, where the user wants that. */
export interface Retraining {
  /** LFs, settings or data were saved. */
  saved(): void;
  /** LFs are planned, or their numbers stand: ends a training of older LFs, and begins one once the numbers of what was saved rest. */
  follow(): void;
}

export interface RetrainingOptions {
  readonly training: Pick<Training, "retrain">;
  readonly endRetraining: () => void;
  readonly isWanted: () => boolean;
  readonly state: () => ProjectState;
  /** Whether a document that LFs depend on has text that is not on disk. */
  readonly isUnsaved: () => boolean;
  readonly warn: (what: string, error: unknown) => void;
}

/** Only a model that the user has trained once is trained again. */
export function createRetraining({ training, endRetraining, isWanted, state, isUnsaved, warn }: RetrainingOptions): Retraining {
  let due = false;
  let underWay: TrainedOn | undefined;
  /** The user has ended the training of these. */
  let declined: TrainedOn | undefined;

  const present = ({ config, lfs }: ProjectState): TrainedOn | undefined =>
    config &&
    trainedOn(
      lfs.map(({ site }) => site.key),
      config,
    );

  const isOfEndModel = (kind: TaskKind): boolean => kind === "train" || kind === "predict";

  function mayBegin(now: TrainedOn): boolean {
    const { phase, endModel, tasks, runProblems } = state();
    if (!due || phase !== "ready" || !endModel || tasks.some(({ kind }) => isOfEndModel(kind)) || isUnsaved()) return false;
    if (runProblems.some(({ severity }) => severity === "error")) return false;
    return ![declined, endModel.record.trainedOn].some((known) => known && isSameTraining(known, now));
  }

  async function retrain(now: TrainedOn): Promise<void> {
    [underWay, due] = [now, false];
    try {
      const done = await training.retrain(state().endModel!.record);
      const after = present(state());
      if (!done && after && isSameTraining(now, after)) declined = now;
      else if (!done) due = true;
    } catch (error) {
      warn("the end model could not be retrained", error);
    } finally {
      underWay = undefined;
    }
    follow();
  }

  function follow(): void {
    const now = present(state());
    if (!now) return;
    if (underWay) {
      if (!isWanted() || !isSameTraining(underWay, now)) endRetraining();
    } else if (isWanted() && mayBegin(now)) void retrain(now);
  }

  return {
    saved: () => void (due = true),
    follow,
  };
}
