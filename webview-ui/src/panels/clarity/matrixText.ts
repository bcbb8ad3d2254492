/** The words of the clarity matrix: its rows, its columns, and what to do next about the rows of each cell. */
import type { LfVerdict, PredictionSource, PredictionVerdict } from "../../../../src/protocol/panel";
import { capitalized } from "../../format";

interface SourceText {
  /** The choice: whose labels the matrix judges. */
  readonly choice: string;
  /** One of these labels, within a sentence. */
  readonly label: string;
  /** What such a label is. */
  readonly meaning: string;
  /** When there is none. */
  readonly none: string;
}

export const SOURCES: Readonly<Record<PredictionSource, SourceText>> = {
  labelModel: {
    choice: "Label model",
    label: "denoised label",
    meaning:
      "Denoised label: the most probable label according to the label model, which weighs all votes. This is the label that is exported.",
    none: "No denoised label: no LF votes, or the votes tie. The label model gives no answer on these rows rather than a wrong one.",
  },
  majority: {
    choice: "Majority vote",
    label: "majority label",
    meaning: "Majority label: the label with the most votes, each LF counting the same. For comparison only; it is not exported.",
    none: "No majority label: no LF votes, or the votes tie.",
  },
  endModel: {
    choice: "End model",
    label: "end model's label",
    meaning:
      "End model's label: the most probable label given the row's text and other columns, also where no LF votes. It may have been trained on gold rows: judge it by its evaluation.",
    none: "No end model's label: two labels are equally probable.",
  },
};

export const PREDICTIONS: readonly { readonly key: PredictionVerdict; readonly title: (label: string) => string; readonly icon: string }[] =
  [
    { key: "right", title: (label) => `${capitalized(label)} right`, icon: "pass" },
    { key: "wrong", title: (label) => `${capitalized(label)} wrong`, icon: "error" },
    { key: "none", title: (label) => `No ${label}`, icon: "circle-slash" },
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

type Steps = Readonly<Record<PredictionVerdict, Readonly<Record<LfVerdict, NextStep>>>>;

const LABEL_MODEL_STEPS: Steps = {
  right: {
    right: { short: "Healthy", long: "The LFs and the label model agree with gold. Nothing to do." },
    split: {
      short: "Resolved, keep an eye on it",
      long: "The LFs disagree, but the label model gets it right. Make sure that this stays so.",
    },
    wrong: {
      short: "Fix the LFs anyway",
      long: "The label is right although every vote is wrong. Do not rely on luck: fix the LFs that voted.",
    },
    silent: { short: "New LF optional", long: "The label is right without any vote. A new LF would make it reliable." },
  },
  wrong: {
    right: {
      short: "Check the label model",
      long: "The votes are right but the label is wrong: check the label model and its class balance.",
    },
    split: {
      short: "Resolve the conflict",
      long: "The label model trusts the wrong LFs. Look at the LFs that disagree and narrow the wrong one.",
    },
    wrong: { short: "Edit these LFs", long: "Every vote is wrong. Edit the LFs that voted, starting with the one with the most rows." },
    silent: { short: "Write a new LF", long: "No LF votes on these rows. Use them as examples for a new LF." },
  },
  none: {
    right: { short: "Check the label model", long: "The votes are right, but the label model gives no label: check its settings." },
    split: { short: "Break the tie", long: "The votes tie. Write an LF that breaks the tie, or narrow the one that is wrong." },
    wrong: { short: "Edit these LFs", long: "The votes tie, and all are wrong. Edit the LFs that voted." },
    silent: { short: "Write a new LF", long: "No LF votes, so there is no label. Use these rows as examples for a new LF." },
  },
};

/** Majority vote weighs nothing, and the end model reads the row itself: what a conflict means is another matter. */
const STEPS: Readonly<Record<PredictionSource, Steps>> = {
  labelModel: LABEL_MODEL_STEPS,
  majority: {
    ...LABEL_MODEL_STEPS,
    right: {
      ...LABEL_MODEL_STEPS.right,
      right: { short: "Healthy", long: "All votes agree with gold. Nothing to do." },
      split: { short: "Outvoted", long: "The LFs disagree, but most are right. See whether the label model agrees." },
    },
    wrong: {
      ...LABEL_MODEL_STEPS.wrong,
      split: {
        short: "Outvoted",
        long: "More votes are wrong than right. See whether the label model does better, and narrow the wrong LFs.",
      },
    },
  },
  endModel: {
    right: {
      right: { short: "Healthy", long: "The LFs and the end model agree with gold. Nothing to do." },
      split: {
        short: "Resolved, keep an eye on it",
        long: "The LFs disagree, but the end model, which reads the row itself, gets it right.",
      },
      wrong: {
        short: "Fix the LFs",
        long: "The end model is right although every vote is wrong, because it learned from other rows. Fix the LFs that voted.",
      },
      silent: { short: "Gained", long: "No LF votes, and the end model is right: it generalizes beyond the rows that LFs vote on." },
    },
    wrong: {
      right: {
        short: "Look for label noise",
        long: "The votes are right but the end model is wrong: it may have learned from wrong labels of similar rows, or the gold may be wrong.",
      },
      split: {
        short: "Resolve the conflict",
        long: "The LFs disagree, and the end model learned from the wrong ones. Narrow those and train again.",
      },
      wrong: {
        short: "Edit these LFs",
        long: "Every vote is wrong, and the model learned from them. Edit the LFs that voted and train again.",
      },
      silent: {
        short: "Write a new LF",
        long: "No LF votes here, and what the model learned from other rows misleads it. Use these rows as examples for a new LF.",
      },
    },
    none: {
      right: { short: "No known features", long: "The row has no features that the end model knows. Check which columns it reads." },
      split: { short: "No known features", long: "The row has no features that the end model knows. Check which columns it reads." },
      wrong: { short: "Edit these LFs", long: "Every vote is wrong. Edit the LFs that voted." },
      silent: {
        short: "Write a new LF",
        long: "No LF votes, and the end model knows none of the row's features. Use these rows as examples for a new LF.",
      },
    },
  },
};

export const nextStep = (source: PredictionSource, prediction: PredictionVerdict, lfs: LfVerdict): NextStep =>
  STEPS[source][prediction][lfs];

/** Fewer gold rows than this say little; their cell is greyed. */
export const FEW_ROWS = 10;
