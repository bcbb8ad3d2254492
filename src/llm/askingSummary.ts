import { wholeNumber } from "../core/data/numberText";
import { costOf, type AskedModel } from "./askedModel";
import type { KeptAnswers } from "./keptAnswers";

/** Who is asked. */
interface Service {
  readonly title: string;
  /** Undefined: nothing leaves this machine. */
  readonly host?: string;
}

/** The summary's first line: what is sent, and to whom. */
export function leavingLine({ host, title }: Service, asked: readonly AskedModel[]): string {
  if (asked.every(({ open }) => open === 0)) return "Every answer is kept already: nothing is sent.";
  return host === undefined
    ? `${title}: nothing leaves this machine.`
    : `${title}: prompts made from the rows below are sent to ${host}. Gold is not among them.`;
}

/** What a summary says of kept answers that do not count. */
export const strangeLine = ({ strange }: KeptAnswers): string[] =>
  strange === 0
    ? []
    : [`Not used: ${wholeNumber(strange)} kept ${strange === 1 ? "answer" : "answers"} that LF Lens did not write on this machine.`];

/** A model's line of a summary: how much it is asked. */
export function modelLine({ what, model, open, kept, inputTokens, outputTokens, exact }: AskedModel): string {
  const from = `${what[0]!.toUpperCase()}${what.slice(1)}: ${model}`;
  const had = kept === 0 ? "" : `, ${wholeNumber(kept)} answered before or alike`;
  if (open === 0) return `${from}, no requests${had}`;
  const about = exact ? "" : "about ";
  return `${from}, ${wholeNumber(open)} requests, ${about}${wholeNumber(inputTokens)} tokens sent, at most ${wholeNumber(outputTokens)} answered${had}`;
}

/** The summary's line about the cost of what is yet to be asked. */
export function costLine(asked: readonly AskedModel[]): string {
  const open = asked.filter((one) => one.open > 0);
  if (open.length === 0) return "Cost: 0.00 USD";
  if (open.some(({ price }) => price === undefined))
    return `Cost: unknown: no dated price for asking ${asked.length === 1 ? "this model" : "these models"} is known here`;
  const usd = open.reduce((sum, { price, inputTokens, outputTokens }) => sum + costOf(price!, inputTokens, outputTokens), 0);
  return `Cost: at most ${usd < 0.01 ? "0.01" : usd.toFixed(2)} USD (the ${asked.length === 1 ? "price" : "prices"} that you gave)`;
}
