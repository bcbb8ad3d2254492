import type { TunedVotes } from "../../jobs/tuned/askForVotes";
import { voteTable, type MadeTable } from "../modelVotes/voteTable";
import { writeModelLf } from "../modelVotes/writeModelLf";

export interface TunedLf {
  /** The project's folder. */
  readonly root: string;
  /** The LF's name. */
  readonly name: string;
  readonly idColumn: string;
  readonly labels: readonly string[];
}

/** Makes a tuned model's votes one more LF. @returns as writeModelLf does, and the table that was written */
export async function writeTunedLf(
  { root, name, idColumn, labels }: TunedLf,
  { votes, model, job, at }: TunedVotes,
): Promise<{ file: string; isNew: boolean; made: MadeTable }> {
  const made = await voteTable(labels, votes);
  const madeFrom = `Votes of ${model}, the tuned model of job ${job} (${at.slice(0, 10)}).`;
  return { ...(await writeModelLf({ root, name, idColumn, threshold: 0, madeFrom, made })), made };
}
