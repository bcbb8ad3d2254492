import { awsError } from "./servers/awsSignature";
import type { Loopback, Reply, Request } from "./servers/loopback";
import { startAzure, startOpenAi } from "./servers/openaiServer";
import { sse, startHub } from "./servers/hubServer";
import { startSagemaker } from "./servers/sagemakerServer";
import { startTogether } from "./servers/togetherServer";
import { NOW } from "./now";

export type ServiceStep = "upload" | "file" | "create" | "look" | "events";

/** How a service says that a request failed, by what is common to all: a status and OpenAI's code for it. */
export type SayError = (status: number, message: string, code?: string | null, headers?: Record<string, string>) => Reply;

export interface Service {
  readonly server: Loopback & {
    script: string[];
    readonly files: readonly { readonly text: string }[];
    readonly jobs: { readonly id: string; status: string }[];
  };
  /** The parts of a ticket that lead to it. */
  readonly parts: Record<string, unknown>;
  /** The states that a job goes through here. */
  readonly path: readonly string[];
  /** Its words for a job that runs, failed or was cancelled, and how it says why it failed. */
  readonly running: string;
  readonly failed: string;
  readonly cancelled: string;
  readonly why: RegExp;
  /** The requests of a job's steps, as `Request.name` has them. */
  readonly at: Readonly<Record<ServiceStep, string | RegExp>>;
  readonly error: SayError;
  /** A reply of its log with one entry. */
  entry(message: string): Reply;
  /** What it answers about a file that it will not take; absent where it looks into none. */
  readonly rejectedFile?: Reply;
  /** It counts tokens and keeps checkpoints. */
  readonly counts: boolean;
  /** Whose credential is asked for, without its port. */
  readonly credential: string;
}

export const isAt = ({ at }: Service, step: ServiceStep, { name }: Pick<Request, "name">): boolean => {
  const found = at[step];
  return typeof found === "string" ? name === found : found.test(name);
};

const requests = (base: string, jobs: string, upload: string, job: string): Service["at"] => ({
  upload: `POST ${base}${upload}`,
  file: `GET ${base}/files/file-1`,
  create: `POST ${base}${jobs}`,
  look: `GET ${base}${jobs}/${job}`,
  events: `GET ${base}${jobs}/${job}/events`,
});

const file = { id: "file-1", object: "file", bytes: 10, created_at: 1_795_000_000, filename: "training.jsonl", purpose: "fine-tune" };
const rejected: Reply = { status: 200, body: { ...file, status: "error", status_details: "Line 3 is no chat." } };

const saysLikeOpenAi: SayError = (status, message, code = null, headers = {}) => ({
  status,
  headers,
  body: { error: { message, code, type: "error", param: null } },
});

const entry = (created_at: number | string, message: string): Reply => ({
  status: 200,
  body: {
    object: "list",
    data: [{ id: "e1", object: "fine_tuning.job.event", created_at, level: "info", message, type: "message" }],
    has_more: false,
  },
});

const likeOpenAi = {
  path: ["pending", "validating", "queued", "running", "succeeded"],
  running: "running",
  failed: "failed",
  cancelled: "cancelled",
  why: /exceeded_error_limit: The job failed due to a bad example on line 3/,
  error: saysLikeOpenAi,
  entry: (message: string) => entry(1_795_000_000, message),
  rejectedFile: rejected,
  counts: true,
};

const AWS_CODES: Readonly<Record<string, string>> = {
  invalid_api_key: "UnrecognizedClientException",
  insufficient_quota: "ResourceLimitExceeded",
  rate_limit: "ThrottlingException",
  model_not_available: "ValidationException",
  not_found: "ResourceNotFoundException",
};

/** The services that are spoken to over the network, each with a server that follows its protocol. */
export const services: Readonly<Record<string, () => Promise<Service>>> = {
  openai: async () => {
    const server = await startOpenAi();
    const at = requests("/v1", "/fine_tuning/jobs", "/files", "ftjob-1");
    return { ...likeOpenAi, server, parts: { provider: { id: "openai", baseUrl: server.baseUrl } }, at, credential: "openai 127.0.0.1" };
  },
  azure: async () => {
    const server = await startAzure();
    const at = requests("/openai", "/fine_tuning/jobs", "/files", "ftjob-1");
    return { ...likeOpenAi, server, parts: { provider: { id: "azure", endpoint: server.origin } }, at, credential: "azure 127.0.0.1" };
  },
  together: async () => {
    const server = await startTogether();
    const at = requests("/v1", "/fine-tunes", "/files/upload", "ft-1");
    const parts = { provider: { id: "together", baseUrl: server.baseUrl } };
    return {
      ...likeOpenAi,
      ...{ server, parts, at, failed: "error", why: /Job ft-1 ran out of memory/, credential: "together 127.0.0.1" },
      entry: (message) => entry("2026-11-21T09:00:00Z", message),
      rejectedFile: { status: 200, body: { ...file, processing_status: "INVALID_FORMAT" } },
    };
  },
  huggingface: async () => {
    const server = await startHub();
    return {
      server,
      parts: { provider: huggingfaceSpec(server.origin), baseModel: "meta/llama" },
      path: ["pending", "queued", "running", "succeeded"],
      running: "RUNNING",
      failed: "ERROR",
      cancelled: "CANCELED",
      why: /Job failed with exit code: 1/,
      at: {
        upload: "POST /api/datasets/me/lf-lens-data/commit/main",
        file: "POST /api/datasets/me/lf-lens-data/paths-info/main",
        create: "POST /api/jobs/me",
        look: "GET /api/jobs/me/job-1",
        events: "GET /api/jobs/me/job-1/logs",
      },
      error: (status, message, code, headers) => ({
        status: code === "insufficient_quota" ? 402 : status,
        headers: headers ?? {},
        body: { error: message },
      }),
      entry: (message) => sse([message]),
      counts: false,
      credential: "huggingface 127.0.0.1",
    };
  },
  sagemaker: async () => {
    const server = await startSagemaker();
    return {
      server,
      parts: { provider: sagemakerSpec(server.origin), baseModel: "s3://bucket/base-model/" },
      path: ["pending", "queued", "running", "succeeded"],
      running: "InProgress/Training",
      failed: "Failed",
      cancelled: "Stopped",
      why: /AlgorithmError: job .* ran out of memory/,
      at: {
        upload: /^PUT .*training\.jsonl$/,
        file: /^HEAD .*training\.jsonl$/,
        create: "POST / SageMaker.CreateTrainingJob",
        look: "POST / SageMaker.DescribeTrainingJob",
        events: "POST / Logs_20140328.FilterLogEvents",
      },
      error: (status, message, code, headers) =>
        awsError(status >= 500 ? status : 400, AWS_CODES[code ?? ""] ?? "ValidationException", message, headers),
      entry: (message) => ({ status: 200, body: { events: [{ eventId: "e1", timestamp: NOW, message }] } }),
      counts: false,
      credential: "aws own",
    };
  },
};

export const huggingfaceSpec = (baseUrl: string): Record<string, unknown> => ({ id: "huggingface", namespace: "me", baseUrl });

export const sagemakerSpec = (endpoint: string): Record<string, unknown> => ({
  ...{ id: "sagemaker", region: "eu-west-1", s3: "s3://bucket/lf-lens", endpoint },
  ...{ role: "arn:aws:iam::998877665544:role/training", image: "registry.example/training:1" },
});
