import { compareModels } from "../../core/endModel/compareModels";
import type { ChangedAnswer, ModelResult, TokenPrice, TunedEvaluation } from "../../protocol/tunedModel";
import type { Answer, Question } from "../../llm/question";
import type { JobTools } from "../runner";
import { answerFigures, answerProba } from "./answerFigures";
import { answerCounts, SHOWN } from "../../llm/answerCounts";
import { askAgreed, type AskingHooks } from "../../llm/askAgreed";
import { askTools } from "./jobAnswers";
import { keepEvaluation } from "./evaluations";
import { labelsOf } from "../../llm/labelOf";
import type { EvaluationPlan } from "./plan";
import type { GoldRows } from "./goldRows";

/**
 * Asks both models what has no answer yet, measures the answers and keeps the result beside the job.
 * @param consent the hash of the summary that the user said yes to
 * @throws Error if the consent is to something else, or if another process evaluates the same job
 * @throws ServiceFailure if a model cannot be asked; answers so far are kept
 * @throws the signal's reason when aborted; answers so far are kept
 */
export async function evaluateTuned(
  plan: EvaluationPlan,
  consent: string,
  tools: JobTools,
  hooks: AskingHooks = {},
): Promise<TunedEvaluation> {
  const { job, base, tuned, ask, answers, summary } = plan;
  return askAgreed([...base, ...tuned], { consent, summary, ask, answers }, askTools(job.id, tools), hooks, async () => {
    const evaluation = resultOf(plan, new Date(tools.clock.now()).toISOString());
    await keepEvaluation(tools.store.folder(job.id), evaluation, tools.seal);
    return evaluation;
  });
}

function resultOf({ job, gold, completions, answers, base, tuned, prices, trainedOn }: EvaluationPlan, at: string): TunedEvaluation {
  const labels = gold.labels.length;
  const truth = Int16Array.from(gold.rows, (row) => row.gold);
  const read = (questions: readonly Question[]): Read => {
    const given = questions.map((question) => answers.get(question)!);
    const label = labelsOf(given, completions);
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
    answers: Object.fromEntries(gold.rows.map(({ id }, row) => [id, gold.labels[second.label[row]!] ?? null])),
    rows: gold.rows.length,
    goldRows: gold.goldRows,
    base: modelResult(first, gold, prices.basePrice),
    tuned: modelResult(second, gold, prices.tunedPrice),
    regressions: Array.from(broken, changed),
    gains: Array.from(fixed, changed),
  };
}

interface Read {
  readonly model: string;
  readonly given: readonly Answer[];
  /** -1: no label. */
  readonly label: Int16Array;
  readonly proba: Float64Array;
  readonly figures: ModelResult["figures"];
}

const modelResult = ({ model, given, label, figures }: Read, { rows }: GoldRows, price: TokenPrice | undefined): ModelResult => ({
  model,
  figures,
  ...answerCounts(rows, given, label, price),
});
