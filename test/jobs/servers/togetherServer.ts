import assert from "node:assert/strict";
import { formOf, startLoopback, type Loopback, type Reply, type Request } from "./loopback";
import { KEY, type AskedChat } from "./openaiServer";

export interface TogetherServer extends Loopback {
  readonly baseUrl: string;
  readonly files: { id: string; name: string; text: string; looks: number }[];
  readonly jobs: { id: string; body: Record<string, unknown>; looks: number; status: string }[];
  script: string[];
  /** How models answer. */
  answer: (chat: AskedChat) => string | null;
}

const time = (seconds: number): string => new Date(1_795_000_000_000 + 1000 * seconds).toISOString();

/** Together's files and fine-tunes endpoints, in memory, with the fields and states of its own package's types. */
export async function startTogether(): Promise<TogetherServer> {
  const loopback = await startLoopback((request) =>
    request.headers.get("authorization") === `Bearer ${KEY}` ? route(request) : error(401, "Invalid API key provided.", "invalid_api_key"),
  );
  const server: TogetherServer = Object.assign(loopback, {
    baseUrl: `${loopback.origin}/v1`,
    files: [],
    jobs: [],
    answer: () => "HAM",
    script: ["pending", "queued", "running", "compressing", "uploading", "completed"],
  });

  async function route(request: Request): Promise<Reply> {
    const { method, path } = request;
    const [area, id, part] = path.slice("/v1/".length).split("/");
    if (area === "files") {
      if (method === "POST") return upload(request);
      if (id === undefined) return ok({ data: server.files.map((file) => fileReply(file)) });
      const file = server.files.find((one) => one.id === id);
      return file ? (file.looks++, ok(fileReply(file))) : error(404, "File not found.", "not_found");
    }
    if (area === "chat") {
      assert.equal(id, "completions");
      const content = server.answer(JSON.parse(request.body.toString()) as AskedChat);
      return ok({ id: "1", object: "chat.completion", choices: [{ index: 0, message: { role: "assistant", content } }] });
    }
    assert.equal(area, "fine-tunes");
    if (id === undefined) return method === "POST" ? create(request) : ok({ data: server.jobs.map((job) => jobReply(job)) });
    const job = server.jobs.find((one) => one.id === id);
    if (!job) return error(404, "Job not found.", "not_found");
    if (part === "events") return ok({ data: eventsOf(job) });
    if (part === "metrics") return ok({ metrics: metricsOf(job) });
    if (part === "checkpoints") return ok({ data: [{ step: 4, path: "s3://model", checkpoint_type: "Final", created_at: time(9) }] });
    if (part === "cancel") {
      if (["completed", "error", "cancelled"].includes(job.status)) return error(400, "The job is not running.", "invalid_request");
      job.status = "cancelled";
      return ok(jobReply(job));
    }
    if (!["completed", "error", "cancelled"].includes(job.status))
      job.status = server.script[Math.min(job.looks++, server.script.length - 1)]!;
    return ok(jobReply(job));
  }

  async function upload(request: Request): Promise<Reply> {
    assert.equal(request.path, "/v1/files/upload");
    const form = await formOf(request);
    assert.equal(form.get("purpose"), "fine-tune");
    assert.equal(form.get("file_type"), "jsonl");
    server.files.push({
      id: `file-${server.files.length + 1}`,
      name: form.get("file_name") as string,
      text: await (form.get("file") as File).text(),
      looks: 0,
    });
    return ok(fileReply(server.files.at(-1)!));
  }

  const fileReply = ({ id, name, text, looks }: TogetherServer["files"][number]): object => ({
    id,
    object: "file",
    created_at: 1_795_000_000,
    filename: name,
    bytes: text.length,
    purpose: "fine-tune",
    FileType: "jsonl",
    Processed: true,
    processing_status: looks < 2 ? "RUNNING" : "COMPLETED",
  });

  function create({ body }: Request): Reply {
    const parsed = JSON.parse(body.toString()) as Record<string, unknown>;
    assert.ok(
      server.files.some(({ id, looks }) => id === parsed["training_file"] && looks >= 2),
      "the training file is processed",
    );
    server.jobs.push({ id: `ft-${server.jobs.length + 1}`, body: parsed, looks: 0, status: "pending" });
    return ok(jobReply(server.jobs.at(-1)!));
  }

  function jobReply({ id, body, status }: TogetherServer["jobs"][number]): object {
    const done = status === "completed";
    return {
      id,
      status,
      user_id: "user-1",
      created_at: time(Number(id.slice(3))),
      model: body["model"],
      training_file: body["training_file"],
      suffix: body["suffix"],
      n_epochs: 1,
      batch_size: 8,
      learning_rate: 0.00001,
      ...(done ? { model_output_name: `me/${String(body["model"])}-${id}`, token_count: 4200, total_price: 2_500_000_000 } : {}),
    };
  }

  const eventsOf = ({ id, status, looks }: TogetherServer["jobs"][number]): object[] => [
    { object: "fine-tune-event", created_at: time(1), message: "Fine tune request created", type: "job_pending", level: "info" },
    ...(looks > 2
      ? [
          {
            object: "fine-tune-event",
            created_at: time(2),
            message: "Training started",
            type: "training_start",
            level: "info",
            step: 2,
            total_steps: 4,
          },
        ]
      : []),
    ...(status === "error"
      ? [{ object: "fine-tune-event", created_at: time(3), message: `Job ${id} ran out of memory`, type: "job_error", level: "error" }]
      : []),
  ];

  const metricsOf = ({ looks }: TogetherServer["jobs"][number]): object[] =>
    looks <= 2
      ? []
      : [
          { global_step: 1, "train/loss": 0.9, "train/learning_rate": 0.00001 },
          { global_step: 2, "train/loss": 0.5 },
          { global_step: 2, "eval/loss": 0.6 },
        ];

  const ok = (body: object): Reply => ({ status: 200, body });
  const error = (status: number, message: string, code: string): Reply => ({
    status,
    body: { error: { message, type: "invalid_request_error", code } },
  });
  return server;
}
