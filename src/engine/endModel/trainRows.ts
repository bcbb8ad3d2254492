import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import packageJson from "../../../package.json";
import { SPLITS, type Split } from "../../core/data/cells";
import { sha256 } from "../../files/sha256";
import { serializeEndModel } from "../../core/endModel/modelFile";
import { trainEndModel, type TrainedEndModel, type TrainingProgress } from "../../core/endModel/trainEndModel";
import { lendsGold } from "../../core/labelModel/usableGold";
import { ABSTAIN } from "../../core/statistics/votes";
import type { EngineEvents } from "../../protocol/engine";
import type { TrainAnswer, TrainRequest } from "../../protocol/endModel";
import { eachRow, type AppliedRows } from "../apply/applyToAll";
import type { AllRows } from "../apply/voteOnRows";
import { hashInputs, hashOf } from "../output/inputs";
import { assertPlace } from "../output/place";
import { explainWriteError } from "../output/explainWriteError";
import { openStaging, type Staging } from "../output/staging";
import { evaluateModels } from "./evaluateModels";
import { featureSources, type FeatureSource } from "./featureSources";
import { softLabels, type SoftLabels } from "./softLabels";
import { trainingRows, type TrainingRows } from "./trainingRows";

export type TrainInput = AllRows<Omit<TrainRequest, "files"> & { readonly resume: boolean }>;

/**
 * Runs all LFs over all rows, fits the label model as an export does, trains the end model on its soft labels and on gold, and
 * measures it. The model's file appears when all is done; if anything fails, nothing is left behind.
 * @throws Error in plain words: no LF, no column to read, nothing to train on, a place that cannot be written
 */
export async function trainRows(input: TrainInput): Promise<TrainAnswer> {
  const startedMs = performance.now();
  const { project, dataset, plan, request } = input;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There are no LFs to run.");
  const sources = featureSources({ project: project.spec, spec: request.spec, info: dataset.info });
  await assertPlace({
    out: request.out,
    names: [basename(request.out)],
    isFolder: false,
    inputs: [...dataset.info.files, ...plan.watched],
  });
  const inputs = await hashInputs({ ...project.spec, lfs: plan.watched, data: dataset.info.files, known: await dataset.hashes() });
  let staging: Staging | undefined;
  try {
    staging = await openStaging({ out: request.out, key: hashOf({ inputs, sources }), resume: request.resume });
    const { training, ...answer } = await trainInto(staging, { ...input, sources, earlier: earlierOnSameData(request, inputs) });
    await staging.publish([basename(request.out)]);
    const seconds = (performance.now() - startedMs) / 1000;
    return { ...answer, inputs, training: { ...training, seconds } };
  } catch (error) {
    await staging?.discard();
    throw explainWriteError(error, request.out);
  }
}

interface TrainIntoInput extends TrainInput {
  readonly sources: readonly FeatureSource[];
  readonly earlier: TrainRequest["earlier"];
}

const earlierOnSameData = ({ earlier }: Pick<TrainRequest, "earlier">, { data }: TrainAnswer["inputs"]): TrainRequest["earlier"] =>
  earlier && isDeepStrictEqual(earlier.inputs.data, data) && earlier.training.candidates.length > 0 ? earlier : undefined;

async function trainInto(staging: Staging, input: TrainIntoInput): Promise<Omit<TrainAnswer, "inputs">> {
  const { project, dataset, plan, request, sources, earlier, applier, onProgress } = input;
  const { labels, columns } = project.spec;
  const names = plan.lfs.map(({ name }) => name);
  const kept = [...new Set([...sources.map(({ name }) => name), ...(columns.text === undefined ? [] : [columns.text])])];
  const { folder } = staging;
  const collected = eachRow(await applier.apply({ keepRows: true, parts: { folder, ids: true, cells: kept } }));
  const scored = request.scored ?? (hasGold(collected, "test") ? "test" : undefined);
  const lent = goldForLabelModel(collected, scored, request.gold);
  const labelModel = request.gold === "none" ? { ...request.labelModel, gold: "none" as const } : request.labelModel;
  const soft = softLabels({ collected, names, labelModel, mayUse: lent });
  const rows = await trainingRows({ collected, soft, sources, labels, spec: request.spec, scored });
  const softOnly = request.gold === "none";
  if (softOnly && !rows.soft.some((p) => p > 0))
    throw new Error("There is nothing to train on without gold: no LF votes on a row that may train.");
  const choice = earlier && { chosen: earlier.training.mixture, candidates: earlier.training.candidates };
  const trained = trainEndModel({ ...rows, softOnly, earlier: choice, onProgress: reporter(onProgress) });
  await writeFile(join(staging.files, basename(request.out)), serializeEndModel(trained.model, sha256));
  const { neighbours } = trained.report;
  const asTrained = neighbours?.used ? rows : { ...rows, neighbours: undefined };
  const evaluation = await evaluateModels({ ...input, collected, soft, rows: asTrained, trained, scored, lent });
  const { crossover, metrics } = evaluation;
  return {
    training: {
      ...trainingFigures(trained, rows, soft),
      ...(earlier ? { mixtureFrom: earlier.training.mixtureFrom ?? earlier.id } : {}),
      rows: { read: collected.gold.length, soft: trained.report.softRows, gold: trained.report.goldRows, left: rows.left },
      ...(neighbours ? { neighbours } : {}),
      seconds: 0,
      file: request.out,
      metrics: metrics["endModel"]!,
      ...(crossover ? { crossover } : {}),
    },
    evaluation,
    tool: { name: "lf-lens", version: packageJson.version },
    versions: plan.lfs.map(({ key }) => key).sort(),
    options: { scored: scored ?? null, gold: request.gold, seed: request.spec.seed },
    problems: [...dataset.info.problems, ...plan.problems],
    faults: collected.faults,
  };
}

const hasGold = ({ gold, splits }: AppliedRows, split: Split): boolean =>
  gold.some((label, row) => label !== ABSTAIN && splits[row] === SPLITS.indexOf(split));

/** As in the editor; but never from the gold of the scored split. */
function goldForLabelModel(collected: AppliedRows, scored: Split | undefined, gold: TrainRequest["gold"]): (row: number) => boolean {
  return (row) => gold !== "none" && lendsGold(collected.splits[row]!, scored);
}

const stages: Readonly<Record<TrainingProgress["stage"], string>> = { compare: "choosing the weight of gold", fit: "training" };

const reporter =
  (onProgress: EngineEvents["progress"]) =>
  ({ stage, share }: TrainingProgress): void =>
    onProgress({ what: stages[stage], done: Math.round(100 * share), total: 100 });

function trainingFigures(
  { model, report }: TrainedEndModel,
  { gold }: TrainingRows,
  { fit }: SoftLabels,
): Pick<
  TrainAnswer["training"],
  "model" | "target" | "goldWeight" | "mixture" | "candidates" | "temperature" | "features" | "passes" | "gap"
> {
  const { mixture, candidates, features, passes, gap } = report;
  const { goldWeight } = mixture;
  const withGold = goldWeight !== 0 && gold.some((label) => label !== ABSTAIN);
  return {
    model: "tfidf-logistic-regression",
    target: goldWeight === "only" ? "gold only" : `${fit.model.title} soft labels${withGold ? " and gold" : ""}`,
    goldWeight,
    mixture,
    candidates: [...candidates],
    temperature: model.temperature,
    ...{ features, passes, gap },
  };
}
