import { LF_VERDICTS, PREDICTION_VERDICTS } from "../../core/data/rowFilter";
import type { LfSnapshot, Numbers, ProjectSnapshot } from "../../protocol/snapshot";
import { askedTexts, counted, percent, wholeNumber } from "../../core/data/numberText";
import { faultedRows, polarityText, spotCheckText } from "./wording";
import { textTable } from "./textTable";

/** The LF summary and the clarity matrix of a set of the project's rows as text. */
export function lfTable({ name, data, judgements }: Pick<ProjectSnapshot, "name" | "data" | "judgements">, numbers: Numbers): string {
  const { rows, goldRows, labels, lfs, set, labelModel } = numbers;
  const head = ["LF", "votes", "coverage", "overlap", "conflict", "accuracy", "correct", "wrong", "95% interval", "faults", "ms"];
  const body = lfs.map((lf) => lfCells(lf, labels, rows));
  const title = `${name}: ${counted(lfs.length, "LF")} on ${wholeNumber(rows)} of ${counted(data?.rows ?? 0, "row")}, ${wholeNumber(goldRows)} with gold`;
  const total = set
    ? `The set covers ${percent(set.covered, rows)}, overlaps on ${percent(set.overlaps, rows)}, conflicts on ${percent(set.conflicts, rows)}.`
    : "";
  const partial = lfs.flatMap((lf) => askedTexts(lf).map((text) => `${lf.name}: ${text}.`));
  const checked = lfs.flatMap((lf) => (lf.spotCheck ? [`${lf.name}: ${spotCheckText(lf)}.`] : []));
  const ties = labelModel && labelModel.ties > 0 ? `${counted(labelModel.ties, "row")} with a tie get no label.` : "";
  return [
    title,
    "",
    textTable([head, ...body], [0, 1]),
    "",
    [total, ties, ...partial, ...checked, chosenText(judgements)].filter(Boolean).join(" "),
    "",
    ...clarityLines(numbers, labelModel?.title ?? ""),
  ]
    .join("\n")
    .trimEnd();
}

/** Rows that a queue chose for what the models say of them are no sample of all rows. */
function chosenText(judgements: ProjectSnapshot["judgements"]): string {
  const chosen = judgements ? judgements.sampleRows - judgements.randomRows : 0;
  return chosen > 0
    ? `${counted(chosen, "row")} of ${wholeNumber(judgements!.sampleRows)} labeled by hand ${chosen === 1 ? "was" : "were"} not drawn at random: accuracy on them is no estimate for all rows.`
    : "";
}

function lfCells(lf: LfSnapshot, labels: readonly string[], rows: number): string[] {
  if (!lf.summary) return [lf.name, "not run", ...new Array<string>(9).fill("")];
  const { votes, overlaps, conflicts, correct, incorrect } = lf.summary;
  return [
    lf.name,
    polarityText(lf, labels),
    percent(votes, rows),
    percent(overlaps, rows),
    percent(conflicts, rows),
    percent(correct, correct + incorrect),
    String(correct),
    String(incorrect),
    lf.accuracyInterval ? `${percent(lf.accuracyInterval.low, 1)}-${percent(lf.accuracyInterval.high, 1)}` : "",
    faultedRows(lf) === 0 ? "" : String(faultedRows(lf)),
    lf.ms?.toFixed(1) ?? "",
  ];
}

function clarityLines({ clarity }: Numbers, labelModel: string): string[] {
  if (!clarity || clarity.goldRows === 0) return ["No gold in the sample, so no clarity matrix."];
  const head = ["denoised label", ...LF_VERDICTS.map((verdict) => `LFs ${verdict}`)];
  const body = PREDICTION_VERDICTS.map((prediction) => [
    prediction,
    ...LF_VERDICTS.map((lfs) => wholeNumber(clarity.cells[prediction][lfs].count)),
  ]);
  return [`Clarity matrix, ${counted(clarity.goldRows, "row")} with gold, label model: ${labelModel}`, textTable([head, ...body])];
}
