import { JobFailure } from "../failure";
import type { Ending, Provider } from "../provider";
import type { RetiredId } from "../providerSpec";

/** Services that took fine-tune jobs and do no more, so that whoever asks for one learns why. */
const RETIRED: Readonly<Record<RetiredId, { title: string; ending: Ending }>> = {
  mistral: {
    title: "Mistral",
    ending: {
      // The day up to which it is known: npm's @mistralai/mistralai 2.7.0 has no job calls, its API reference calls them deprecated.
      lastDay: "2026-11-20",
      reason: "Mistral has deprecated its fine-tuning API and taken the calls out of its packages (seen on that day).",
    },
  },
  cohere: {
    title: "Cohere",
    ending: {
      lastDay: "2025-09-14",
      reason: "Cohere retired all fine-tuning on 15 September 2025; earlier tuned models cannot be used any more.",
    },
  },
  databricks: {
    title: "Databricks Foundation Model Fine-tuning",
    ending: { lastDay: "2026-08-14", reason: "Databricks removed it on 14 August 2026 and points to its AI Runtime." },
  },
};

/** A provider that makes no job: its ending says since when and why. */
export function retiredProvider(id: RetiredId): Provider {
  const { title, ending } = RETIRED[id];
  const refuse = (): Promise<never> => Promise.reject(new JobFailure("refused", `${title}: ${ending.reason}`));
  return {
    title,
    ending,
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
