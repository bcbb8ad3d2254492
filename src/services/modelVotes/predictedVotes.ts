import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Training } from "../project/training";
import { readPredictions } from "./readPredictions";
import { voteTable, type MadeTable } from "./voteTable";

/**
 * Votes of an end model on all rows of a project.
 * @param model its file, absolute; the latest training's if absent
 * @throws Error in plain words if there is no model, or if it does not fit the project
 */
export async function predictedVotes(
  training: Training,
  { labels, idColumn, model }: { readonly labels: readonly string[]; readonly idColumn: string; readonly model?: string },
): Promise<MadeTable> {
  const folder = await mkdtemp(join(tmpdir(), "lf-lens-votes-"));
  try {
    const out = join(folder, "predictions.jsonl");
    await training.predict({ out, format: "jsonl", ...(model === undefined ? {} : { model }) });
    return await voteTable(labels, readPredictions(out, idColumn));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
