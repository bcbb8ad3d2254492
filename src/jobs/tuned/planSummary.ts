import type { TokenPrice } from "../../protocol/tunedModel";
import type { Provider } from "../provider";
import type { GoldRows } from "./plan";

/** What one of the two models is yet to be asked. */
export interface AskedModel {
  /** "base model" or "tuned model". */
  readonly what: string;
  readonly model: string;
  /** Different questions without an answer, and rows that need none. */
  readonly open: number;
  readonly kept: number;
  readonly inputTokens: number;
  /** At most. */
  readonly outputTokens: number;
  readonly exactTokenizer: boolean;
  readonly price?: TokenPrice;
}

interface Parts {
  readonly provider: Provider;
  readonly gold: GoldRows;
  readonly columns: readonly string[];
  readonly asked: readonly AskedModel[];
  readonly trainedOn: number;
}

/** Says exactly what leaves the machine, to whom, and what it costs at most. */
export function evaluationSummary({ provider: { host, title }, gold, columns, asked, trainedOn }: Parts): string {
  const { split, rows, goldRows } = gold;
  const open = asked.some((one) => one.open > 0);
  return [
    !open
      ? "Every answer is kept already: nothing is sent."
      : host === undefined
        ? `${title}: nothing leaves this machine.`
        : `${title}: prompts made from the rows below are sent to ${host}. Gold is not among them.`,
    `Rows: ${number(rows.length)} of ${number(goldRows)} rows of ${split} with gold`,
    `Columns: ${columns.join(", ") || "none"}`,
    ...asked.map(modelLine),
    `Cost: ${costLine(asked)}`,
    ...(trainedOn === 0
      ? []
      : [`Warning: the job was trained on ${number(trainedOn)} of these rows, so that the tuned model looks better than it is.`]),
  ].join("\n");
}

function modelLine({ what, model, open, kept, inputTokens, outputTokens, exactTokenizer }: AskedModel): string {
  const from = `${what[0]!.toUpperCase()}${what.slice(1)}: ${model}`;
  const had = kept === 0 ? "" : `, ${number(kept)} answered before or alike`;
  if (open === 0) return `${from}, no requests${had}`;
  const about = exactTokenizer ? "" : "about ";
  return `${from}, ${number(open)} requests, ${about}${number(inputTokens)} tokens sent, at most ${number(outputTokens)} answered${had}`;
}

function costLine(asked: readonly AskedModel[]): string {
  const open = asked.filter((one) => one.open > 0);
  if (open.length === 0) return "0.00 USD";
  if (open.some(({ price }) => price === undefined)) return "unknown: no dated price for asking these models is known here";
  const usd = open.reduce((sum, { price, inputTokens, outputTokens }) => sum + costOf(price!, inputTokens, outputTokens), 0);
  return `at most ${usd < 0.01 ? "0.01" : usd.toFixed(2)} USD (the prices that you gave)`;
}

/** In US dollars. */
export const costOf = ({ input, output }: TokenPrice, inputTokens: number, outputTokens: number): number =>
  (inputTokens * input + outputTokens * output) / 1e6;

const number = (value: number): string => value.toLocaleString("en-US");
