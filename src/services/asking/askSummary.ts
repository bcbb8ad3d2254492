import { counted, wholeNumber } from "../../core/data/numberText";
import { isLoopback } from "../../net/boundFetch";
import { summaryOf, type Summary } from "../../llm/summary";
import { countTokens } from "../../llm/tokens";
import type { EndpointSpec, PromptQuestion } from "../../protocol/asking";
import type { AskPlan } from "./planAsking";

/** What asking would send and cost. */
export interface AskSummary extends Summary {
  readonly questions: number;
  readonly inputTokens: number;
  /** At most. */
  readonly outputTokens: number;
  /** US dollars at most; null where a price is unknown. */
  readonly usd: number | null;
  /** Whether all of it stays on this machine: then nobody has to agree. */
  readonly local: boolean;
  /** Those that are not this machine. */
  readonly hosts: readonly string[];
}

export const isLocal = ({ baseUrl }: Pick<EndpointSpec, "baseUrl">): boolean => isLoopback(new URL(baseUrl).hostname);

/** In US dollars; null where the price is unknown. */
export function priceOf(endpoint: EndpointSpec, inputTokens: number, outputTokens: number): number | null {
  if (isLocal(endpoint) && !endpoint.price) return 0;
  return endpoint.price ? (inputTokens * endpoint.price.input + outputTokens * endpoint.price.output) / 1e6 : null;
}

/** Counts what a plan sends, and says it as the user has to agree to it. */
export async function describeAsking(plan: AskPlan): Promise<AskSummary> {
  const names = [...new Set(plan.questions.map(({ endpoint }) => endpoint))];
  const parts = await Promise.all(names.map((name) => countEndpoint(plan, name)));
  const usd = parts.some((part) => part.usd === null) ? null : parts.reduce((total, part) => total + part.usd!, 0);
  const text = [
    ...(parts.length === 0 ? ["Every answer is kept already: nothing is sent."] : parts.map(({ line }) => line)),
    ...plan.lfs.map((lf) => lfLine(plan, lf)),
    ...(plan.more ? [`These are the first ${wholeNumber(plan.questions.length)} questions; ask again for the others.`] : []),
    costLine(usd),
    ...budgetLines(plan),
  ].join("\n");
  return {
    ...summaryOf(
      text,
      plan.questions.map(({ hash }) => hash),
    ),
    questions: plan.questions.length,
    inputTokens: parts.reduce((total, part) => total + part.inputTokens, 0),
    outputTokens: parts.reduce((total, part) => total + part.outputTokens, 0),
    usd,
    local: names.every((name) => isLocal(plan.endpoints[name]!)),
    hosts: names.flatMap((name) => (isLocal(plan.endpoints[name]!) ? [] : [new URL(plan.endpoints[name]!.baseUrl).host])),
  };
}

interface Part {
  readonly line: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
}

async function countEndpoint({ questions, endpoints }: AskPlan, name: string): Promise<Part> {
  const own = questions.filter(({ endpoint }) => endpoint === name);
  const endpoint = endpoints[name]!;
  const { total: inputTokens, exact } = await countTokens(own, endpoint.model);
  const outputTokens = own.reduce((sum, { maxTokens }) => sum + maxTokens, 0);
  const where = isLocal(endpoint) ? `${endpoint.baseUrl}, on this machine` : new URL(endpoint.baseUrl).host;
  const about = exact ? "" : "about ";
  const sent = `${counted(own.length, "question")} to ${endpoint.model} at ${where}`;
  return {
    line: `${name}: ${sent}; ${about}${wholeNumber(inputTokens)} tokens sent, at most ${wholeNumber(outputTokens)} answered.`,
    ...{ inputTokens, outputTokens, usd: priceOf(endpoint, inputTokens, outputTokens) },
  };
}

function lfLine({ questions }: AskPlan, { name, rows, answered, columns, open }: AskPlan["lfs"][number]): string {
  if (open.length === 0) return `${name}: ${counted(rows, "row")}, all answered.`;
  const hosts = new Set(Array.from(open, (place) => questions[place]!.endpoint));
  const had = answered === 0 ? "" : `, ${wholeNumber(answered)} answered before`;
  return `${name}: ${counted(open.length, "row")} to ask ${[...hosts].join(" and ")} about${had}. Columns sent: ${columns.join(", ") || "none"}. Gold is not among them.`;
}

const costLine = (usd: number | null): string =>
  usd === null
    ? 'Cost: unknown. Give the endpoint a "price" in lf.config.json to see it.'
    : `Cost: at most ${usd === 0 ? "0.00" : usd < 0.01 ? "0.01" : usd.toFixed(2)} USD`;

function budgetLines({ budget: { project, daily } }: AskPlan): string[] {
  const parts = [...(project === undefined ? [] : [`${project} USD in all`]), ...(daily === undefined ? [] : [`${daily} USD in 24 hours`])];
  return parts.length === 0 ? [] : [`Budget: ${parts.join(", ")}`];
}

/** Tokens of a question, rather too many than too few. */
export const mostTokens = ({ messages }: PromptQuestion): number =>
  messages.reduce((sum, { content }) => sum + Math.ceil(Buffer.byteLength(content) / 2) + 8, 0);

/** A failure that ends the asking. */
export const stopMessage = (problem: string): string => `${problem} Answers so far are kept.`;
