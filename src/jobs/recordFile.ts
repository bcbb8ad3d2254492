import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { readUnlinkedFile } from "../files/regularFile";
import { jobRecordSchema, type JobRecord } from "./job";

/** `newer`: of a later LF Lens, and left to it. `damaged`: not what any LF Lens writes. `notJson`: nothing that anybody could read. */
export type UnreadableReason = "newer" | "damaged" | "notJson";

/** A record that is there and cannot be read by this version, in words for the user. */
export class UnreadableRecord extends Error {
  override readonly name = "UnreadableRecord";

  constructor(
    readonly id: string,
    readonly path: string,
    readonly reason: UnreadableReason,
    detail: string,
  ) {
    super(`${path}: ${sentences[reason](detail)}`);
  }
}

const sentences: Readonly<Record<UnreadableReason, (detail: string) => string>> = {
  newer: () => "this job was made by a newer LF Lens. It is left as it is: update LF Lens to work with it.",
  damaged: (detail) => `the job's record is damaged (${detail}). It is left as it is; the job itself goes on at its provider.`,
  notJson: (detail) => `the job's record is damaged: it is not JSON (${detail}). The job itself goes on at its provider.`,
};

const MOST_BYTES = 128 * 2 ** 20;

/**
 * Reads a job's record, and changes nothing on disk.
 * @throws Error if there is none
 * @throws UnreadableRecord
 */
export async function readRecord(path: string, id: string): Promise<JobRecord> {
  const folder = await lstat(dirname(path)).catch(() => undefined);
  if (folder?.isSymbolicLink()) throw new UnreadableRecord(id, path, "damaged", "its folder is a link");
  const bytes = await readUnlinkedFile(path, MOST_BYTES).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new Error(`There is no job "${id}" here. The list of jobs shows those that are.`);
    throw error.code === undefined ? new UnreadableRecord(id, path, "damaged", error.message) : error;
  });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new UnreadableRecord(id, path, "notJson", (error as Error).message);
  }
  const parsed = jobRecordSchema.safeParse(value);
  if (!parsed.success) {
    const reason = z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" ");
    throw new UnreadableRecord(id, path, isNewer(value, parsed.error) ? "newer" : "damaged", reason);
  }
  // The folder's name is what a job is asked for by; a copied folder must not pass for another job.
  if (parsed.data.id !== id) throw new UnreadableRecord(id, path, "damaged", `it is the record of job ${parsed.data.id}`);
  return parsed.data;
}

/** A higher version, or all that this one knows and keys that it does not know. */
const isNewer = (value: unknown, { issues }: z.ZodError): boolean =>
  (hasVersion(value) && value.version > 1) || issues.every(({ code }) => code === "unrecognized_keys");

const hasVersion = (value: unknown): value is { version: number } =>
  typeof value === "object" && value !== null && "version" in value && typeof value.version === "number";
