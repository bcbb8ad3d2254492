import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { Prediction } from "./voteTable";

/** The rows of a JSONL file that `predict` wrote, one after the other. @param idColumn the project's */
export async function* readPredictions(file: string, idColumn: string): AsyncGenerator<Prediction> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const cells = rowSchema.parse(JSON.parse(line));
    const id = idSchema.parse(cells[idColumn]);
    if (id !== null) yield { id: String(id), label: cells.label, confidence: cells.confidence ?? 0 };
  }
}

const idSchema = z.union([z.string(), z.number(), z.boolean()]).nullable();
const rowSchema = z.looseObject({ label: z.string().nullable(), confidence: z.number().nullable() });
