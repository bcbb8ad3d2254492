import type * as z from "zod";
import { ServiceFailure } from "../../../net/failure";
import type { Observation } from "../../provider";
import { readLines } from "../command/commandOutput";
import { requestJson, type HttpService } from "../http/requestJson";
import { eventsSchema } from "./sagemakerReplies";

const GROUP = "/aws/sagemaker/TrainingJobs";
/** Entries come in late: the last minutes are read again, and what is known of them is left out. */
const OVERLAP_MS = 2 * 60_000;
const MOST_PAGES = 200;

export type TrainingLog = Pick<Observation, "log" | "metrics" | "progress" | "cursor"> & { readonly complete: boolean };

/**
 * What a job's container wrote, from CloudWatch Logs: log, loss curve and progress.
 * @param cursor the time of the newest entry so far
 */
export async function readLog(logs: HttpService, job: string, cursor: string | undefined, signal?: AbortSignal): Promise<TrainingLog> {
  const since = cursor === undefined ? undefined : Number(cursor);
  const from = since === undefined ? {} : { startTime: Math.max(since - OVERLAP_MS, 0) };
  const lines: { text: string; id: string; at: number }[] = [];
  let [token, complete]: [string | undefined, boolean] = [undefined, false];
  try {
    for (let page = 0; page < MOST_PAGES && !complete; page++) {
      const found: z.infer<typeof eventsSchema> = await requestJson(
        logs,
        filterRequest({ ...from, ...(token === undefined ? {} : { nextToken: token }) }, job, signal),
        eventsSchema,
      );
      for (const { eventId, timestamp, message } of found.events ?? []) lines.push({ id: eventId, at: timestamp, text: message });
      token = found.nextToken ?? undefined;
      complete = token === undefined;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ServiceFailure)) throw error;
    // A job that has not begun has no log, and the state does not hang on it.
    return { log: [], metrics: [], complete: error.kind === "gone" };
  }
  const newest = lines.reduce((most, { at }) => Math.max(most, at), since ?? 0);
  const { log, metrics, progress } = readLines(lines);
  return { log, metrics, complete, cursor: String(newest), ...(progress ? { progress } : {}) };
}

const filterRequest = (part: object, job: string, signal?: AbortSignal): Parameters<typeof requestJson>[1] => ({
  method: "POST",
  path: "/",
  bytes: Buffer.from(JSON.stringify({ logGroupName: GROUP, logStreamNamePrefix: `${job}/`, ...part })),
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents" },
  signal,
});
