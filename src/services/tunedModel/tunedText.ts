import type { ModelResult, TunedEvaluation } from "../../protocol/tunedModel";
import { decimal, share } from "../endModel/sourceNames";
import { counted, wholeNumber } from "../../core/data/numberText";

export const TUNED_COLUMNS = ["", "model", "rows", "accuracy", "95% interval", "macro F1", "no label", "unanswered", "tokens", "cost"];

/** A line of cells for each of the two models. */
export const tunedLines = ({ base, tuned }: Pick<TunedEvaluation, "base" | "tuned">): string[][] => [
  line("base model", base),
  line("tuned model", tuned),
];

const line = (name: string, { model, figures, noLabel, unanswered, tokens, usd }: ModelResult): string[] => [
  name,
  model,
  wholeNumber(figures.n),
  share(figures.accuracy),
  figures.interval === null ? "n/a" : `${share(figures.interval.low)} - ${share(figures.interval.high)}`,
  decimal(figures.macroF1),
  wholeNumber(noLabel.rows),
  wholeNumber(unanswered.rows),
  tokens === null ? "not reported" : wholeNumber(tokens.input + tokens.output),
  usd === null ? "unknown" : `${usd.toFixed(4)} USD`,
];

/** What the figures come to, in whole sentences. */
export function tunedSentences({ base, tuned, regressions, gains, pValue, rows, trainedOn }: TunedEvaluation): string[] {
  const without = [
    ["base", base],
    ["tuned", tuned],
  ] as const;
  return [
    `The tuned model gets ${counted(gains.length, "row")} right that the base model gets wrong, and ${wholeNumber(regressions.length)} wrong that it gets right (McNemar's exact test: p = ${pValue < 0.001 ? "below 0.001" : pValue.toFixed(3)}).`,
    ...without.flatMap(([name, { unanswered }]) => unansweredSentence(name, unanswered)),
    ...without.flatMap(([name, { noLabel }]) =>
      noLabel.rows === 0
        ? []
        : [
            `The ${name} model gives no label on ${counted(noLabel.rows, "row")}, counted as wrong: ${noLabel.first
              .slice(0, 3)
              .map((text) => JSON.stringify(text.slice(0, 80)))
              .join(", ")}${noLabel.first.length > 3 ? ", ..." : "."}`,
          ],
    ),
    ...(trainedOn === 0
      ? []
      : [`The job was trained on ${wholeNumber(trainedOn)} of the ${counted(rows, "row")}: the tuned model looks better than it is.`]),
  ];
}

function unansweredSentence(name: string, { rows, first }: ModelResult["unanswered"]): string[] {
  if (rows === 0) return [];
  const [one] = first;
  const named =
    first.length < 2
      ? ""
      : ` Others: ${first
          .slice(1)
          .map(({ id }) => id)
          .join(", ")}${rows > first.length ? ", ..." : "."}`;
  return [
    `The ${name} model left ${counted(rows, "row")} unanswered, counted as wrong. Row ${one!.id}: ${one!.reason.replace(/[.\s]*$/, ".")}${named}`,
  ];
}
