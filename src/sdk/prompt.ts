import { lf, type Lf } from "./lf";
import type { Column, Endpoint, Label, Row } from "./register";

/** The columns that a template names. */
type Named<T extends string> = T extends `${string}{{${infer C}}}${infer Rest}` ? Trimmed<C> | Named<Rest> : never;
type Trimmed<T extends string> = T extends ` ${infer Rest}` ? Trimmed<Rest> : T extends `${infer Rest} ` ? Trimmed<Rest> : T;

/** Text with `{{column}}` in it, or what is wrong with it. */
type Template<T extends string> = [Named<T>] extends [Column] ? T : `There is no column {{${Exclude<Named<T>, Column>}}}`;

/** A row made up or taken from elsewhere, and what the model should answer to it. */
export interface PromptExample {
  /** The cells that the template names. */
  readonly row: Partial<Row>;
  readonly answer: string;
}

/** How a model is asked about a row, and what its answers mean. */
export interface PromptOptions<T extends string = string, S extends string = string> {
  /** One of `endpoints` in lf.config.json. */
  readonly endpoint: Endpoint;
  /** What the model is asked about a row: text with `{{column}}` in it. Null cells are empty text. */
  readonly template: Template<T>;
  /** What is said before; it may name columns, too. */
  readonly system?: Template<S>;
  /** Shown to the model before the row. Never take them from dev or test: the LF would be judged on what it was shown. */
  readonly examples?: readonly PromptExample[];
  /** The label for each answer: `{ yes: "SPAM", no: "HAM" }`. Without it, the answers are the labels themselves. */
  readonly labels?: Readonly<Record<string, Label>>;
  /** The answers that abstain, such as "unsure". An answer that is neither a label's nor one of these abstains too, and is counted. */
  readonly abstain?: string | readonly string[];
  /**
   * Where the answer is in the reply. "choice" (default): it is all of the reply, whatever its case, quotes and full stop. "json": the reply
   * is `{ "label": ... }`, and the endpoint is told so by a JSON schema. A regular expression: its first group, else all that it matches.
   */
  readonly output?: "choice" | "json" | RegExp;
  /** The least probability of the reply, 0..1, to vote with: the product of its tokens' probabilities. The endpoint must give log-probabilities. */
  readonly threshold?: number;
  /** 0 (default) to 2; at 0 the model is least likely to answer otherwise when asked again. */
  readonly temperature?: number;
  /** Tokens after which a reply is cut. Default: what the longest answer needs. */
  readonly maxTokens?: number;
}

/** A prompt's options, checked, with what was left out filled in. */
export interface PromptDefinition {
  readonly endpoint: string;
  readonly template: string;
  readonly system: string;
  readonly examples: readonly { readonly row: Readonly<Record<string, unknown>>; readonly answer: string }[];
  /** Undefined: the labels are the answers. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly abstain: readonly string[];
  readonly output: "choice" | "json" | RegExp;
  readonly threshold: number | undefined;
  readonly temperature: number;
  readonly maxTokens: number | undefined;
}

/**
 * Makes an LF of a prompt: it votes what a language model answers. It never asks by itself: "Ask Model" and `lf-lens ask` do, after saying
 * what is sent, to whom and at what cost. Answers are kept, so that nothing is asked twice; a row without one is "not asked yet".
 *
 * ```ts
 * export const asksForMoney = prompt({
 *   endpoint: "local",
 *   template: "Does this message ask for money? Answer yes, no or unsure.\n\n{{text}}",
 *   labels: { yes: "SPAM", no: "HAM" },
 *   abstain: "unsure",
 * });
 * ```
 * `when(condition, prompt(...))` asks about the rows alone for which the condition holds.
 */
export function prompt<const T extends string, const S extends string = "">(options: PromptOptions<T, S>): Lf {
  const { endpoint } = definePrompt(options);
  return lf(() => {
    throw new Error(`The answers of the endpoint "${endpoint}" are read only where LF Lens runs LFs on the data.`);
  });
}

/** @throws TypeError in plain words if the options cannot be used */
export function definePrompt(options: PromptOptions): PromptDefinition {
  if (typeof options !== "object" || options === null) throw new TypeError("prompt() needs an object with an endpoint and a template");
  const { endpoint, template, system = "", examples = [], labels, abstain = [], output = "choice", temperature = 0 } = options;
  const { threshold, maxTokens } = options;
  if (typeof endpoint !== "string" || endpoint === "") throw new TypeError("prompt() needs the name of an endpoint");
  if (typeof template !== "string" || template.trim() === "") throw new TypeError("prompt() needs a text as its template");
  if (typeof system !== "string") throw new TypeError("prompt() needs a text as its system");
  if (output !== "choice" && output !== "json" && !isPattern(output))
    throw new TypeError('prompt() needs "choice", "json" or a regular expression as its output');
  assertWithin("threshold", threshold, 1);
  assertWithin("temperature", temperature, 2);
  if (maxTokens !== undefined && !(Number.isSafeInteger(maxTokens) && maxTokens > 0))
    throw new TypeError("prompt() needs a whole number above 0 as its maxTokens");
  if (labels !== undefined && Object.keys(labels).length === 0) throw new TypeError("prompt() needs at least one answer in its labels");
  return {
    ...{ endpoint, template, system, output, temperature, threshold, maxTokens },
    examples: examples.map(({ row, answer }) => ({ row, answer: String(answer) })),
    labels: labels && new Map(Object.entries(labels)),
    abstain: typeof abstain === "string" ? [abstain] : [...abstain],
  };
}

function assertWithin(name: string, value: number | undefined, most: number): void {
  if (value === undefined || (typeof value === "number" && value >= 0 && value <= most)) return;
  throw new TypeError(`prompt() needs a number from 0 to ${most} as its ${name}`);
}

/** LF files have regular expressions of another realm. */
const isPattern = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === "[object RegExp]";
