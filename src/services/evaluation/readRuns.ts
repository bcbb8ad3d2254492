import type { TrainingRecord } from "../../protocol/endModel";
import { trainingStore } from "../endModel/trainingStore";

export interface Runs {
  /** Newest first. */
  readonly records: readonly TrainingRecord[];
  /** One line for each file that cannot be read: which, why, and what to do. */
  readonly unreadable: readonly string[];
}

/** All trainings that a project has on record. A record that cannot be read is named; the others count. */
export async function readRuns(root: string): Promise<Runs> {
  const unreadable: string[] = [];
  const records = await trainingStore(root, (text) => unreadable.push(text)).list();
  return { records, unreadable: unreadable.sort() };
}
