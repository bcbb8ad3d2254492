import { SPLITS } from "../../core/data/cells";
import { differenceInterval } from "../../core/math/interval";
import type { Disagreement, EvaluateReport, Figures, FoundTraining, TrainingRecord } from "../../protocol/endModel";
import { isKnownByRow } from "./compareModels";
import type { ChangedRow, FigureDifference, ModelName, SideBySide, SplitDifference } from "../../protocol/evaluationPanel";

/**
 * Any two models of any two runs by what their records hold.
 * @param covered the figures of rows that an LF votes on, in place of all rows
 * @throws Error with a plain message if a run or a source is not there
 */
export function sideBySide(runs: readonly FoundTraining[], first: ModelName, second: ModelName, covered: boolean): SideBySide {
  const [one, two] = [modelOf(runs, first), modelOf(runs, second)];
  const splits = SPLITS.flatMap((split): SplitDifference[] => {
    const [a, b] = [one.metrics[split], two.metrics[split]];
    return a && b ? [{ split, figures: differences(covered ? a.covered : a, covered ? b.covered : b) }] : [];
  });
  const changed = one.run === two.run ? changedRows(one.run.evaluation, first.source, second.source) : undefined;
  const byRow = changed === undefined && isKnownByRow(first.source) && isKnownByRow(second.source) && !isSame(first, second);
  return { splits, ...(changed && { changed }), byRow, notes: notesOf(one, two, splits, changed !== undefined || byRow) };
}

const isSame = (first: ModelName, second: ModelName): boolean => first.run === second.run && first.source === second.source;

interface Model {
  readonly run: FoundTraining;
  readonly metrics: EvaluateReport["metrics"][string];
}

function modelOf(runs: readonly FoundTraining[], { run: id, source }: ModelName): Model {
  const run = runs.find((candidate) => candidate.id === id);
  if (!run) throw new Error(`Run ${id} no longer exists. Choose another.`);
  const metrics = run.evaluation.metrics[source];
  if (!metrics) throw new Error(`Run ${id} has no figures for ${source}. Choose another.`);
  return { run, metrics };
}

const NAMES = ["accuracy", "macroF1", "logLoss", "brier", "ece"] as const;

const differences = (first: Figures, second: Figures): FigureDifference[] =>
  NAMES.map((name) => {
    const [a, b] = [first[name], second[name]];
    return { name, first: a, second: b, difference: a === null || b === null ? null : b - a, interval: intervalOf(name, first, second) };
  });

const intervalOf = (name: FigureDifference["name"], first: Figures, second: Figures): FigureDifference["interval"] =>
  name === "accuracy" && first.accuracy !== null && second.accuracy !== null && first.interval && second.interval
    ? differenceInterval({ rate: first.accuracy, ...first.interval }, { rate: second.accuracy, ...second.interval })
    : null;

/** A run's record keeps the rows on which label model and end model differ, and of no other two. */
function changedRows({ disagreements }: EvaluateReport, first: string, second: string): SideBySide["changed"] {
  const forwards = first === "labelModel" && second === "endModel";
  if (!forwards && !(first === "endModel" && second === "labelModel")) return undefined;
  const rowOf = ({ id, split, text, gold, labelModel, endModel }: Disagreement): ChangedRow => ({
    ...{ id, split, text, gold },
    ...(forwards ? { first: labelModel, second: endModel } : { first: endModel, second: labelModel }),
  });
  return { rows: disagreements.rows, of: disagreements.of, first: disagreements.first.map(rowOf) };
}

function notesOf(one: Model, two: Model, splits: readonly SplitDifference[], rowsKnown: boolean): string[] {
  const known = splits.map(({ split }) => split);
  const sizes = known.filter((split) => one.metrics[split]!.n !== two.metrics[split]!.n);
  const heldOut = known.filter((split) => one.metrics[split]!.heldOut !== two.metrics[split]!.heldOut);
  return [
    ...(one.run.elsewhere || two.run.elsewhere
      ? ["Not all of these figures were measured on this machine: a run came with the folder."]
      : []),
    ...(known.length === 0 ? ["The two models have no split with gold in common, so they cannot be compared."] : []),
    ...(dataOf(one.run) === dataOf(two.run) ? [] : ["The two runs used different data, so their figures are for different rows."]),
    ...(sizes.length === 0 ? [] : [`They were scored on different numbers of gold rows (${sizes.join(", ")}).`]),
    ...(heldOut.length === 0
      ? []
      : [`Gold of ${heldOut.join(" and ")} was used to train only one of the two; no row is scored by a model that has seen its gold.`]),
    ...(rowsKnown ? [] : ["Only summary figures are compared: labels per row are stored only for end models and tuned models."]),
    ...(known.length === 0 ? [] : ["Intervals assume different rows for the two models; on the same rows they are wider than necessary."]),
  ];
}

const dataOf = ({ inputs }: TrainingRecord): string => JSON.stringify(inputs.data);
