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
    meaning: "Denoised label: the label that the label model finds most probable given all votes, each weighed. This is what is exported.",
    none: "No denoised label means that no LF votes or that the votes tie. The label model is not wrong on these rows, it is silent.",
  },
  majority: {
    choice: "Majority vote",
    label: "majority label",
    meaning: "Majority label: the label with the most votes, each LF counting the same. It is for comparison and is not exported.",
    none: "No majority label means that no LF votes or that as many LFs vote for one label as for another.",
  },
  endModel: {
    choice: "End model",
    label: "end model's label",
    meaning:
      "End model's label: the most probable one given the row's text and other columns, also where no LF votes. Gold rows may have trained it: judge it by its evaluation.",
    none: "No end model's label means that two labels are equally probable.",
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

/** Majority vote weighs nothing, and the end model reads the row itself: what a conflict means is another matter. */
const STEPS: Readonly<Record<PredictionSource, Steps>> = {
  labelModel: LABEL_MODEL_STEPS,
  majority: {
    ...LABEL_MODEL_STEPS,
    right: {
      ...LABEL_MODEL_STEPS.right,
      right: { short: "Healthy", long: "All votes agree with gold. Nothing to do." },
      split: { short: "Outvoted", long: "The LFs disagree and more of them are right. See whether the label model finds the same label." },
    },
    wrong: {
      ...LABEL_MODEL_STEPS.wrong,
      split: {
        short: "Outvoted",
        long: "More votes are wrong than right. See whether the label model does better, and make the wrong LFs narrower.",
      },
    },
  },
  endModel: {
    right: {
      right: { short: "Healthy", long: "The LFs and the end model agree with gold. Nothing to do." },
      split: { short: "Resolved, watch it", long: "The LFs disagree and the end model, which reads the row itself, settled it well." },
      wrong: {
        short: "Fix the LFs",
        long: "The end model is right although every vote is wrong: it learned better from other rows. Fix the LFs that voted.",
      },
      silent: { short: "Gained", long: "No LF votes, and the end model is right: it carries what the LFs know to rows they do not see." },
    },
    wrong: {
      right: {
        short: "Look for noise",
        long: "The votes are right and the end model is not: it may have learned from wrong labels of similar rows, or the gold may be odd.",
      },
      split: {
        short: "Weigh the conflict",
        long: "The LFs disagree and the end model learned the wrong side. Make the wrong LFs narrower and train again.",
      },
      wrong: { short: "Edit these LFs", long: "Every vote is wrong, and the model learned it. Edit the LFs that voted and train again." },
      silent: {
        short: "Write a new LF",
        long: "No LF votes here, and what the model learned elsewhere misleads it. Use these rows as the examples of a new LF.",
      },
    },
    none: {
      right: { short: "Nothing to read", long: "The row holds nothing that the end model knows. See which columns it reads." },
      split: { short: "Nothing to read", long: "The row holds nothing that the end model knows. See which columns it reads." },
      wrong: { short: "Edit these LFs", long: "Every vote is wrong. Edit the LFs that voted." },
      silent: {
        short: "Write a new LF",
        long: "No LF votes and the end model knows nothing of the row. Use these rows as the examples of a new LF.",
      },
    },
  },
};

export const nextStep = (source: PredictionSource, prediction: PredictionVerdict, lfs: LfVerdict): NextStep =>
  STEPS[source][prediction][lfs];

/** Fewer gold rows than this say little; their cell is greyed. */
export const FEW_ROWS = 10;
