import { startAzure, startOpenAi } from "./servers/openaiServer";
import { startTogether } from "./servers/togetherServer";
import type { Loopback, Reply } from "./servers/loopback";

export interface Service {
  readonly server: Loopback & {
    script: string[];
    readonly files: { readonly text: string }[];
    readonly jobs: { readonly id: string; status: string }[];
  };
  /** The parts of a ticket that lead to it. */
  readonly parts: Record<string, unknown>;
  /** Its word for a job that failed. */
  readonly failed: string;
  /** The requests of a job's steps, as `Loopback.seen` has them. */
  readonly at: Readonly<Record<"upload" | "file" | "create" | "look" | "events", string>>;
  /** What it answers about a file that it will not take. */
  readonly rejectedFile: Reply;
}

const requests = (base: string, jobs: string, upload: string, job: string): Service["at"] => ({
  upload: `POST ${base}${upload}`,
  file: `GET ${base}/files/file-1`,
  create: `POST ${base}${jobs}`,
  look: `GET ${base}${jobs}/${job}`,
  events: `GET ${base}${jobs}/${job}/events`,
});

const file = { id: "file-1", object: "file", bytes: 10, created_at: 1_795_000_000, filename: "training.jsonl", purpose: "fine-tune" };
const rejected: Reply = { status: 200, body: { ...file, status: "error", status_details: "Line 3 is no chat." } };

/** The services that are spoken to over the network, each with a server that follows its protocol. */
export const services: Readonly<Record<string, () => Promise<Service>>> = {
  openai: async () => {
    const server = await startOpenAi();
    const at = requests("/v1", "/fine_tuning/jobs", "/files", "ftjob-1");
    return { server, parts: { provider: { id: "openai", baseUrl: server.baseUrl } }, failed: "failed", at, rejectedFile: rejected };
  },
  azure: async () => {
    const server = await startAzure();
    const at = requests("/openai", "/fine_tuning/jobs", "/files", "ftjob-1");
    return { server, parts: { provider: { id: "azure", endpoint: server.origin } }, failed: "failed", at, rejectedFile: rejected };
  },
  together: async () => {
    const server = await startTogether();
    const at = requests("/v1", "/fine-tunes", "/files/upload", "ft-1");
    const rejectedFile: Reply = { status: 200, body: { ...file, processing_status: "INVALID_FORMAT" } };
    return { server, parts: { provider: { id: "together", baseUrl: server.baseUrl } }, failed: "error", at, rejectedFile };
  },
};
