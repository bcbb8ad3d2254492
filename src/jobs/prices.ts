import type { Cost } from "../protocol/jobs";
import type { TrainingPrice } from "./providers/description";
import { descriptionOf } from "./providers/descriptions";
import type { JobTicket } from "./ticket";

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

/** A ticket's own `pricePerMillion` goes first. */
const priceOf = ({ provider, baseModel, pricePerMillion }: JobTicket): TrainingPrice =>
  pricePerMillion === undefined
    ? descriptionOf(provider).trainingPrice(provider, baseModel)
    : { perMillion: pricePerMillion, from: "the price that you gave" };
