import type { PatternShift } from "./patternShift";

/**
 * How gold is used: nothing; correcting the class prior after the fit; correcting temperature and bias after the fit;
 * or holding gold rows to their label while fitting (SEM, Dawid-Skene, data programming), and then correcting temperature and bias.
 */
export type GoldUse = "none" | "prior" | "calibrate" | "clamp";

export interface GoldReport {
  readonly used: GoldUse;
  /** Gold rows that the model gives a label. */
  readonly rows: number;
  /** What was compared: mean log loss (nats) of gold rows left out in turn, in 5 folds. Empty if there was nothing to choose. */
  readonly candidates: readonly { readonly name: GoldUse; readonly logLoss: number }[];
  /**
   * How the gold rows' votes differ from those of the rows that get labels, of the part where they differ most. If that is visible,
   * what is fitted to gold may do harm there.
   */
  readonly shift?: PatternShift & { readonly part: string };
  /** How the labels that the model alone gives to gold rows differ from those of the data. Visible: gold is not a random sample. */
  readonly sample?: PatternShift;
  /** Labels (indices) of the data that gold lacks, or hardly has where they are predicted: gold does not correct them. */
  readonly lacking?: readonly number[];
  /** The one label that all gold rows have: then gold is not used. */
  readonly onlyLabel?: number;
}

/** Warnings in plain words, each with what to do. @param names the labels' names */
export function goldNotes({ used, rows, shift, sample, lacking = [], onlyLabel }: GoldReport, names: readonly string[]): string[] {
  const notes: string[] = [];
  if (onlyLabel !== undefined) {
    const which = `all ${rows} dev gold rows with a vote are ${names[onlyLabel]}`;
    notes.push(`Gold is not used to correct the labels: ${which}, which says nothing about the other labels. ${REMEDY}`);
  } else if (sample?.visible) {
    const what = used === "none" ? "so gold is not used to correct the labels" : "so what gold corrects may be wrong for the other rows";
    notes.push(
      `The dev gold rows are not a random sample: the LFs label them differently from the data (${chance(sample)}), ${what}. ${REMEDY}`,
    );
  } else if (shift?.visible) {
    const what =
      used === "calibrate" || used === "clamp" ? "what is fitted to gold may not hold there" : "gold corrects the class prior at most";
    notes.push(`The LFs vote differently on the dev gold rows than on ${shift.part} (${chance(shift)}): ${what}. ${REMEDY}`);
  }
  if (used !== "none" && lacking.length > 0) {
    const listed = lacking
      .slice(0, NAMED)
      .map((label) => names[label])
      .join(", ");
    const more = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more labels` : "";
    notes.push(
      `Gold does not correct ${listed}${more}: dev has hardly any gold of ${lacking.length === 1 ? "this label" : "these labels"}. ${REMEDY}`,
    );
  }
  return notes;
}

const REMEDY = "Label random rows, so that dev looks like the data.";
/** So many labels are named; the others are counted. */
const NAMED = 5;
const chance = ({ pValue }: PatternShift): string => (pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toPrecision(2)}`);
