import type { EvaluateReport, Figures, TrainingRecord } from "../../protocol/endModel";
import { plainCell, section, table } from "../reports/markdown";
import { wholeNumber } from "../../core/data/numberText";
import { FIGURE_COLUMNS, figureLines, GUESS_NOTE, starNote } from "./figureLines";
import { decimal, share, sourceName } from "./sourceNames";
import { mixtureText } from "./trainingText";

/** What a report says of the project that its figures are of. */
export interface ReportedProject {
  readonly name: string;
  /** LFs, data or settings have changed since. */
  readonly stale: boolean;
}

/** A training's evaluation as a Markdown document. */
export function evaluationMarkdown({ id, at, training, evaluation, options, inputs }: TrainingRecord, project: ReportedProject): string {
  const { disagreements, wrongGold, crossover, notes, labels } = evaluation;
  return [
    `# Evaluation of ${plainCell(project.name)}`,
    ...(project.stale ? ["> **Out of date:** LFs, data or settings have changed since this run. Train again for current figures."] : []),
    `Run ${id}, ${at}. Trained on ${training.target}: ${mixtureText(training.mixture)}. ${options.scored === null ? "No split was held out for scoring." : `Scored on ${options.scored}, held out from training.`}`,
    ...section("Figures", [
      table([FIGURE_COLUMNS, ...figureLines(evaluation)]),
      // A star at the beginning of a line would be a list's.
      ...starNote(evaluation).map(plainCell),
      GUESS_NOTE,
    ]),
    ...section("Notes", [notes.map((note) => `- ${note}`).join("\n")]),
    ...(crossover
      ? section("Value of the LFs in hand labels", [
          crossover.text,
          table([
            ["hand labels", "accuracy", "95 % interval"],
            ...crossover.points.map(({ size, accuracy, interval }) => [
              wholeNumber(size),
              share(accuracy),
              `${share(interval.low)} - ${share(interval.high)}`,
            ]),
          ]),
        ])
      : []),
    ...confusions(evaluation, options.scored),
    ...section("Strongest features of each label", [
      table([
        ["label", "features"],
        ...evaluation.weights.map((one) => [
          one.label,
          one.for
            .slice(0, 10)
            .map(({ column, text, weight }) => `${text === "" ? column : text} (${weight.toFixed(1)})`)
            .join(", "),
        ]),
      ]),
    ]),
    ...section(`Label model and end model differ on ${wholeNumber(disagreements.rows)} of ${wholeNumber(disagreements.of)} rows`, [
      disagreements.first.length === 0
        ? ""
        : table([
            ["row", "split", "gold", "label model", "end model", "text"],
            ...disagreements.first.map((row) => [
              row.id,
              row.split,
              row.gold ?? "",
              `${row.labelModel} (${share(row.confidence.labelModel)})`,
              `${row.endModel} (${share(row.confidence.endModel)})`,
              row.text,
            ]),
          ]),
    ]),
    ...section(`Gold that may be wrong: ${wholeNumber(wrongGold.rows)}`, [
      wrongGold.first.length === 0
        ? ""
        : table([
            ["row", "split", "gold", "suggested", "text"],
            ...wrongGold.first.map((row) => [
              row.id,
              row.split,
              `${row.gold} (${share(row.goldProbability)})`,
              `${row.suggested} (${share(row.probability)})`,
              row.text,
            ]),
          ]),
    ]),
    ...section("Made from", [
      table([["file", "SHA-256"], ...[...inputs.config, ...inputs.lfs, ...inputs.data].map(({ path, sha256 }) => [path, sha256])]),
      `Labels: ${labels.join(", ")}.`,
    ]),
  ]
    .join("\n\n")
    .concat("\n");
}

function confusions({ metrics, labels }: EvaluateReport, scored: TrainingRecord["options"]["scored"]): string[] {
  return Object.entries(metrics).flatMap(([source, bySplit]) => {
    const split = scored ?? (bySplit.dev ? "dev" : "train");
    const figures = bySplit[split];
    return figures && figures.n > 0
      ? section(`Confusion of ${sourceName(source)} on ${split}`, [confusion(figures, labels), perLabel(figures, labels)])
      : [];
  });
}

const confusion = ({ confusion: counts }: Figures, labels: readonly string[]): string =>
  table([
    ["gold \\ predicted", ...labels],
    ...counts.map((row, k) => [labels[k]!, ...row.map((rows) => (Number.isInteger(rows) ? String(rows) : rows.toFixed(1)))]),
  ]);

const perLabel = ({ perLabel: figures }: Figures, labels: readonly string[]): string =>
  table([
    ["label", "precision", "recall", "F1"],
    ...figures.map(({ precision, recall, f1 }, k) => [labels[k]!, ...[precision, recall, f1].map(decimal)]),
  ]);
