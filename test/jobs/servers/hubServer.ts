import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { NOW } from "../now";
import { startLoopback, type Loopback, type Reply, type Request } from "./loopback";
import { KEY } from "./openaiServer";

interface HubJob {
  readonly id: string;
  readonly body: Record<string, unknown> & { readonly labels: Record<string, string>; readonly command: string[] };
  status: string;
  looks: number;
}

export interface HubServer extends Loopback {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly objects: Map<string, Buffer>;
  readonly jobs: HubJob[];
  script: string[];
  /** What the token may do, and whose organizations it is in. */
  role: string;
}

const time = (seconds: number): string => new Date(NOW + 1000 * seconds).toISOString();

/** Lines of a log as server-sent events. */
export const sse = (lines: readonly string[]): Reply => ({
  status: 200,
  headers: { "content-type": "text/event-stream" },
  body: lines.map((data, index) => `data: ${JSON.stringify({ data, timestamp: time(60 + index) })}\n\n`).join(""),
});

/** Datasets, buckets and jobs of the Hugging Face Hub, in memory, as huggingface_hub 2.4.0 speaks with it. */
export async function startHub(): Promise<HubServer> {
  const loopback = await startLoopback((request) =>
    request.headers.get("authorization") === `Bearer ${KEY}`
      ? route(request)
      : { status: 401, body: { error: "Invalid username or password." } },
  );
  const made = new Set<string>();
  const server: HubServer = Object.assign(loopback, {
    objects: new Map<string, Buffer>(),
    files: [] as HubServer["files"],
    jobs: [],
    role: "write",
    script: ["SCHEDULING", "SCHEDULING", "RUNNING", "RUNNING", "COMPLETED"],
  });
  Object.defineProperty(server, "files", {
    get: () => [...server.objects].filter(([path]) => path.endsWith(".jsonl")).map(([name, bytes]) => ({ name, text: bytes.toString() })),
  });

  function route(request: Request): Reply {
    const { method, path, body, headers } = request;
    if (path === "/api/whoami-v2") return ok({ name: "me", orgs: [{ name: "my-org" }], auth: { accessToken: { role: server.role } } });
    if (path === "/api/repos/create") {
      assert.deepEqual(JSON.parse(body.toString()), { type: "dataset", name: "lf-lens-data", organization: "me", visibility: "private" });
      return makeOnce("dataset");
    }
    if (path === "/api/buckets/me/lf-lens-models") return makeOnce("bucket");
    if (path.startsWith("/api/datasets/")) {
      if (!made.has("dataset")) return { status: 404, body: { error: "Repository not found" } };
      return path.endsWith("/commit/main") ? commit(body, headers) : paths(JSON.parse(body.toString()) as { paths: string[] });
    }
    if (path === "/api/jobs/hardware") return ok([{ name: "a10g-small", unitCostUSD: 0.0167, unitLabel: "minute" }]);
    const [id, part] = path.slice("/api/jobs/me".length + 1).split("/");
    if (!id) return method === "POST" ? create(JSON.parse(body.toString()) as HubJob["body"]) : list(request);
    const job = server.jobs.find((one) => one.id === id);
    if (!job) return { status: 404, body: { error: "Job not found" } };
    if (part === "logs") return log(job);
    const ended = ["COMPLETED", "ERROR", "CANCELED"].includes(job.status);
    if (part === "cancel") {
      if (ended) return { status: 400, body: { error: "Job is already finished" } };
      job.status = "CANCELED";
    } else if (!ended) job.status = server.script[Math.min(job.looks++, server.script.length - 1)]!;
    return ok(reply(job));
  }

  function makeOnce(what: string): Reply {
    if (made.has(what)) return { status: 409, body: { error: `You already created this ${what}` } };
    made.add(what);
    return ok({ url: "https://huggingface.co/me/it" });
  }

  function commit(body: Buffer, headers: Headers): Reply {
    assert.equal(headers.get("content-type"), "application/x-ndjson");
    const [header, file, ...rest] = body
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { key: string; value: Record<string, string> });
    assert.deepEqual([header!.key, file!.key, rest, file!.value["encoding"]], ["header", "file", [], "base64"]);
    server.objects.set(file!.value["path"]!, Buffer.from(file!.value["content"]!, "base64"));
    return ok({ success: true, commitOid: "c1", commitUrl: "https://huggingface.co/c1" });
  }

  const paths = ({ paths: wanted }: { paths: string[] }): Reply =>
    ok(
      wanted.flatMap((path) => {
        const bytes = server.objects.get(path);
        return bytes
          ? [
              {
                type: "file",
                path,
                size: bytes.length,
                oid: createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex"),
              },
            ]
          : [];
      }),
    );

  function create(body: HubJob["body"]): Reply {
    for (const path of body.command.filter((word) => word.startsWith("/lf-lens/")))
      assert.ok(server.objects.has(path.slice("/lf-lens/".length)), `${path} is in the dataset`);
    assert.ok(made.has("bucket"));
    server.jobs.push({ id: `job-${server.jobs.length + 1}`, body, status: "SCHEDULING", looks: 0 });
    return ok(reply(server.jobs.at(-1)!));
  }

  /** Pages of one, so that the next one's address is followed. */
  function list({ query }: Request): Reply {
    const [name, value] = (query.get("label") ?? "").split("=");
    const found = server.jobs.filter(({ body }) => name === "" || body.labels[name!] === value);
    const at = Number(query.get("cursor") ?? 0);
    const next = `<${loopback.origin}/api/jobs/me?label=${encodeURIComponent(query.get("label") ?? "")}&cursor=${at + 1}>; rel="next"`;
    return { status: 200, body: found.slice(at, at + 1).map(reply), headers: found.length > at + 1 ? { link: next } : {} };
  }

  function reply({ id, status, body }: HubJob): object {
    const done = ["COMPLETED", "ERROR", "CANCELED"].includes(status);
    return {
      id,
      createdAt: time(Number(id.slice("job-".length))),
      labels: body.labels,
      status: { stage: status, message: status === "ERROR" ? "Job failed with exit code: 1" : null },
      ...(done ? { finishedAt: time(500), durations: { schedulingSecs: 6, runningSecs: 345.2, totalSecs: 351.2 } } : {}),
      owner: { id: "1", name: "me", type: "user" },
    };
  }

  const log = ({ looks }: HubJob): Reply =>
    looks < 3
      ? { status: 404, body: { error: "No logs yet" } }
      : sse([
          "===== Job started",
          `{"message": "12 training and 1 validation examples on cuda"}`,
          `{"step": 1, "total_steps": 2, "loss": 0.9, "learning_rate": 0.0001}`,
          ...(looks > 3 ? [`{"step": 2, "total_steps": 2, "loss": 0.5, "learning_rate": 0.00005}`, `{"step": 2, "eval_loss": 0.6}`] : []),
        ]);

  const ok = (body: object): Reply => ({ status: 200, body });
  return server;
}
