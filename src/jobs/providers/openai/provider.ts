import OpenAI from "openai";
import { boundFetch, isLoopback } from "../../../net/boundFetch";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { Provider } from "../../provider";
import type { SpecOf } from "../descriptions";
import { openai, OPENAI_URL } from "./description";
import { secretOf, type SecretKeeper } from "../../secrets";
import { askChat } from "./openaiChat";
import { openAiJobs } from "./openaiJobs";
import { once, request } from "./openaiRequest";

const POLL_MS = 15_000;
/** A server on this machine serves nobody else. */
const NEARBY_POLL_MS = 1000;

/** OpenAI, or any endpoint that speaks its fine-tuning protocol. */
export function openAiProvider(spec: SpecOf<"openai">, secrets: SecretKeeper, clock: Clock): Provider {
  const { baseUrl } = spec;
  const url = new URL(baseUrl);
  const own = baseUrl === OPENAI_URL;
  const title = own ? openai.title : `OpenAI-compatible service at ${url.host}`;
  const client = async (): Promise<OpenAI> => {
    const { name, required } = secretOf(spec)!;
    const key = await secrets.get(name);
    if (key === undefined && required) throw new ServiceFailure("key", `There is no key for ${title}. Set one, then resume the job.`);
    return openAiClient({ apiKey: key ?? "none", baseURL: baseUrl });
  };
  const service = { title, host: url.host, client, now: () => clock.now(), modern: true };
  const control = (action: "pause" | "resume", id: string, signal?: AbortSignal): Promise<void> =>
    request(service, async (api) => void (await api.fineTuning.jobs[action](id, { ...once, signal })));
  return {
    title,
    host: url.host,
    rules: openai.rules,
    pollMs: isLoopback(url.hostname) ? NEARBY_POLL_MS : POLL_MS,
    ...(own ? { ending } : {}),
    notes: own ? notes : [],
    ...openAiJobs(service),
    pause: (id, signal) => control("pause", id, signal),
    resume: (id, signal) => control("resume", id, signal),
    // Only OpenAI itself has given up the older name.
    ask: askChat(service, own ? "max_completion_tokens" : "max_tokens"),
  };
}

/** Everything is given, so that the package takes nothing from the environment. */
export const openAiClient = ({ timeoutMs, ...given }: { apiKey: string; baseURL: string; timeoutMs?: number }): OpenAI =>
  new OpenAI({
    ...given,
    fetch: boundFetch({ baseUrl: given.baseURL, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    organization: null,
    project: null,
    logLevel: "off",
    maxRetries: 0,
  });

// OpenAI's deprecations page, the entry of 7 May 2026.
const ending = {
  lastDay: "2027-01-06",
  reason:
    "OpenAI closes fine-tuning: organizations that had not tuned before 7 May 2026, or that asked no tuned model in the 60 days before 2 July 2026, are already refused.",
};
const notes = [
  "A tuned model answers only as long as its base model: the GPT-4o and GPT-4.1 families are announced to end on 14 January 2027.",
];
