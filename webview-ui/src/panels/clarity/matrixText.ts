/** The words of the clarity matrix: its rows, its columns, and what to do next about the rows of each cell. */
import type { LfVerdict, PredictionVerdict } from "../../../../src/protocol/panel";

export const PREDICTIONS: readonly { readonly key: PredictionVerdict; readonly title: string; readonly icon: string }[] = [
  { key: "right", title: "Denoised label right", icon: "pass" },
  { key: "wrong", title: "Denoised label wrong", icon: "error" },
  { key: "none", title: "No denoised label", icon: "circle-slash" },
];

export const VERDICTS: readonly { readonly key: LfVerdict; readonly title: string; readonly meaning: string }[] = [
  { key: "right", title: "LFs right", meaning: "every vote is the gold label" },
  { key: "split", title: "LFs split", meaning: "some votes are the gold label, some are not" },
  { key: "wrong", title: "LFs wrong", meaning: "no vote is the gold label" },
  { key: "silent", title: "LFs silent", meaning: "no LF votes" },
];

export interface NextStep {
  /** What to do, in a few words. */
  readonly short: string;
  /** What these rows mean and why that is the thing to do. */
  readonly long: string;
}

export const NEXT_STEPS: Readonly<Record<PredictionVerdict, Readonly<Record<LfVerdict, NextStep>>>> = {
  right: {
    right: { short: "Healthy", long: "The LFs and the label model agree with gold. Nothing to do." },
    split: { short: "Resolved, watch it", long: "The LFs disagree and the label model settled it well. Watch that it stays so." },
    wrong: { short: "Fix the LFs anyway", long: "The label is right although every vote is wrong: luck. Fix the LFs that voted." },
    silent: { short: "New LF optional", long: "The label is right with no vote at all. A new LF here would make it safe." },
  },
  wrong: {
    right: {
      short: "Check the label model",
      long: "The votes are right and the label is not: check the label model and its class balance.",
    },
    split: {
      short: "Weigh the conflict",
      long: "The label model trusts the wrong side. Look at the LFs that disagree here and make the wrong one narrower.",
    },
    wrong: { short: "Edit these LFs", long: "Every vote is wrong. Edit the LFs that voted, the one with the most rows first." },
    silent: { short: "Write a new LF", long: "No LF knows these rows. Use them as the examples of a new LF." },
  },
  none: {
    right: { short: "Check the label model", long: "The votes are right, yet the label model gives no label: check its settings." },
    split: { short: "Break the tie", long: "The votes tie. Write an LF that decides, or make the LF that is wrong narrower." },
    wrong: { short: "Edit these LFs", long: "The votes tie and all are wrong. Edit the LFs that voted." },
    silent: { short: "Write a new LF", long: "No LF votes, so there is no label. Use these rows as the examples of a new LF." },
  },
};

/** Fewer gold rows than this say little; their cell is greyed. */
export const FEW_ROWS = 10;
