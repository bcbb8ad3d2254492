import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import * as z from "zod";
import { SPLITS, type Split } from "../../core/data/cells";
import type { Prediction } from "./voteTable";

/**
 * The rows of a JSONL file that `predict` wrote, with gold, one after the other.
 * @param idColumn the project's
 * @param seen splits whose gold may have trained the model
 */
export async function* readPredictions(file: string, idColumn: string, seen: readonly Split[]): AsyncGenerator<Prediction> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const cells = rowSchema.parse(JSON.parse(line));
    const id = idSchema.parse(cells[idColumn]);
    const seenGold = cells.gold !== null && seen.includes(cells.split);
    if (id !== null) yield { id: String(id), label: cells.label, confidence: cells.confidence ?? 0, seenGold };
  }
}

const idSchema = z.union([z.string(), z.number(), z.boolean()]).nullable();
const rowSchema = z.looseObject({
  label: z.string().nullable(),
  confidence: z.number().nullable(),
  split: z.enum(SPLITS),
  gold: z.string().nullable(),
});
