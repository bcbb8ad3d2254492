import type { TrainingRecord } from "../../protocol/endModel";
import { textTable } from "../reports/textTable";
import { counted, wholeNumber } from "../../core/data/numberText";
import { FIGURE_COLUMNS, figureLines, starNote } from "./figureLines";
import { decimal, share } from "./sourceNames";

/** A training and what its model is worth, for a terminal. */
export function trainingText({ training, evaluation }: TrainingRecord): string {
  const { disagreements, wrongGold, crossover, notes } = evaluation;
  const figures = figureLines(evaluation);
  return [
    trainedText(training),
    ...(figures.length === 0 ? [] : ["", textTable([FIGURE_COLUMNS, ...figures], [0, 1]), ...starNote(evaluation)]),
    "",
    ...(crossover ? [crossover.text] : []),
    `End model and label model differ on ${wholeNumber(disagreements.rows)} of ${counted(disagreements.of, "covered row")}.`,
    ...(wrongGold.rows > 0 ? [`${counted(wrongGold.rows, "gold label")} may be wrong (see --json or --markdown).`] : []),
    ...notes,
  ].join("\n");
}

/** What was trained on what, and what else was tried. */
export function trainedText({
  target,
  mixture,
  candidates,
  rows,
  features,
  seconds,
  file,
  temperature,
}: TrainingRecord["training"]): string {
  return [
    `Trained on ${target} in ${seconds.toFixed(1)} s: ${counted(rows.soft, "row")} with a soft label, ${counted(rows.gold, "row")} with gold, ${counted(features, "feature")}.`,
    `  ${mixtureText(mixture)}, temperature ${temperature.toFixed(2)}`,
    ...bestOfKinds(candidates),
    `  ${file}`,
  ].join("\n");
}

type Candidate = TrainingRecord["training"]["candidates"][number];

export const mixtureText = ({ goldWeight, prior, C }: TrainingRecord["training"]["mixture"]): string =>
  `${goldWeight === "only" ? "gold only" : goldWeight === 0 ? "LFs only" : `a gold row counts as ${goldWeight}`}${prior ? ", with gold's class prior" : ""}, C = ${C}`;

/** The best without gold, without LFs, and of both: what gold is worth, and what LFs are. */
function bestOfKinds(candidates: readonly Candidate[]): string[] {
  const kinds: [string, (candidate: Candidate) => boolean][] = [
    ["LFs only", ({ goldWeight, prior }) => goldWeight === 0 && !prior],
    ["gold only", ({ goldWeight }) => goldWeight === "only"],
    ["both", ({ goldWeight, prior }) => goldWeight !== "only" && (goldWeight !== 0 || prior)],
  ];
  const parts = kinds.flatMap(([name, isKind]) => {
    const [best] = candidates.filter(isKind).sort((a, b) => b.accuracy - a.accuracy || a.logLoss - b.logLoss);
    return best ? [`${name} ${share(best.accuracy)} (log loss ${decimal(best.logLoss)})`] : [];
  });
  return parts.length > 0 ? [`  on held-out gold: ${parts.join(", ")}`] : [];
}
