import { changedRows } from "../core/statistics/changes";
import { isSame, type DiffFigures, type DiffReport } from "../services/diff/diffReport";
import { counted, percent, signedPoints, wholeNumber } from "../core/data/numberText";
import { cellText, changeText } from "../services/reports/wording";
import { textTable } from "../services/reports/textTable";

/** A diff for a terminal: LFs that differ, the set, where rows went, and what --fail-on found. */
export function diffText(name: string, report: DiffReport): string {
  const { against, rows, gold, notes, lfs, changedRows: changed } = report;
  const title = `${name} against ${against}: ${counted(rows, "row")}, ${wholeNumber(gold)} with gold`;
  const differing = lfs.filter(({ status }) => status !== "same");
  const same = lfs.length - differing.length;
  const parts = isSame(report)
    ? ["No vote or denoised label differs."]
    : [
        ...(differing.length > 0 ? [textTable([lfHead, ...differing.map(lfLine)], [0, 4])] : []),
        ...(same > 0 ? [`${counted(same, "LF")} ${same === 1 ? "votes" : "vote"} as before.`] : []),
        setLines(report),
        `${counted(changed, "row")} with another vote or denoised label.`,
        ...moveLines(report),
        ...detailLines(report),
      ];
  return [title, ...notes, ...parts, ...failLines(report)].join("\n\n");
}

const lfHead = ["LF", "coverage", "accuracy", "right", "what changed"];

function lfLine({ name, status, renamedFrom, before, after, change }: DiffReport["lfs"][number]): string[] {
  const what = [
    ...(status === "new" || status === "removed" ? [status] : []),
    ...(renamedFrom === null ? [] : [`was ${renamedFrom}`]),
    ...(change && changedRows(change) > 0 ? [changeText(change, "row")] : []),
  ];
  return [
    name,
    thenNow(before && percent(before.coverage, 1), after && percent(after.coverage, 1)),
    thenNow(accuracy(before), accuracy(after)),
    thenNow(judged(before), judged(after)),
    what.join(", "),
  ];
}

const accuracy = (figures: DiffFigures | null): string | null => figures && percent(figures.correct, figures.correct + figures.incorrect);

const judged = (figures: DiffFigures | null): string | null => figures && `${figures.correct}/${figures.correct + figures.incorrect}`;

const thenNow = (before: string | null, after: string | null): string =>
  before === after ? (after ?? "") : `${before ?? "-"} -> ${after ?? "-"}`;

function setLines({ set: { before, after, change } }: DiffReport): string {
  const rates = (["coverage", "overlaps", "conflicts"] as const).map(
    (metric) => `${metric} ${thenNow(percent(before[metric], 1), percent(after[metric], 1))}`,
  );
  const labels = changedRows(change) > 0 ? changeText(change, "label") : "the same";
  return [
    `The set: ${rates.join(", ")}.`,
    `Denoised labels: ${labels}; right ${thenNow(accuracy(before), accuracy(after))} (${thenNow(judged(before), judged(after))}).`,
  ].join("\n");
}

function moveLines({ labels, cells }: DiffReport): string[] {
  const lines = (moves: readonly { rows: number; text: string }[]): string =>
    moves.map(({ rows, text }) => `  ${text}: ${counted(rows, "row")}`).join("\n");
  return [
    ...(labels.length > 0
      ? [`By denoised label\n${lines(labels.map(({ from, to, rows }) => ({ rows, text: `${labelText(from)} -> ${labelText(to)}` })))}`]
      : []),
    ...(cells.length > 0
      ? [`By clarity cell\n${lines(cells.map(({ from, to, rows }) => ({ rows, text: `${cellText(from)} -> ${cellText(to)}` })))}`]
      : []),
  ];
}

const labelText = (label: string | null): string => label ?? "none";

function detailLines({ details = [] }: DiffReport): string[] {
  const lines = details.map(({ id, split, gold, changes }) => {
    const what = changes.map(({ lf, from, to }) => `${lf ?? "label"} ${labelText(from)} -> ${labelText(to)}`);
    return [id, split, gold ?? "", what.join(", ")];
  });
  return lines.length === 0 ? [] : [textTable([["row", "split", "gold", "what changed"], ...lines], [0, 1, 2, 3])];
}

function failLines({ failed }: DiffReport): string[] {
  const lines = failed.map(
    ({ what, limit, before, after, points }) =>
      `FAILED ${limit}: ${what} went from ${percent(before, 1)} to ${percent(after, 1)} (${signedPoints(points / 100)} points)`,
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
}
