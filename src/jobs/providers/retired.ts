import { ServiceFailure } from "../../net/failure";
import type { Provider } from "../provider";
import type { RetiredId } from "../providerSpec";

/** Services that took fine-tune jobs and do no more, so that whoever asks for one learns why. */
const RETIRED: Readonly<Record<RetiredId, { title: string; reason: string }>> = {
  mistral: {
    title: "Mistral",
    // npm's @mistralai/mistralai 2.7.0 has no job calls (1.15.1 had); its API reference calls them deprecated.
    reason: "Mistral deprecated its fine-tuning API and took the calls out of its packages (found so on 20 November 2026).",
  },
  cohere: {
    title: "Cohere",
    reason: "Cohere retired all fine-tuning on 15 September 2025; models tuned earlier cannot be used any more.",
  },
  databricks: {
    title: "Databricks Foundation Model Fine-tuning",
    reason: "Databricks removed it on 14 August 2026 and points to its AI Runtime.",
  },
};

/** A provider that makes no job: its ending says why, and since when. */
export function retiredProvider(id: RetiredId): Provider {
  const { title, reason } = RETIRED[id];
  const refuse = (): Promise<never> => Promise.reject(new ServiceFailure("refused", `${title} no longer accepts jobs. ${reason}`));
  return {
    title,
    ending: { reason },
    notes: [],
    pollMs: 0,
    rules: { minExamples: 0, advisedExamples: 0, messageRoles: [], hyperparameters: {}, maxExampleTokens: () => undefined },
    upload: refuse,
    findUpload: refuse,
    isReady: refuse,
    create: refuse,
    find: refuse,
    observe: refuse,
    cancel: refuse,
  };
}
