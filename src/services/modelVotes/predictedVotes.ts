import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Split } from "../../core/data/cells";
import type { Training } from "../project/training";
import { readPredictions } from "./readPredictions";
import { voteTable, type MadeTable } from "./voteTable";

/** Which model votes, and on whose rows. */
export interface VotesRequest {
  readonly labels: readonly string[];
  readonly idColumn: string;
  /** The model's file, absolute. */
  readonly model: string;
  /** The splits whose gold may have trained it; absent: it is not known on what it was trained. */
  readonly goldFrom?: readonly Split[];
}

/**
 * Votes of an end model on all rows of a project, but for those whose gold may have trained it: no model is scored on gold that it
 * has seen, and an LF would be.
 * @throws Error in plain words if there is no model, or if it does not fit the project
 */
export async function predictedVotes(
  training: Pick<Training, "predict">,
  { labels, idColumn, model, goldFrom }: VotesRequest,
): Promise<MadeTable> {
  const folder = await mkdtemp(join(tmpdir(), "lf-lens-votes-"));
  try {
    const out = join(folder, "predictions.jsonl");
    await training.predict({ out, format: "jsonl", gold: true, model });
    const made = await voteTable(labels, readPredictions(out, idColumn, goldFrom ?? []));
    return { ...made, ...(goldFrom && { goldFrom }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
