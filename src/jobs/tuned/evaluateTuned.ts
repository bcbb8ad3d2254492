import { compareModels } from "../../core/endModel/compareModels";
import type { ChangedAnswer, ModelResult, TokenPrice, TunedEvaluation } from "../../protocol/tunedModel";
import { JobFailure } from "../failure";
import type { Answer, Question } from "../provider";
import type { JobTools } from "../runner";
import { answerFigures, answerProba } from "./answerFigures";
import { askAll, type Asking } from "./askAll";
import { keepEvaluation } from "./evaluations";
import { labelOf } from "./labelOf";
import type { EvaluationPlan, GoldRows } from "./plan";
import { costOf } from "./planSummary";

/** What whoever waits for an evaluation may want to hear, and to say. */
export type AskingHooks = Pick<Asking, "signal" | "onProgress" | "onWait">;

/**
 * Asks both models what has no answer yet, measures the answers and keeps the result beside the job.
 * @param consent the hash of the summary that the user said yes to
 * @throws Error if the consent is to something else, or if another process evaluates the same job
 * @throws JobFailure if a model cannot be asked; answers so far are kept
 * @throws the signal's reason when aborted; answers so far are kept
 */
export async function evaluateTuned(
  plan: EvaluationPlan,
  consent: string,
  tools: JobTools,
  hooks: AskingHooks = {},
): Promise<TunedEvaluation> {
  const { job, base, tuned, ask, answers, summary } = plan;
  if (consent !== summary.hash) throw new Error("What would be sent is not what was agreed to. Read the summary again.");
  const { clock, random, store, secrets } = tools;
  const work = async (): Promise<TunedEvaluation> => {
    try {
      await askAll([...base, ...tuned], { ask, answers, clock, random, ...hooks });
    } catch (error) {
      if (error instanceof JobFailure) throw new JobFailure(error.kind, secrets.redact(error.message), error.retryAfterMs);
      throw error;
    }
    const evaluation = resultOf(plan, new Date(clock.now()).toISOString());
    await keepEvaluation(store.folder(job.id), evaluation);
    return evaluation;
  };
  // Two at once would pay for the same answers twice. The second try finds a dead process's lock gone.
  const done = (await store.exclusively(job.id, work)) ?? (await store.exclusively(job.id, work));
  if (!done) throw new Error(`Another window or terminal evaluates job ${job.id} at the moment. Wait for it, then try again.`);
  return done.value;
}

function resultOf({ job, gold, completions, answers, base, tuned, prices, trainedOn }: EvaluationPlan, at: string): TunedEvaluation {
  const labels = gold.labels.length;
  const truth = Int16Array.from(gold.rows, (row) => row.gold);
  const read = (questions: readonly Question[]): Read => {
    const given = questions.map((question) => answers.get(question)!);
    const label = Int16Array.from(given, ({ text, withheld }) => (withheld === undefined ? labelOf(text, completions) : -1));
    const proba = answerProba(label, labels);
    return { model: questions[0]!.model, given, label, proba, figures: answerFigures(proba, truth, labels) };
  };
  const [first, second] = [read(base), read(tuned)];
  const { fixed, broken, pValue } = compareModels(first.proba, second.proba, truth);
  const changed = (row: number): ChangedAnswer => ({
    id: gold.rows[row]!.id,
    text: base[row]!.messages.at(-1)!.content.slice(0, SHOWN),
    gold: gold.labels[truth[row]!]!,
    base: first.given[row]!.text.slice(0, SHOWN),
    tuned: second.given[row]!.text.slice(0, SHOWN),
  });
  return {
    version: 1,
    ...{ job: job.id, at, split: gold.split, labels: [...gold.labels], data: [...gold.data], trainedOn, pValue },
    rows: gold.rows.length,
    goldRows: gold.goldRows,
    base: modelResult(first, gold, prices.basePrice),
    tuned: modelResult(second, gold, prices.tunedPrice),
    regressions: Array.from(broken, changed),
    gains: Array.from(fixed, changed),
  };
}

/** Characters of a text that are kept in the result. */
const SHOWN = 300;
const SOME = 10;

interface Read {
  readonly model: string;
  readonly given: readonly Answer[];
  /** -1: no label. */
  readonly label: Int16Array;
  readonly proba: Float64Array;
  readonly figures: ModelResult["figures"];
}

function modelResult({ model, given, label, figures }: Read, { rows }: GoldRows, price: TokenPrice | undefined): ModelResult {
  const strange = given.filter(({ withheld }, row) => label[row]! < 0 && withheld === undefined).map(({ text }) => text.slice(0, SHOWN));
  const unanswered = given.flatMap(({ withheld }, row) =>
    withheld === undefined ? [] : [{ id: rows[row]!.id, reason: withheld.slice(0, SHOWN) }],
  );
  const tokens = tokensOf([...new Set(given)]);
  return {
    model,
    figures,
    noLabel: { rows: strange.length, first: [...new Set(strange)].slice(0, SOME) },
    unanswered: { rows: unanswered.length, first: unanswered.slice(0, SOME) },
    tokens,
    usd: tokens && price ? costOf(price, tokens.input, tokens.output) : null,
  };
}

function tokensOf(given: readonly Answer[]): ModelResult["tokens"] {
  let [input, output] = [0, 0];
  for (const { inputTokens, outputTokens } of given) {
    if (inputTokens === undefined || outputTokens === undefined) return null;
    input += inputTokens;
    output += outputTokens;
  }
  return { input, output };
}
