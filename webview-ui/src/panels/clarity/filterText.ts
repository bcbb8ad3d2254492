/** A row filter in plain words. */
import type { CellName, ChangedRows, ChangeKind, LfRows, LfVerdict, PredictionVerdict, RowFilter } from "../../../../src/protocol/panel";
import { PREDICTIONS, SOURCES, VERDICTS } from "./matrixText";

/** "Rows where asksToSubscribe votes and gold is SPAM"; every part of the filter is named. */
export function describeFilter(filter: RowFilter): string {
  const { label } = SOURCES[filter.source ?? "labelModel"];
  const parts = PARTS.flatMap((part) => partWords(filter, part, label) ?? []);
  return parts.length === 0 ? "All rows of the sample" : `Rows where ${parts.join(" and ")}`;
}

/** What a filter asks of a row. `source` asks nothing by itself: it says whose label the others speak of. */
type Parts = Required<Omit<RowFilter, "source">>;

function partWords<P extends keyof Parts>(filter: Partial<Parts>, part: P, label: string): string | undefined {
  const value = filter[part];
  return value === undefined ? undefined : partText[part](value, label);
}

/** A part in words; `label` is what the labels are called that the filter speaks of. In the order in which they are named. */
const partText: { readonly [P in keyof Parts]: (value: Parts[P], label: string) => string } = {
  lf: ({ name, rows }) => lfText[rows](name),
  evidence: ({ lf, site, part }) => `${part ?? `part ${site + 1}`} of ${lf} decides`,
  pair: ({ names, rows }) => pairText[rows](names.join(" and ")),
  clarity: clarityText,
  set: (set) => setText[set],
  goldLabel: (name) => `gold is ${name}`,
  predictedLabel: (name, label) => `the ${label} is ${name}`,
  split: (split) => `the split is ${split}`,
  tag: (tag) => `the tag is ${tag}`,
  slice: (slice) => `the slice is ${slice}`,
  ids: idsText,
  changed: changedText,
};

/** A long list is not read: its length says more. */
function idsText(ids: readonly string[]): string {
  return ids.length > 3 ? `the id is one of ${ids.length}` : `the id is ${ids.join(" or ")}`;
}

const PARTS = Object.keys(partText) as (keyof Parts)[];

const lfText: Record<LfRows, (name: string) => string> = {
  covered: (name) => `${name} votes`,
  correct: (name) => `${name} votes the gold label`,
  incorrect: (name) => `${name} votes against gold`,
  overlap: (name) => `${name} and another LF vote`,
  conflict: (name) => `another LF disagrees with ${name}`,
  fault: (name) => `${name} faults`,
};

const pairText: Record<"overlap" | "agree" | "conflict", (names: string) => string> = {
  overlap: (names) => `${names} both vote`,
  agree: (names) => `${names} agree`,
  conflict: (names) => `${names} disagree`,
};

const setText: Record<NonNullable<RowFilter["set"]>, string> = {
  covered: "at least one LF votes",
  overlap: "two or more LFs vote",
  conflict: "LFs disagree",
  silent: "no LF votes",
};

const predictionText: Record<PredictionVerdict, (label: string) => string> = {
  right: (label) => `the ${label} is right`,
  wrong: (label) => `the ${label} is wrong`,
  none: (label) => `there is no ${label}`,
};

const verdictText: Record<LfVerdict, string> = {
  right: "all votes are right",
  split: "some votes are right, some wrong",
  wrong: "all votes are wrong",
  silent: "no LF votes",
};

/** Only rows with gold are meant. Right and wrong say so by themselves; silence does not. */
function clarityText({ prediction, lfs }: NonNullable<RowFilter["clarity"]>, label: string): string {
  const namesGold = (prediction ?? "none") !== "none" || (lfs ?? "silent") !== "silent";
  return [
    ...(namesGold ? [] : ["gold is known"]),
    ...(prediction ? [predictionText[prediction](label)] : []),
    ...(lfs ? [verdictText[lfs]] : []),
  ].join(" and ");
}

const changeText: Record<ChangeKind, string> = {
  gained: "is new",
  lost: "is gone",
  relabeled: "is now another one",
  newlyRight: "became right",
  newlyWrong: "became wrong",
};

function changedText(changed: ChangedRows, label: string): string {
  if (changed.of === "any") return `a vote or the ${label} changed`;
  if (changed.of === "cell") return `the clarity cell was "${cellTitle(changed.from, label)}" and is "${cellTitle(changed.to, label)}"`;
  const { of, how, from, to } = changed;
  const what = of === "label" ? `the ${label}` : `the vote of ${of.lf}`;
  const ends = [...(from === undefined ? [] : [`from ${from ?? "none"}`]), ...(to === undefined ? [] : [`to ${to ?? "none"}`])];
  return [what, how === undefined ? "changed" : changeText[how], ...ends].join(" ");
}

/** "Denoised label right, LFs split", as the matrix's headings say it. */
const cellTitle = ({ prediction, lfs }: CellName, label: string): string =>
  [PREDICTIONS.find(({ key }) => key === prediction)?.title(label), VERDICTS.find(({ key }) => key === lfs)?.title].join(", ");
