import { AzureOpenAI } from "openai";
import { boundFetch } from "../../../net/boundFetch";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { Provider } from "../../provider";
import type { SpecOf } from "../descriptions";
import { azure } from "./description";
import { secretOf, type SecretKeeper } from "../../secrets";
import { askChat } from "../openai/openaiChat";
import { openAiJobs } from "../openai/openaiJobs";

const POLL_MS = 30_000;

/** Azure OpenAI: OpenAI's protocol with a key header, an API version, and files that are imported before they can be used. */
export function azureProvider(spec: SpecOf<"azure">, secrets: SecretKeeper, clock: Clock): Provider {
  const { endpoint, apiVersion } = spec;
  const { host } = new URL(endpoint);
  const { title, rules } = azure;
  const client = async (): Promise<AzureOpenAI> => {
    const apiKey = await secrets.get(secretOf(spec)!.name);
    if (apiKey === undefined) throw new ServiceFailure("key", `There is no key for ${title} at ${host}. Set one, then resume the job.`);
    return new AzureOpenAI({
      apiKey,
      apiVersion,
      baseURL: `${endpoint}/openai`,
      fetch: boundFetch({ baseUrl: endpoint }),
      organization: null,
      project: null,
      logLevel: "off",
      maxRetries: 0,
    });
  };
  const service = { title, host, client, now: () => clock.now(), modern: false };
  return {
    title,
    host,
    rules,
    pollMs: POLL_MS,
    notes: ["Azure bills the hosting of a deployed tuned model by the hour, beside the training."],
    ...openAiJobs(service),
    // A model is asked by the name of its deployment, which the package puts into the address.
    ask: askChat(service, "max_tokens"),
  };
}
