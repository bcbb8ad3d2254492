import type { ChangedAnswer, ModelResult, TunedEvaluation } from "../../protocol/tunedModel";
import { decimal } from "../endModel/sourceNames";
import { plainCell, section, table } from "../reports/markdown";
import { wholeNumber } from "../../core/data/numberText";
import { TUNED_COLUMNS, tunedLines, tunedSentences } from "./tunedText";

/** An evaluation of a tuned model as a Markdown document. @param project its name */
export const tunedMarkdown = (evaluation: TunedEvaluation, project: string): string =>
  [
    `# Tuned model against base model: ${plainCell(project)}`,
    `Job ${evaluation.job}, ${evaluation.at}: ${wholeNumber(evaluation.rows)} of ${wholeNumber(evaluation.goldRows)} rows of ${evaluation.split} with gold.`,
    table([TUNED_COLUMNS, ...tunedLines(evaluation)]),
    ...tunedSentences(evaluation),
    ...section(`Base model right, tuned model wrong: ${wholeNumber(evaluation.regressions.length)}`, [
      changedTable(evaluation.regressions),
    ]),
    ...section(`Tuned model right, base model wrong: ${wholeNumber(evaluation.gains.length)}`, [changedTable(evaluation.gains)]),
    ...modelSection("base", evaluation.base, evaluation.labels),
    ...modelSection("tuned", evaluation.tuned, evaluation.labels),
    ...section("Made from", [table([["file", "SHA-256"], ...evaluation.data.map(({ path, sha256 }) => [path, sha256])])]),
  ]
    .join("\n\n")
    .concat("\n");

const changedTable = (rows: readonly ChangedAnswer[]): string =>
  rows.length === 0
    ? ""
    : table([
        ["row", "gold", "base model", "tuned model", "prompt"],
        ...rows.map((row) => [row.id, row.gold, row.base, row.tuned, row.text]),
      ]);

const modelSection = (name: string, { figures, noLabel }: ModelResult, labels: readonly string[]): string[] =>
  section(`Labels of the ${name} model`, [
    table([
      ["gold \\ answered", ...labels, "precision", "recall", "F1"],
      ...figures.perLabel.map(({ precision, recall, f1 }, k) => [
        labels[k]!,
        ...figures.confusion[k]!.map(wholeNumber),
        ...[precision, recall, f1].map(decimal),
      ]),
    ]),
    noLabel.first.length === 0 ? "" : table([["answers that are no label"], ...noLabel.first.map((text) => [text])]),
  ]);
