import { openSeal, type Seal } from "../../files/seal";
import { userStateFolder } from "../../files/userState";
import type { FoundTraining } from "../../protocol/endModel";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import { tunedEvaluations, withTunedModels } from "../tunedModel/withTunedModels";
import { trainingStore } from "../endModel/trainingStore";

export interface Runs {
  /** Newest first. */
  readonly records: readonly FoundTraining[];
  /** The evaluations of tuned models. */
  readonly tuned: readonly TunedEvaluation[];
  /** One line for each file that cannot be read: which, why, and what to do. */
  readonly unreadable: readonly string[];
}

/** All trainings that a project has on record, with the figures of tuned models on the same data. A record that cannot be read is named; the others count. */
export async function readRuns(root: string, seal: Seal = openSeal(userStateFolder())): Promise<Runs> {
  const unreadable: string[] = [];
  const note = (text: string): void => void unreadable.push(text);
  const records = await trainingStore(root, note, seal).list();
  const tuned = await tunedEvaluations(root, note, seal);
  return { records: records.map((record) => withTunedModels(record, tuned)), tuned, unreadable: unreadable.sort() };
}
