import assert from "node:assert/strict";
import { formOf, startLoopback, type Loopback, type Reply, type Request } from "./loopback";
import { assertFollows } from "./openaiSpec";

export interface ServedFile {
  id: string;
  name: string;
  text: string;
  looks: number;
}

export interface ServedJob {
  id: string;
  body: Record<string, unknown> & { model: string; training_file: string };
  headers: Headers;
  created_at: number;
  /** How often it was looked at: every look takes it one state on. */
  looks: number;
  status: string;
  paused: boolean;
  events: Record<string, unknown>[];
}

export interface AskedChat {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

export interface OpenAiServer extends Loopback {
  readonly baseUrl: string;
  readonly files: ServedFile[];
  readonly jobs: ServedJob[];
  /** The state at each look; the last one stays. */
  script: string[];
  /** Steps whose loss is reported once a job runs. */
  steps: number;
  /** Entries of a page of events. */
  pageSize: number;
  /** What models were asked. */
  readonly asked: AskedChat[];
  /** How they answer; null is a refusal. */
  answer: (chat: AskedChat) => string | null;
  /** Why they end. */
  finish: (chat: AskedChat) => "stop" | "content_filter";
  /** Whether new jobs get into lists at once, or only from their second look on. */
  slowLists: boolean;
}

export const KEY = "sk-test-0123456789abcdefghijKLMNOP";
const START = 1_795_000_000;
const SCRIPT = ["validating_files", "queued", "running", "running", "succeeded"];

interface Options {
  readonly prefix: string;
  /** Throws unless the request has the key where this service wants it. */
  readonly authorized: (request: Request) => boolean;
  /** Follows OpenAI's specification to the letter; Azure answers in part only. */
  readonly full: boolean;
  /** Looks until an uploaded file is processed. */
  readonly fileLooks: number;
}

/** OpenAI's files and fine-tuning endpoints, in memory, held to its published specification. */
export const startOpenAi = (): Promise<OpenAiServer> =>
  start({ prefix: "/v1", full: true, fileLooks: 0, authorized: ({ headers }) => headers.get("authorization") === `Bearer ${KEY}` });

/** Azure's variant (2024-10-21): key header, API version, imported files, no metadata, its own states. */
export const startAzure = (): Promise<OpenAiServer> =>
  start({
    prefix: "/openai",
    full: false,
    fileLooks: 2,
    authorized: ({ headers, query }) => headers.get("api-key") === KEY && query.get("api-version") === "2024-10-21",
  });

async function start(options: Options): Promise<OpenAiServer> {
  const files: ServedFile[] = [];
  const jobs: ServedJob[] = [];
  const asked: AskedChat[] = [];
  const loopback = await startLoopback(async (request) => {
    if (!options.authorized(request))
      return failure(401, `Incorrect API key provided: ${request.headers.get("authorization") ?? "none"}.`, "invalid_api_key");
    return route(request);
  });
  const server: OpenAiServer = Object.assign(loopback, {
    baseUrl: `${loopback.origin}${options.prefix}`,
    files,
    jobs,
    asked,
    answer: () => "HAM",
    finish: (): "stop" => "stop",
    script: options.full ? SCRIPT : ["pending", "running", "running", "succeeded"],
    steps: 6,
    pageSize: 4,
    slowLists: false,
  });

  async function route(request: Request): Promise<Reply> {
    const { method, path, query } = request;
    const [area, ...rest] = path.slice(options.prefix.length + 1).split("/");
    if (area === "files")
      return method === "POST" ? upload(request) : rest[0] ? lookAtFile(rest[0]) : list(files, fileReply, query, "OpenAIFile", 2);
    if (area === "chat" || area === "deployments") return chat(request, rest);
    assert.deepEqual([area, rest[0]], ["fine_tuning", "jobs"]);
    if (rest[1] === undefined) return method === "POST" ? create(request) : listJobs(query);
    const job = jobs.find(({ id }) => id === rest[1]);
    if (!job) return failure(404, "Could not find fine tune.", "fine_tune_not_found");
    if (rest[2] === "events") return list([...job.events].reverse(), (event) => event, query, "FineTuningJobEvent", server.pageSize);
    if (rest[2] === "checkpoints") return list(checkpointsOf(job), (checkpoint) => checkpoint, query, "FineTuningJobCheckpoint", 2);
    if (method === "POST") return control(job, rest[2]!);
    advanceJob(job);
    return reply("FineTuningJob", jobReply(job));
  }

  function reply(schema: string, body: unknown): Reply {
    if (options.full) assertFollows(schema, body);
    return { status: 200, body };
  }

  /** OpenAI's path, or Azure's, which names the deployment. */
  function chat({ method, body }: Request, way: readonly string[]): Reply {
    const question = JSON.parse(body.toString()) as AskedChat;
    assert.deepEqual([method, ...way], options.full ? ["POST", "completions"] : ["POST", question.model, "chat", "completions"]);
    if (options.full) assertFollows("CreateChatCompletionRequest", question);
    asked.push(question);
    const content = server.answer(question);
    return reply("CreateChatCompletionResponse", {
      id: `chatcmpl-${asked.length}`,
      object: "chat.completion",
      created: START,
      model: question.model,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content, refusal: content === null ? "I cannot help with that." : null },
          logprobs: null,
          finish_reason: server.finish(question),
        },
      ],
      usage: { prompt_tokens: 20, completion_tokens: 2, total_tokens: 22 },
    });
  }

  async function upload(request: Request): Promise<Reply> {
    const form = await formOf(request);
    assert.equal(form.get("purpose"), "fine-tune");
    const file = form.get("file") as File;
    files.push({ id: `file-${files.length + 1}`, name: file.name, text: await file.text(), looks: 0 });
    return reply("OpenAIFile", fileReply(files.at(-1)!));
  }

  function lookAtFile(id: string): Reply {
    const file = files.find((one) => one.id === id);
    if (!file) return failure(404, "No such File object.", null);
    file.looks++;
    return reply("OpenAIFile", fileReply(file));
  }

  const fileReply = ({ id, name, text, looks }: ServedFile): Record<string, unknown> => ({
    id,
    object: "file",
    bytes: text.length,
    created_at: START,
    filename: name,
    purpose: "fine-tune",
    status: looks < options.fileLooks ? "pending" : "processed",
  });

  function create({ body, headers }: Request): Reply {
    const parsed = JSON.parse(body.toString()) as ServedJob["body"];
    if (options.full) assertFollows("CreateFineTuningJobRequest", parsed);
    assert.ok(
      files.some(({ id }) => id === parsed.training_file),
      "the training file was uploaded before",
    );
    const id = `ftjob-${jobs.length + 1}`;
    jobs.push({
      id,
      body: parsed,
      headers,
      created_at: START + jobs.length,
      looks: 0,
      status: server.script[0]!,
      paused: false,
      events: [],
    });
    say(jobs.at(-1)!, "message", `Created fine-tuning job: ${id}`);
    return reply("FineTuningJob", jobReply(jobs.at(-1)!));
  }

  function listJobs(query: URLSearchParams): Reply {
    const asked = [...query].flatMap(([name, value]) => (name.startsWith("metadata[") ? [[name.slice(9, -1), value] as const] : []));
    const metadata = (job: ServedJob): Record<string, string> => (job.body["metadata"] ?? {}) as Record<string, string>;
    const listed = jobs.filter(
      (job) => (!server.slowLists || job.looks > 0) && asked.every(([name, value]) => metadata(job)[name] === value),
    );
    return list([...listed].reverse(), jobReply, query, "FineTuningJob", 2);
  }

  function list<T>(all: readonly T[], show: (item: T) => object, query: URLSearchParams, schema: string, size: number): Reply {
    const shown = all.map(show) as { id: string }[];
    const from = query.has("after") ? shown.findIndex(({ id }) => id === query.get("after")) + 1 : 0;
    const data = shown.slice(from, from + size);
    if (options.full) data.forEach((item) => assertFollows(schema, item));
    return {
      status: 200,
      body: { object: "list", data, first_id: data[0]?.id ?? "", last_id: data.at(-1)?.id ?? "", has_more: from + size < shown.length },
    };
  }

  function advanceJob(job: ServedJob): void {
    if (["succeeded", "failed", "cancelled"].includes(job.status)) return;
    const before = job.status;
    if (!job.paused) job.status = server.script[Math.min(job.looks++, server.script.length - 1)]!;
    if (job.status !== before) say(job, "message", `The job is now ${job.status}`);
    if (job.status === "running" || (job.status === "succeeded" && before === "running")) trainOn(job);
  }

  /** Each look trains half of the steps. */
  function trainOn(job: ServedJob): void {
    const done = job.events.filter(({ type }) => type === "metrics").length;
    for (let step = done + 1; step <= Math.min(done + server.steps / 2, server.steps); step++)
      say(job, "metrics", `Step ${step}/${server.steps}: training loss=${(1 / step).toFixed(2)}`, {
        step,
        total_steps: server.steps,
        train_loss: 1 / step,
        train_mean_token_accuracy: 1 - 1 / (2 * step),
        valid_loss: 1.5 / step,
      });
  }

  function say(job: ServedJob, type: "message" | "metrics", message: string, data: object = {}): void {
    const number = job.events.length;
    job.events.push({
      object: "fine_tuning.job.event",
      id: `ftevent-${job.id}-${number}`,
      created_at: START + number,
      level: "info",
      message,
      type,
      data,
    });
  }

  function control(job: ServedJob, action: string): Reply {
    if (["succeeded", "failed", "cancelled"].includes(job.status))
      return failure(400, `Job has already completed: ${job.id}`, "invalid_state");
    if (action === "cancel") job.status = "cancelled";
    else job.paused = action === "pause";
    return reply("FineTuningJob", jobReply(job));
  }

  function checkpointsOf(job: ServedJob): Record<string, unknown>[] {
    return [2, 4, 6].map((step) => ({
      object: "fine_tuning.job.checkpoint",
      id: `ftckpt-${step}`,
      created_at: START + step,
      fine_tuned_model_checkpoint: `ft:model:${job.id}:ckpt-step-${step}`,
      fine_tuning_job_id: job.id,
      step_number: step,
      metrics: { step, train_loss: 1 / step, full_valid_loss: 1.4 / step },
    }));
  }

  function jobReply(job: ServedJob): Record<string, unknown> & { id: string } {
    const { id, body, status, created_at } = job;
    const done = status === "succeeded";
    const common = {
      id,
      object: "fine_tuning.job",
      created_at,
      model: body.model,
      status,
      training_file: body.training_file,
      fine_tuned_model: done ? `ft:${body.model}:org::${id}` : null,
      finished_at: done ? START + 100 : null,
      trained_tokens: done ? 4200 : null,
      error:
        status === "failed"
          ? { code: "exceeded_error_limit", message: "The job failed due to a bad example on line 3.", param: "training_file" }
          : null,
    };
    if (!options.full) return { ...common, suffix: body["suffix"], hyperparameters: { n_epochs: 3 } };
    return {
      ...common,
      hyperparameters: { n_epochs: 3, batch_size: 1, learning_rate_multiplier: 1.8 },
      method: body["method"],
      metadata: body["metadata"],
      organization_id: "org-1",
      result_files: [],
      validation_file: body["validation_file"] ?? null,
      seed: 42,
      integrations: [],
    };
  }

  function failure(status: number, message: string, code: string | null): Reply {
    const body = { error: { type: "invalid_request_error", message, code, param: null } };
    if (options.full) assertFollows("ErrorResponse", body);
    return { status, body };
  }

  return server;
}
