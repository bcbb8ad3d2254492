import OpenAI, { toFile } from "openai";
import type { z } from "zod";
import { isFinal, type Checkpoint } from "../../../protocol/jobs";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder, Known, Observation, Provider, UploadFile } from "../../provider";
import { oddReply } from "../http/httpFailure";
import {
  checkpointReplySchema,
  eventSchema,
  fileSchema,
  jobSchema,
  readCheckpoint,
  readEvent,
  readJob,
  readMetrics,
  stateOf,
  type EventReply,
} from "./openaiReplies";
import { once, pages, request, type OpenAiService } from "./openaiRequest";

type Methods = Pick<Provider, "upload" | "findUpload" | "isReady" | "create" | "find" | "observe" | "cancel">;

const UPLOAD_MS = 15 * 60_000;
const METADATA_KEY = "lf_lens_job";

/** The fine-tuning protocol of OpenAI, as its API reference has it. */
export function openAiJobs(service: OpenAiService): Methods {
  const ask = <T>(work: (client: OpenAI) => Promise<T>): Promise<T> => request(service, work);
  return {
    upload: (file, signal) => ask(async (client) => (await sendFile(client, file, signal)).id),
    findUpload: (name, signal) =>
      ask(async (client) => {
        for await (const page of pages(client, "/files", { purpose: "fine-tune" }, fileSchema, service, signal))
          for (const file of page) if (file.filename === name) return file.id;
        return undefined;
      }),
    isReady: (ref, signal) =>
      ask(async (client) => {
        const file = fileSchema.parse(await client.get(`/files/${encodeURIComponent(ref)}`, { ...once, signal }));
        if (file.status === "error")
          throw new ServiceFailure("refused", `${service.title} rejects the file: ${file.status_details ?? "it gives no reason"}.`);
        return file.status !== "pending" && file.status !== "running";
      }),
    create: (order, signal) => ask((client) => createJob(client, order, service, signal)),
    find: (order, signal) => ask((client) => findJobs(client, order, service, signal)),
    observe: (id, known, signal) => ask((client) => observe(client, id, known, service, signal)),
    cancel: (id, _, signal) =>
      ask(async (client) => {
        try {
          await client.fineTuning.jobs.cancel(id, { ...once, signal });
        } catch (error) {
          // It has ended already; the next look shows how.
          if (!(error instanceof OpenAI.BadRequestError || error instanceof OpenAI.ConflictError)) throw error;
        }
      }),
  };
}

async function sendFile(client: OpenAI, { name, bytes }: UploadFile, signal?: AbortSignal): Promise<{ id: string }> {
  const file = await toFile(bytes, name, { type: "application/jsonl" });
  return fileSchema.parse(await client.files.create({ file, purpose: "fine-tune" }, { ...once, timeout: UPLOAD_MS, signal }));
}

async function createJob(client: OpenAI, order: JobOrder, { modern }: OpenAiService, signal?: AbortSignal): Promise<string> {
  const { ticket, files, key } = order;
  const { epochs, batchSize, learningRateMultiplier, seed } = ticket.hyperparameters;
  const hyperparameters = {
    ...(epochs === undefined ? {} : { n_epochs: epochs }),
    ...(batchSize === undefined ? {} : { batch_size: batchSize }),
    ...(learningRateMultiplier === undefined ? {} : { learning_rate_multiplier: learningRateMultiplier }),
  };
  const body = {
    model: ticket.baseModel,
    training_file: files.training,
    ...(files.validation === undefined ? {} : { validation_file: files.validation }),
    ...(ticket.suffix === undefined ? {} : { suffix: ticket.suffix }),
    ...(seed === undefined ? {} : { seed }),
    ...(modern
      ? { method: { type: "supervised" as const, supervised: { hyperparameters } }, metadata: { [METADATA_KEY]: key } }
      : { hyperparameters }),
  };
  const job = await client.fineTuning.jobs.create(body, { ...once, signal, headers: { "Idempotency-Key": key } });
  return jobSchema.parse(job).id;
}

/** A job's training file was uploaded for it alone, so that the file's name says whose job it is, on any such service. */
async function findJobs(client: OpenAI, order: JobOrder, service: OpenAiService, signal?: AbortSignal): Promise<string[]> {
  const query: Record<string, string> = service.modern ? { [`metadata[${METADATA_KEY}]`]: order.key } : {};
  const found: z.infer<typeof jobSchema>[] = [];
  for await (const page of pages(client, "/fine_tuning/jobs", query, jobSchema, service, signal))
    found.push(...page.filter((job) => job.training_file === order.files.training));
  return found.sort((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0)).map((job) => job.id);
}

async function observe(client: OpenAI, id: string, known: Known, service: OpenAiService, signal?: AbortSignal): Promise<Observation> {
  const at = `/fine_tuning/jobs/${encodeURIComponent(id)}`;
  const job = jobSchema.parse(await client.get(at, { ...once, signal }));
  const state = stateOf(job);
  if (!state) throw oddReply(service.title, `the job's state is "${job.status}", which LF Lens does not know.`);
  const events = await readable(() => readEvents(client, at, isFinal(state) ? new Set() : known.logIds, service, signal), service, signal);
  const checkpoints = state === "succeeded" ? await readable(() => readCheckpoints(client, at, service, signal), service, signal) : [];
  return {
    state,
    ...readJob(job, state),
    log: (events ?? []).map(readEvent),
    logComplete: events !== undefined && checkpoints !== undefined,
    ...readMetrics(events ?? []),
    checkpoints: checkpoints ?? [],
  };
}

/** A list whose want does not matter to the job's state; undefined if it cannot be read now, empty where there is none. */
async function readable<T>(read: () => Promise<T[]>, service: OpenAiService, signal?: AbortSignal): Promise<T[] | undefined> {
  try {
    return await request(service, read);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ServiceFailure)) throw error;
    return error.kind === "gone" ? [] : undefined;
  }
}

/**
 * The events that are not known yet, oldest first. Pages come newest first, so that reading stops at a known event; where a page
 * is not in that order, all pages are read. Nothing is kept unless every page was read, so that there is never a gap.
 */
async function readEvents(
  client: OpenAI,
  at: string,
  known: ReadonlySet<string>,
  service: OpenAiService,
  signal?: AbortSignal,
): Promise<EventReply[]> {
  const events: EventReply[] = [];
  for await (const page of pages(client, `${at}/events`, {}, eventSchema, service, signal)) {
    events.push(...page);
    const newestFirst = page.length > 0 && page[0]!.created_at > page.at(-1)!.created_at;
    if (newestFirst && page.some(({ id }) => known.has(id))) break;
  }
  return events.filter(({ id }) => !known.has(id)).reverse();
}

async function readCheckpoints(client: OpenAI, at: string, service: OpenAiService, signal?: AbortSignal): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  for await (const page of pages(client, `${at}/checkpoints`, {}, checkpointReplySchema, service, signal))
    found.push(...page.map(readCheckpoint));
  return found;
}
