/**
 * The one interface to what runs a job. Each method is one exchange with the provider; when to call which, what to try again
 * and what to keep on disk is the runner's business (step.ts). What the services that come next will need of it:
 *
 * | service            | upload                                  | made once by                                  | observe                                     | cancel, pause   |
 * |--------------------|-----------------------------------------|-----------------------------------------------|---------------------------------------------|-----------------|
 * | Google Vertex AI   | object in GCS, role "model" in its file | a label with the key; list filtered by label  | job state; PAUSED, EXPIRED, PARTIALLY_SUCCEEDED to map | cancel |
 * | AWS Bedrock        | object in S3                            | clientRequestToken = the key; jobName to find | status; metrics as CSV in the output bucket | stop            |
 * | Snowflake Cortex   | stage + COPY INTO a table (prompt, completion) | model name holds the key; SHOW may forget jobs, so look for the model too | DESCRIBE: progress 0..1, trained_tokens, losses | CANCEL |
 * | Databricks AI Runtime | file in a volume                     | Jobs API idempotency_token = the key          | run life cycle; metrics in MLflow           | cancel          |
 * | Azure ML           | data asset of the workspace             | PUT of a job named by the key (repeatable)    | status; metrics in MLflow                   | cancel          |
 *
 * All have: a reference for each file (`upload`), a request that can carry the key (`create`) or be found by it (`find`), a state
 * that maps onto ours, and a log that can be read again. Other writers of the neutral record go where `upload` reads its file.
 * Tokens that expire (Google, AWS, Azure AD) are taken from `secret` for each request.
 */
import type { Checkpoint, JobState, LogEntry, MetricPoint } from "../protocol/jobs";
import type { Ask } from "../llm/question";
import type { FileRole } from "./job";
import type { ConnectionCheck } from "./providers/connection";
import type { Ending } from "./providers/ending";
import type { Rules } from "./providers/rules";
import type { JobTicket } from "./ticket";

export interface Provider {
  readonly title: string;
  /** The host that data goes to; undefined: nothing leaves this machine. */
  readonly host?: string;
  /** A service that is going or gone. */
  readonly ending?: Ending;
  /** What else a user should know before saying yes: whole sentences. */
  readonly notes: readonly string[];
  readonly rules: Rules;
  /** How long to wait between two looks at a job. */
  readonly pollMs: number;
  /** The job dies with this process: the process that starts it must stay. */
  readonly inProcess?: boolean;

  /** Sends a file under a name of its own. Answers the provider's name for it. */
  upload(file: UploadFile, signal?: AbortSignal): Promise<string>;
  /** The provider's name for a file sent under this name, if it has one. */
  findUpload(name: string, signal?: AbortSignal): Promise<string | undefined>;
  /** False while the provider still works on the file. Throws a failure if it rejects it. */
  isReady(ref: string, signal?: AbortSignal): Promise<boolean>;
  /** Asks for the job. Answers the provider's name for it. */
  create(order: JobOrder, signal?: AbortSignal): Promise<string>;
  /** The jobs that came of this order, oldest first; more than one only if a reply was lost and the job asked for again. */
  find(order: JobOrder, signal?: AbortSignal): Promise<readonly string[]>;
  observe(remoteId: string, known: Known, signal?: AbortSignal): Promise<Observation>;
  /** Asks to end the job. A job that has already ended is no failure. */
  cancel(remoteId: string, order: JobOrder, signal?: AbortSignal): Promise<void>;
  pause?(remoteId: string, signal?: AbortSignal): Promise<void>;
  resume?(remoteId: string, signal?: AbortSignal): Promise<void>;
  /** Looks at what a job would need, without making anything. Absent where a list of uploads shows all that there is to know. */
  check?(signal?: AbortSignal): Promise<readonly ConnectionCheck[]>;
  /** Has a model answer, tuned or not. Absent where models cannot be asked. */
  readonly ask?: Ask;
}

export interface UploadFile {
  readonly name: string;
  readonly path: string;
  /** What the user agreed to: this is sent, and not what the path may lead to by now. */
  readonly bytes: Uint8Array;
  readonly role: FileRole;
}

/** All that a provider needs to make a job. */
export interface JobOrder {
  readonly key: string;
  readonly ticket: JobTicket;
  /** The provider's names of the files. */
  readonly files: { readonly training: string; readonly validation?: string };
  /** The job's own folder on this machine. */
  readonly folder: string;
}

/** What of the job is known already. */
export interface Known {
  readonly order: JobOrder;
  readonly logIds: ReadonlySet<string>;
  readonly cursor?: string;
  readonly cancelSent: boolean;
}

export interface Observation {
  readonly state: Exclude<JobState, "pending" | "unknown">;
  readonly paused?: boolean;
  /** Why it failed. */
  readonly problem?: string;
  /** New entries; known ones may be among them. */
  readonly log: readonly LogEntry[];
  /** False if the log could not be read to its end this time. */
  readonly logComplete: boolean;
  readonly cursor?: string;
  readonly metrics: readonly MetricPoint[];
  readonly checkpoints: readonly Checkpoint[];
  readonly progress?: { readonly done: number; readonly total: number };
  readonly hyperparameters?: Readonly<Record<string, string | number>>;
  readonly trainedTokens?: number;
  readonly billedUsd?: number;
  readonly tunedModel?: string;
}
