import * as z from "zod";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder, Known, Observation, Provider } from "../../provider";
import type { SpecOf } from "../descriptions";
import { together } from "./description";
import { secretOf, type SecretKeeper } from "../../secrets";
import { chatBody, chatReplySchema, readAnswer } from "../../../llm/chatReply";
import { askingAdvice } from "../http/httpFailure";
import { bearer } from "../http/authorize";
import { requestJson, type HttpService } from "../http/requestJson";
import {
  checkpointListSchema,
  eventListSchema,
  fileListSchema,
  fileSchema,
  jobListSchema,
  jobSchema,
  metricsSchema,
  readEvent,
  readJob,
  readPoint,
  stateOf,
} from "./togetherReplies";

const POLL_MS = 15_000;

/** Together AI, over its REST API. */
export function togetherProvider(spec: SpecOf<"together">, secrets: SecretKeeper, clock: Clock): Provider {
  const { baseUrl, training } = spec;
  const url = new URL(baseUrl);
  const { title, rules } = together;
  const key = async (): Promise<string> => {
    const { name, required } = secretOf(spec)!;
    const found = await secrets.get(name);
    if (found === undefined && required)
      throw new ServiceFailure("key", `There is no key for ${title} at ${url.host}. Set one, then resume the job.`);
    return found ?? "none";
  };
  const service: HttpService = { title, baseUrl, authorizer: bearer(key), now: () => clock.now() };
  const job = (id: string): string => `/fine-tunes/${encodeURIComponent(id)}`;
  return {
    title,
    host: url.host,
    rules,
    pollMs: POLL_MS,
    notes: ["Together bills the hosting of a tuned model on a dedicated endpoint by the minute, beside the training."],
    async upload({ name, bytes }, signal) {
      const form = new FormData();
      form.set("purpose", "fine-tune");
      form.set("file_name", name);
      form.set("file_type", "jsonl");
      form.set("file", new Blob([bytes]), name);
      return (await requestJson(service, { method: "POST", path: "/files/upload", form, signal }, fileSchema)).id;
    },
    async findUpload(name, signal) {
      const { data } = await requestJson(service, { path: "/files", signal }, fileListSchema);
      return data.find(({ filename }) => filename === name)?.id;
    },
    async isReady(ref, signal) {
      const { processing_status } = await requestJson(service, { path: `/files/${encodeURIComponent(ref)}`, signal }, fileSchema);
      if (processing_status === "FAILED" || processing_status === "INVALID_FORMAT")
        throw new ServiceFailure("refused", `${title} rejects the file: ${processing_status}.`);
      return processing_status == null || processing_status === "COMPLETED";
    },
    create: async (order, signal) =>
      (
        await requestJson(
          service,
          { method: "POST", path: "/fine-tunes", body: createBody(order, training), key: order.key, signal },
          jobSchema,
        )
      ).id,
    async find(order, signal) {
      const { data } = await requestJson(service, { path: "/fine-tunes", signal }, jobListSchema);
      const ours = data.filter(({ training_file }) => training_file === order.files.training);
      return ours.sort((a, b) => (a.created_at ?? "").localeCompare(b.created_at ?? "")).map(({ id }) => id);
    },
    observe: (id, known, signal) => observe(service, job(id), known, signal),
    ask: async (question, signal) =>
      readAnswer(
        await requestJson(
          { ...service, advice: askingAdvice },
          { method: "POST", path: "/chat/completions", body: chatBody(question, "max_tokens"), signal },
          chatReplySchema,
        ),
      ),
    async cancel(id, _, signal) {
      try {
        await requestJson(service, { method: "POST", path: `${job(id)}/cancel`, signal }, z.unknown());
      } catch (error) {
        // It has ended already; the next look shows how.
        if (!(error instanceof ServiceFailure && error.kind === "refused")) throw error;
      }
    },
  };
}

function createBody({ ticket, files }: JobOrder, training: "lora" | "full"): Record<string, unknown> {
  const {
    epochs,
    batchSize,
    learningRate,
    seed,
    loraRank = 8,
    warmupRatio,
    weightDecay,
    evaluations,
    checkpoints,
  } = ticket.hyperparameters;
  const body = {
    model: ticket.baseModel,
    training_file: files.training,
    validation_file: files.validation,
    suffix: ticket.suffix,
    n_epochs: epochs,
    batch_size: batchSize,
    learning_rate: learningRate,
    random_seed: seed,
    warmup_ratio: warmupRatio,
    weight_decay: weightDecay,
    n_evals: evaluations,
    n_checkpoints: checkpoints,
    training_method: { method: "sft" },
    training_type: training === "full" ? { type: "Full" } : { type: "Lora", lora_r: loraRank, lora_alpha: 2 * loraRank },
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

async function observe(service: HttpService, at: string, known: Known, signal?: AbortSignal): Promise<Observation> {
  const job = await requestJson(service, { path: at, signal }, jobSchema);
  const state = stateOf(job);
  if (!state)
    throw new ServiceFailure("unreachable", `${service.title} says that the job's state is "${job.status}", which LF Lens does not know.`);
  const events = await optional(() => requestJson(service, { path: `${at}/events`, signal }, eventListSchema), signal);
  const metrics = await optional(() => requestJson(service, { path: `${at}/metrics`, signal }, metricsSchema), signal);
  const checkpoints =
    state === "succeeded"
      ? await optional(() => requestJson(service, { path: `${at}/checkpoints`, signal }, checkpointListSchema), signal)
      : { data: [] };
  const log = (events?.data ?? []).map(readEvent);
  const last = events?.data.findLast(({ step, total_steps }) => step != null && total_steps);
  const error = events?.data.findLast(({ type, level }) => type === "job_error" || level?.endsWith("error"));
  return {
    state,
    log: log.filter(({ id }) => !known.logIds.has(id)),
    logComplete: events !== undefined && metrics !== undefined && checkpoints !== undefined,
    metrics: (metrics?.metrics ?? []).flatMap(readPoint),
    checkpoints: (checkpoints?.data ?? []).map(({ step, path, checkpoint_type }) => ({
      id: `${step}:${checkpoint_type}`,
      step,
      model: path,
    })),
    ...(last ? { progress: { done: last.step!, total: last.total_steps! } } : {}),
    ...readJob(job, state),
    ...(state === "failed" ? { problem: error?.message ?? "The provider gives no reason." } : {}),
  };
}

/** A list that the job's state does not hang on; undefined if it cannot be read now, empty where the service has none. */
async function optional<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T | { data: []; metrics?: [] } | undefined> {
  try {
    return await read();
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ServiceFailure)) throw error;
    return error.kind === "gone" ? { data: [] } : undefined;
  }
}
