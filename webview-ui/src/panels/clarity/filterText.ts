/** A row filter in plain words. */
import type { LfRows, LfVerdict, PredictionVerdict, RowFilter } from "../../../../src/protocol/panel";
import { SOURCES } from "./matrixText";

/** "Rows where asksToSubscribe votes and gold is SPAM"; every part of the filter is named. */
export function describeFilter(filter: RowFilter): string {
  const { label } = SOURCES[filter.source ?? "labelModel"];
  const parts = [
    filter.lf && lfText[filter.lf.rows](filter.lf.name),
    filter.evidence && `part ${filter.evidence.site + 1} of ${filter.evidence.lf} decides`,
    filter.pair && pairText[filter.pair.rows](filter.pair.names.join(" and ")),
    filter.clarity && clarityText(filter.clarity, label),
    filter.set && setText[filter.set],
    filter.goldLabel !== undefined && `gold is ${filter.goldLabel}`,
    filter.predictedLabel !== undefined && `the ${label} is ${filter.predictedLabel}`,
    filter.split && `the split is ${filter.split}`,
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? "All rows of the sample" : `Rows where ${parts.join(" and ")}`;
}

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
  none: (label) => `gold is known but there is no ${label}`,
};

const verdictText: Record<LfVerdict, string> = {
  right: "all votes are right",
  split: "some votes are right, some wrong",
  wrong: "all votes are wrong",
  silent: "no LF votes though gold is known",
};

function clarityText({ prediction, lfs }: NonNullable<RowFilter["clarity"]>, label: string): string {
  const parts = [prediction && predictionText[prediction](label), lfs && verdictText[lfs]].filter((part) => part !== undefined);
  return parts.length === 0 ? "gold is known" : parts.join(" and ");
}
