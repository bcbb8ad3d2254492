import * as z from "zod";
import { isLoopback } from "../../../net/boundFetch";
import { ServiceFailure } from "../../../net/failure";
import { isFinal } from "../../../protocol/jobs";
import type { JobOrder, Known, Observation, Provider } from "../../provider";
import { readLines } from "../command/commandOutput";
import { checked, type ConnectionCheck } from "../connection";
import type { SpecOf } from "../descriptions";
import { bearer } from "../http/authorize";
import { jobAdvice, oddReply } from "../http/httpFailure";
import { requestJson, requestText, type HttpService } from "../http/requestJson";
import { loraArguments, readLoraScript } from "../lora/loraScript";
import type { RentedTools } from "../rentedTools";
import { huggingface } from "./description";
import { commitFile, ensureBucket, fileId } from "./hubFiles";
import { billedEntry, hardwareSchema, jobSchema, logLines, stateOf, whoamiSchema, type HubJob } from "./hubReplies";
import { hubToken } from "./hubToken";

const POLL_MS = 30_000;
/** The log of a running job stays open: what it had is there after so long. */
const IDLE_MS = 3000;
const LABEL = "lf-lens-job";
/** What the Hub's own package runs scripts in: Python with uv, which installs what they need. */
const UV_IMAGE = "ghcr.io/astral-sh/uv:python3.12-bookworm";
const PACKAGES = ["torch", "transformers", "peft"];

type Spec = SpecOf<"huggingface">;

/** Jobs of Hugging Face that run the LoRA script, over the Hub's REST API. */
export function huggingfaceProvider(spec: Spec, { secrets, clock, machine, loraScript }: RentedTools): Provider {
  const { namespace, dataset, bucket, flavor, maxHours, baseUrl } = spec;
  const { title, rules } = huggingface;
  const { host, hostname } = new URL(baseUrl);
  const nearby = isLoopback(hostname);
  const authorizer = bearer(() => hubToken(spec, secrets, machine));
  const hub: HttpService = { title, baseUrl, authorizer, now: () => clock.now(), advice };
  const repository = `${namespace}/${dataset}`;
  const jobs = `/api/jobs/${namespace}`;
  const pathOf = (name: string): string => `data/${name}`;
  return {
    title,
    host,
    rules,
    pollMs: nearby ? 1000 : POLL_MS,
    notes: [
      `The examples go into the private dataset ${repository}, with LF Lens's script train_lora.py; the adapter is saved in the private bucket ${namespace}/${bucket}. Both are made if they are not there.`,
      `Hugging Face bills ${flavor} by the minute, at most ${maxHours} hours. What is in dataset and bucket stays there until you delete it.`,
    ],
    async upload({ name, bytes }, signal) {
      await commitFile(hub, repository, pathOf(name), bytes, signal);
      return pathOf(name);
    },
    findUpload: async (name, signal) => ((await fileId(hub, repository, pathOf(name), signal)) === undefined ? undefined : pathOf(name)),
    async isReady(ref, signal) {
      if ((await fileId(hub, repository, ref, signal)) !== undefined) return true;
      throw new ServiceFailure("gone", `${ref} is no longer in ${repository}.`);
    },
    async create(order, signal) {
      const script = await readLoraScript(loraScript);
      const code = `code/${script.name}`;
      if ((await fileId(hub, repository, code, signal)) === undefined) await commitFile(hub, repository, code, script.bytes, signal);
      await ensureBucket(hub, namespace, bucket, signal);
      return (await requestJson(hub, { method: "POST", path: jobs, body: createBody(spec, order, code), signal }, jobSchema)).id;
    },
    async find({ key }, signal) {
      const found = await listJobs(hub, `${jobs}?label=${LABEL}%3D${key}`, signal);
      const ours = found.filter(({ labels }) => labels?.[LABEL] === key);
      return ours.sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? "")).map(({ id }) => id);
    },
    observe: (id, known, signal) => observe(hub, `${jobs}/${encodeURIComponent(id)}`, spec, known, nearby ? IDLE_MS / 30 : IDLE_MS, signal),
    async cancel(id, _, signal) {
      try {
        await requestText(hub, { method: "POST", path: `${jobs}/${encodeURIComponent(id)}/cancel`, signal });
      } catch (error) {
        // It has ended already; the next look shows how.
        if (!(error instanceof ServiceFailure && error.kind === "refused")) throw error;
      }
    },
    check: (signal) => check(hub, spec, signal),
  };
}

const advice = {
  ...jobAdvice,
  key: "Check the token and whether it may write repositories and run jobs of this namespace, then resume the job.",
  quota: "Add a payment method or prepaid credit at huggingface.co/settings/billing, then resume the job.",
};

function createBody({ namespace, dataset, bucket, flavor, image, maxHours }: Spec, order: JobOrder, code: string): object {
  const { ticket, files, key } = order;
  const at = (path: string): string => `/lf-lens/${path}`;
  const { training, validation } = files;
  const paths = {
    ...{ training: at(training), model: "/model", output: `/models/${key}` },
    ...(validation === undefined ? {} : { validation: at(validation) }),
  };
  const python =
    image === undefined ? ["uv", "run", "--no-project", ...PACKAGES.flatMap((name) => ["--with", name]), "python"] : ["python3"];
  return {
    command: [...python, "-u", at(code), ...loraArguments(paths, ticket.hyperparameters)],
    arguments: [],
    environment: {},
    flavor,
    dockerImage: image ?? UV_IMAGE,
    timeoutSeconds: maxHours * 3600,
    labels: { name: "lf-lens", [LABEL]: key },
    volumes: [
      { type: "dataset", source: `${namespace}/${dataset}`, mountPath: "/lf-lens", readOnly: true },
      { type: "model", source: ticket.baseModel, mountPath: "/model", readOnly: true },
      { type: "bucket", source: `${namespace}/${bucket}`, mountPath: "/models", readOnly: false },
    ],
  };
}

/** All pages of a list: the next one's address is in a header. */
async function listJobs(hub: HttpService, first: string, signal?: AbortSignal): Promise<HubJob[]> {
  const found: HubJob[] = [];
  for (let path: string | undefined = first; path !== undefined;) {
    const { text, headers } = await requestText(hub, { path, signal });
    const page = z.array(jobSchema).safeParse(parseJson(text));
    if (!page.success) throw oddReply(hub.title, "its list of jobs cannot be read.");
    found.push(...page.data);
    const [, next] = /<([^>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "") ?? [];
    path = next === undefined ? undefined : new URL(next, hub.baseUrl).pathname + new URL(next, hub.baseUrl).search;
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function observe(hub: HttpService, at: string, spec: Spec, known: Known, idleMs: number, signal?: AbortSignal): Promise<Observation> {
  const job = await requestJson(hub, { path: at, signal }, jobSchema);
  const state = stateOf(job);
  if (!state) throw oddReply(hub.title, `the job's stage is "${job.status.stage}", which LF Lens does not know.`);
  const { text, ended } = await logSoFar(hub, at, idleMs, signal);
  const { log, metrics, progress } = readLines(logLines(text, hub.now()));
  const entries = [...log, ...(isFinal(state) ? billedEntry(job, spec.flavor, hub.now()) : [])];
  return {
    state,
    log: entries.filter(({ id }) => !known.logIds.has(id)),
    // That of a job that runs has no end.
    logComplete: ended || (text !== undefined && !isFinal(state)),
    metrics,
    checkpoints: [],
    ...(progress ? { progress } : {}),
    ...(state === "succeeded" ? { tunedModel: `hf://buckets/${spec.namespace}/${spec.bucket}/${known.order.key}` } : {}),
    ...(state === "failed" ? { problem: job.status.message ?? "The provider gives no reason; its log may." } : {}),
  };
}

async function logSoFar(hub: HttpService, at: string, idleMs: number, signal?: AbortSignal): Promise<{ text: string; ended: boolean }> {
  try {
    return await requestText(hub, { path: `${at}/logs`, headers: { accept: "text/event-stream" }, idleMs, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ServiceFailure)) throw error;
    // A job that has not begun has no log, and the state does not hang on it.
    return { text: "", ended: error.kind === "gone" };
  }
}

async function check(hub: HttpService, { namespace, flavor }: Spec, signal?: AbortSignal): Promise<ConnectionCheck[]> {
  const token = await checked("Token", async () => {
    const { name, orgs, auth } = await requestJson(hub, { path: "/api/whoami-v2", signal }, whoamiSchema);
    const role = auth?.accessToken?.role;
    if (role === "read")
      throw new ServiceFailure("key", `The token of ${name} may only read. Make one that may write, at huggingface.co/settings/tokens.`);
    const own = [name, ...(orgs ?? []).map((org) => org.name)];
    if (!own.includes(namespace)) throw new ServiceFailure("key", `${name} is not in ${namespace}. Use one of: ${own.join(", ")}.`);
    return `You are ${name}.`;
  });
  if (!token.ok) return [token];
  return [
    token,
    await checked("Jobs", () =>
      listJobs(hub, `/api/jobs/${namespace}`, signal).then(
        () => `Jobs of ${namespace} can be listed. Whether they can be paid for shows when one is made.`,
      ),
    ),
    await checked("Hardware", async () => {
      const all = await requestJson(hub, { path: "/api/jobs/hardware", signal }, hardwareSchema);
      const found = all.find(({ name }) => name === flavor);
      if (!found)
        throw new ServiceFailure("refused", `There is no hardware "${flavor}". There is: ${all.map(({ name }) => name).join(", ")}.`);
      return found.unitCostUSD == null
        ? `${flavor} is there.`
        : `${flavor} costs ${found.unitCostUSD} USD a ${found.unitLabel ?? "minute"} today.`;
    }),
  ];
}
