/** What the Hugging Face Hub answers, as its own Python package (huggingface_hub 2.4.0) reads it; and what it means. */
import * as z from "zod";
import type { LogEntry } from "../../../protocol/jobs";
import type { Observation } from "../../provider";

export const jobSchema = z.looseObject({
  id: z.string(),
  createdAt: z.string().nullish(),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  status: z.looseObject({ stage: z.string(), message: z.string().nullish() }),
  durations: z.looseObject({ runningSecs: z.number().nullish() }).nullish(),
});
export type HubJob = z.infer<typeof jobSchema>;

export const pathsSchema = z.array(z.looseObject({ path: z.string(), type: z.string(), oid: z.string().nullish() }));

export const hardwareSchema = z.array(
  z.looseObject({ name: z.string(), unitCostUSD: z.number().nullish(), unitLabel: z.string().nullish() }),
);

export const whoamiSchema = z.looseObject({
  name: z.string(),
  orgs: z.array(z.looseObject({ name: z.string() })).nullish(),
  canPay: z.boolean().nullish(),
  auth: z.looseObject({ accessToken: z.looseObject({ role: z.string().nullish() }).nullish() }).nullish(),
});

/** Those of huggingface_hub's JobStage, and what the types of @huggingface/hub 2.17.5 name beside them. */
const STATES: Readonly<Record<string, Observation["state"]>> = {
  SCHEDULING: "queued",
  RUNNING: "running",
  UPDATING: "running",
  PAUSED: "running",
  DELETING: "running",
  COMPLETED: "succeeded",
  ERROR: "failed",
  CANCELED: "cancelled",
  STOPPED: "cancelled",
  DELETED: "cancelled",
};

/** Undefined for a stage that is in neither. */
export const stateOf = ({ status }: HubJob): Observation["state"] | undefined => STATES[status.stage];

const timeOf = (text: string | null | undefined, otherwise: number): number => {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? otherwise : time;
};

/** How long the job ran, which is what is billed. */
export function billedEntry({ durations, finishedAt }: HubJob, flavor: string, now: number): LogEntry[] {
  const seconds = durations?.runningSecs;
  if (seconds == null || seconds === 0) return [];
  return [{ id: "billable", at: timeOf(finishedAt, now), level: "info", message: `It ran for ${Math.round(seconds)} s on ${flavor}.` }];
}

const eventSchema = z.looseObject({ data: z.string(), timestamp: z.string().nullish() });

/** The lines of a log that came as server-sent events. The log always begins at its first line, so that a line's number names it. */
export function logLines(text: string, now: number): { text: string; id: string; at: number }[] {
  const events = text.split(/\r?\n/).filter((line) => line.startsWith("data: {"));
  return events.flatMap((line, index) => {
    const parsed = eventSchema.safeParse(parseJson(line.slice("data: ".length)));
    return parsed.success ? [{ text: parsed.data.data, id: `line:${index}`, at: timeOf(parsed.data.timestamp, now) }] : [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
