import type { CellValue } from "../../core/data/cells";
import { ABSTAIN } from "../../core/statistics/votes";
import { unwrapLabel } from "../../core/data/goldMap";
import { textOf } from "../cells/kinds";
import { createIndexOf, createLabelOf, plainNumber } from "../cells/labelText";

/** What programs write where there is no vote, in lower case. */
const ABSTAINS = ["", "-1", "abstain", "null", "none", "nan", "na", "n/a", "<na>", "nil", "undefined"];

/** How the cells of a vote table are read, as text: no number's spelling is lost. */
export interface VoteCells {
  /** Whether a cell abstains, or is gold of a row without. */
  readonly abstains: (text: string) => boolean;
  /** Whether a text is a label's name or index. Not known unless the labels are given. */
  readonly isLabel?: (text: string) => boolean;
}

/**
 * @param labels as the user gives them: what is spelled like one abstains nowhere
 * @param more texts that abstain beside the usual ones, in any case
 * @throws Error if a text is to be both
 */
export function createVoteCells(labels: readonly string[] | undefined, more: readonly string[] = []): VoteCells {
  const both = more.find((text) => labels?.includes(text));
  if (both !== undefined) throw new Error(`--abstain ${both}: ${both} is a label in --classes; it cannot be both.`);
  const texts = new Set([...ABSTAINS, ...more.map((text) => text.trim().toLowerCase())]);
  const labelOf = labels && createLabelOf(labels);
  const indexOf = labels && createIndexOf(labels);
  const isAbstain = (text: string): boolean => texts.has(text.toLowerCase()) || texts.has(plainNumber(text) ?? text);
  return {
    abstains: (text) => isAbstain(text) && labelOf?.(text) === undefined,
    ...(labelOf && indexOf ? { isLabel: (text: string): boolean => (labelOf(text) ?? indexOf(text)) !== undefined } : {}),
  };
}

/** A cell's text: white space around it is nobody's label. */
export const cellText = (cell: CellValue | undefined): string => unwrapLabel(textOf(cell ?? null) ?? "").trim();

/** Programs write a column of whole numbers with a gap in it as 1.0: the same label as 1, where both occur. */
export function wholeNumbers(texts: ReadonlySet<string>): (text: string) => string {
  const twins = new Map(
    [...texts].flatMap((text) => {
      const whole = /^(-?\d+)\.0$/.exec(text)?.[1];
      return whole !== undefined && texts.has(whole) ? [[text, whole] as const] : [];
    }),
  );
  return (text) => twins.get(text) ?? text;
}

/** @returns the label's index or ABSTAIN; undefined for a text that is neither */
export function createVoteOf(labels: readonly string[], { abstains }: VoteCells): (text: string) => number | undefined {
  const labelOf = createLabelOf(labels);
  const indexOf = createIndexOf(labels);
  return (text) => labelOf(text) ?? (abstains(text) ? ABSTAIN : indexOf(text));
}
