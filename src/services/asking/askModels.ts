import type { Advice } from "../../jobs/providers/http/httpFailure";
import { serviceAt } from "../../jobs/providers/openai/description";
import { openAiClient } from "../../jobs/providers/openai/provider";
import { once, request } from "../../jobs/providers/openai/openaiRequest";
import { keepSecrets, secretOf, type SecretKeeper, type SecretName, type SecretSource } from "../../jobs/secrets";
import { underLock } from "../../files/lock";
import { answersFolder } from "../../files/userState";
import { answerPath } from "../../llm/prompts/answerFile";
import { ServiceFailure } from "../../net/failure";
import type { Clock } from "../../net/clock";
import type { EndpointSpec, PromptAnswer, PromptQuestion } from "../../protocol/asking";
import { askEach } from "./askQueue";
import { mostTokens, priceOf } from "./askSummary";
import { chatAnswer, chatRequest } from "./chatRequest";
import { withAnswers, type AnswerWriter } from "./keepAnswers";
import { openLedger, type Ledger } from "./ledger";
import { answeredRows, type AskPlan } from "./planAsking";

export { describeAsking } from "./askSummary";

export interface AskTools {
  readonly secret: SecretSource;
  /** The folder of `userStateFolder`. */
  readonly state: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface AskHooks {
  readonly signal?: AbortSignal;
  /** Told after each question. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told before a service is asked again. */
  readonly onWait?: (ms: number, problem: string) => void;
}

/** The keys that a plan cannot go without; this machine needs none. */
export const keysNeeded = ({ questions, endpoints }: AskPlan): SecretName[] =>
  [...new Set(questions.map(({ endpoint }) => endpoint))].flatMap((name) => {
    const { name: secret, required } = secretOf(serviceAt(endpoints[name]!.baseUrl))!;
    return required ? [secret] : [];
  });

/** What came of asking. */
export interface AskReport {
  /** Questions that were answered now. */
  readonly asked: number;
  /** Rows that had an answer before. */
  readonly fromCache: number;
  /** Questions that were not answered. */
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where a price is unknown. */
  readonly usd: number | null;
  readonly lfs: readonly { readonly name: string; readonly rows: number; readonly answered: number }[];
  /** Why questions were not answered, in plain words. */
  readonly problem?: string;
}

/**
 * Asks what a plan says, and keeps each answer as it comes. Nobody asks without the user's yes to the plan's summary, or for models of this
 * machine.
 * @throws Error in plain words if another process asks the same model or for the same project
 * @throws the signal's reason when aborted; answers so far are kept
 */
export async function askModels(plan: AskPlan, tools: AskTools, hooks: AskHooks = {}): Promise<AskReport> {
  const ledger = await openLedger(tools.state, plan.root);
  // Budgets are counted by one process at a time.
  return underLock(`${ledger.path}.lock`, async () => {
    const run = new AskRun(plan, tools, hooks, await openLedger(tools.state, plan.root));
    await run.askAll();
    return run.report();
  });
}

class AskRun {
  readonly #secrets: SecretKeeper;
  readonly #answered = new Set<string>();
  #done = 0;
  #asked = 0;
  #tokens = { input: 0, output: 0 };
  #usd: number | null = 0;
  /** US dollars that questions under way may cost at most. */
  #reserved = 0;
  #problem: string | undefined;

  constructor(
    private readonly plan: AskPlan,
    private readonly tools: AskTools,
    private readonly hooks: AskHooks,
    private readonly ledger: Ledger,
  ) {
    this.#secrets = keepSecrets(tools.secret);
  }

  async askAll(): Promise<void> {
    const names = [...new Set(this.plan.questions.map(({ endpoint }) => endpoint))];
    for (const name of names) await this.#askEndpoint(name, this.plan.endpoints[name]!);
  }

  report(): AskReport {
    const { questions, lfs } = this.plan;
    return {
      asked: this.#asked,
      fromCache: lfs.reduce((sum, { answered }) => sum + answered, 0),
      failed: questions.filter(({ hash }) => !this.#answered.has(hash)).length,
      ...{ inputTokens: this.#tokens.input, outputTokens: this.#tokens.output, usd: this.#usd },
      lfs: lfs.map((lf) => ({ name: lf.name, rows: lf.rows, answered: answeredRows(lf, questions, (hash) => this.#answered.has(hash)) })),
      ...(this.#problem === undefined ? {} : { problem: this.#secrets.redact(this.#problem) }),
    };
  }

  async #askEndpoint(name: string, endpoint: EndpointSpec): Promise<void> {
    const { clock, random, state } = this.tools;
    const own = this.plan.questions.filter((question) => question.endpoint === name);
    await withAnswers(answerPath(answersFolder(state), endpoint), endpoint.model, async (answers) => {
      const open = own.filter(({ hash }) => !answers.has(hash));
      for (const { hash } of own) if (answers.has(hash)) this.#answered.add(hash);
      this.#progress(own.length - open.length);
      const service = await this.#service(name, endpoint).catch((error: unknown) => this.#note(error));
      if (!service || !this.#priceKnown(name, endpoint)) return;
      const failure = await askEach(open, {
        ...{ concurrency: endpoint.concurrency, perMinute: endpoint.requestsPerMinute, clock, random, signal: this.hooks.signal },
        ask: (question, signal) => this.#ask(question, { endpoint, service, answers }, signal),
        onWait: (ms, problem) => this.hooks.onWait?.(ms, this.#secrets.redact(problem)),
        onFailed: (_, problem) => {
          this.#note(problem);
          this.#progress(1);
        },
      });
      if (failure) this.#note(failure);
    });
  }

  async #ask(question: PromptQuestion, { endpoint, service, answers }: Asked, signal?: AbortSignal): Promise<void> {
    const most = priceOf(endpoint, mostTokens(question), question.maxTokens) ?? 0;
    this.#assertBudget(most);
    this.#reserved += most;
    try {
      const answer = await answerTo(question, endpoint, service, signal);
      await answers.keep(question.hash, this.#redacted(answer));
      await this.#account(question, answer, endpoint);
    } finally {
      this.#reserved -= most;
    }
  }

  async #account(
    { hash, endpoint: name }: PromptQuestion,
    { inputTokens, outputTokens }: PromptAnswer,
    endpoint: EndpointSpec,
  ): Promise<void> {
    this.#answered.add(hash);
    this.#asked++;
    this.#tokens.input += inputTokens ?? 0;
    this.#tokens.output += outputTokens ?? 0;
    const isBilled = inputTokens !== undefined && outputTokens !== undefined;
    const usd = isBilled ? priceOf(endpoint, inputTokens, outputTokens) : null;
    this.#usd = usd === null || this.#usd === null ? null : this.#usd + usd;
    const at = new Date(this.tools.clock.now()).toISOString();
    await this.ledger.add({ at, endpoint: name, model: endpoint.model, input: inputTokens ?? null, output: outputTokens ?? null, usd });
    this.#progress(1);
  }

  /** @throws ServiceFailure where the question could cost more than there is left */
  #assertBudget(most: number): void {
    const spent = this.ledger.spent(this.tools.clock.now());
    for (const which of ["project", "daily"] as const) {
      const limit = this.plan.budget[which];
      if (limit === undefined || spent[which] + this.#reserved + most <= limit) continue;
      const of = which === "project" ? "this project" : "24 hours";
      throw new ServiceFailure(
        "quota",
        `The budget of ${limit} USD for ${of} does not allow another question: ${spent[which].toFixed(4)} USD are spent. Raise "budget" in lf.config.json.`,
      );
    }
  }

  /** A budget can be kept only where the price is known. */
  #priceKnown(name: string, endpoint: EndpointSpec): boolean {
    const { project, daily } = this.plan.budget;
    if ((project === undefined && daily === undefined) || priceOf(endpoint, 1, 1) !== null) return true;
    this.#note(new Error(`There is a budget, but the price of the endpoint "${name}" is unknown. Give it a "price" in lf.config.json.`));
    return false;
  }

  /** @throws ServiceFailure if a key is needed and there is none */
  async #service(name: string, { baseUrl, timeoutSeconds }: EndpointSpec): Promise<Service> {
    const { name: secret, required } = secretOf(serviceAt(baseUrl))!;
    const key = await this.#secrets.get(secret);
    const { host } = new URL(baseUrl);
    if (key === undefined && required)
      throw new ServiceFailure("key", `There is no key for ${host}, the endpoint "${name}". Set one, then ask again.`);
    const client = openAiClient({ apiKey: key ?? "none", baseURL: baseUrl, timeoutMs: 1000 * timeoutSeconds });
    return {
      ...{ title: name, host, advice, client: () => Promise.resolve(client), now: () => this.tools.clock.now() },
      timeoutMs: 1000 * timeoutSeconds,
    };
  }

  #redacted(answer: PromptAnswer): PromptAnswer {
    const { text, withheld } = answer;
    return { ...answer, text: this.#secrets.redact(text), ...(withheld === undefined ? {} : { withheld: this.#secrets.redact(withheld) }) };
  }

  #note(error: unknown): undefined {
    const problem = error instanceof Error ? error.message : String(error);
    this.#problem ??= problem.endsWith(AGAIN) ? `${problem.slice(0, -AGAIN.length)}Ask again later.` : problem;
  }

  #progress(more: number): void {
    this.#done += more;
    this.hooks.onProgress?.(this.#done, this.plan.questions.length);
  }
}

interface Service {
  readonly title: string;
  readonly host: string;
  readonly advice: Advice;
  readonly client: () => Promise<ReturnType<typeof openAiClient>>;
  readonly now: () => number;
  readonly timeoutMs: number;
}

interface Asked {
  readonly endpoint: EndpointSpec;
  readonly service: Service;
  readonly answers: AnswerWriter;
}

/** @throws ServiceFailure, or the signal's reason */
async function answerTo(question: PromptQuestion, endpoint: EndpointSpec, service: Service, signal?: AbortSignal): Promise<PromptAnswer> {
  try {
    return await request(service, async (client) =>
      chatAnswer(await client.chat.completions.create(chatRequest(question, endpoint), { ...once, timeout: service.timeoutMs, signal })),
    );
  } catch (error) {
    // It is one row's fate, and asking again would not change it.
    if (error instanceof ServiceFailure && error.kind === "unanswerable")
      return { text: "", withheld: error.message, inputTokens: 0, outputTokens: 0 };
    throw error;
  }
}

/** What is said of a failure that passes, as long as it may. */
const AGAIN = "It is asked again.";

const advice: Advice = {
  key: "Check the key and whether it may ask this model, then ask again.",
  quota: "Check the account's credit and limits, then ask again: answers so far are kept.",
  limited: AGAIN,
  unreachable: AGAIN,
  unsafe: "Check the endpoint's baseUrl.",
  refused: "Check the endpoint's model and the prompt's options.",
  unanswerable: "The row is left without an answer.",
  gone: "Check the endpoint's baseUrl and model.",
};
