import type { Cost } from "../protocol/jobs";
import { OPENAI_URL } from "./providerSpec";
import type { JobTicket } from "./ticket";

interface Price {
  readonly model: RegExp;
  /** US dollars for a million trained tokens. */
  readonly perMillion: number;
  readonly from: string;
}

/**
 * What OpenAI takes for supervised tuning. Only prices with a dated source are here; the others are unknown, and Together's price
 * page was not at hand, so that its prices are unknown too. A ticket's own `pricePerMillion` goes first.
 */
const OPENAI_PRICES: readonly Price[] = [
  { model: /^gpt-4o-mini(-2024-07-18)?$/, perMillion: 3, from: "OpenAI's price list as reported in April 2026" },
  { model: /^gpt-4o(-2024-08-06)?$/, perMillion: 25, from: "OpenAI's price list as reported in April 2026" },
];

/** What the trained tokens of a job will cost, or why that is not known. Hosting and use of the tuned model are not in it. */
export function estimateCost(ticket: JobTicket, trainingTokens: number): Cost {
  const price = priceOf(ticket);
  if ("reason" in price) return { known: false, reason: price.reason };
  const { epochs = "auto" } = ticket.hyperparameters;
  const usd = (trainingTokens / 1e6) * (epochs === "auto" ? 1 : epochs) * price.perMillion;
  return { known: true, usd, perMillion: price.perMillion, priceFrom: price.from, perEpoch: epochs === "auto" && price.perMillion > 0 };
}

/**
 * What a job has cost so far: as billed, else by the tokens that the provider says it trained, else by its progress.
 * @param share how much of the training is done, 0..1; undefined if not known
 */
export function costSoFar(
  estimate: Cost,
  { trainedTokens, billedUsd, share }: { trainedTokens?: number; billedUsd?: number; share?: number },
): Cost {
  if (billedUsd !== undefined)
    return { known: true, usd: billedUsd, perMillion: 0, priceFrom: "the provider's bill for this job", perEpoch: false };
  if (!estimate.known || estimate.usd === 0) return estimate;
  if (trainedTokens !== undefined) return { ...estimate, usd: (trainedTokens / 1e6) * estimate.perMillion, perEpoch: false };
  if (share === undefined || estimate.perEpoch) return { known: false, reason: "the provider has not said how many tokens it trained" };
  return { ...estimate, usd: estimate.usd * share };
}

/** "0.55 USD (3.00 USD per million tokens; ...)", or "unknown: ..." */
export function costText(cost: Cost): string {
  if (!cost.known) return `unknown: ${cost.reason}`;
  const usd = cost.usd > 0 && cost.usd < 0.01 ? "less than 0.01 USD" : `${cost.usd.toFixed(2)} USD`;
  const rate = cost.perMillion === 0 ? "" : `${cost.perMillion.toFixed(2)} USD per million tokens; `;
  return `${usd}${cost.perEpoch ? " for each epoch; the provider picks how many" : ""} (${rate}${cost.priceFrom})`;
}

function priceOf({ provider, baseModel, pricePerMillion }: JobTicket): { perMillion: number; from: string } | { reason: string } {
  if (pricePerMillion !== undefined) return { perMillion: pricePerMillion, from: "the price that you gave" };
  if (provider.id === "local" || provider.id === "command") return { perMillion: 0, from: "it runs on your own machine" };
  if (provider.id !== "openai" || provider.baseUrl !== OPENAI_URL) return { reason: "no dated price of this provider is known here" };
  return (
    OPENAI_PRICES.find(({ model }) => model.test(baseModel)) ?? {
      reason: `no dated price of ${baseModel} is known here`,
    }
  );
}
