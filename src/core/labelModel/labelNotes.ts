import { ABSTAIN } from "../statistics/votes";
import type { PatternTable } from "../patterns/patternTable";
import type { Otherwise } from "./otherwise";

/** What a user should know of the labels that the votes can give. */
export interface LabelCoverage {
  /** Labels that no LF votes for on any row, ascending; none while no LF votes at all. */
  readonly unvoted: readonly number[];
  /** The label that is declared for rows without a vote. */
  readonly otherwise?: Omit<Otherwise, "proba"> & {
    /** Rows without a vote. */
    readonly rows: number;
    /** P(label) of such a row, 0..1; undefined where gold or the balance contradicts the declaration: they then get no label. */
    readonly confidence?: number;
  };
}

/** Labels without any vote on the rows that the table counts. */
export function unvotedLabels({ size, lfs, labels, votes, counts }: PatternTable): number[] {
  const voted = new Set<number>();
  for (let p = 0; p < size; p++) {
    if (counts[p]! > 0) for (let j = p * lfs; j < (p + 1) * lfs; j++) if (votes[j] !== ABSTAIN) voted.add(votes[j]!);
  }
  return voted.size === 0 ? [] : Array.from({ length: labels }, (_, k) => k).filter((label) => !voted.has(label));
}

/** So many labels are named; the others are counted. */
const NAMED = 5;

/**
 * Warnings in plain words, each with what to do.
 * @param names the labels' names
 * @param mayDeclare whether there is a config that can declare the label of rows without a vote
 */
export function labelNotes({ unvoted, otherwise }: LabelCoverage, names: readonly string[], mayDeclare = true): string[] {
  const missing = unvoted.filter((label) => label !== otherwise?.label).map((label) => names[label]!);
  return [
    ...(missing.length > 0 ? [unvotedNote(missing, !mayDeclare || otherwise !== undefined)] : []),
    ...contradictedNote(otherwise, names),
  ];
}

function unvotedNote(missing: readonly string[], writeOnly: boolean): string {
  const [only] = missing;
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more labels` : "";
  const listed = `${missing.slice(0, NAMED).join(", ")}${more}`;
  const declare = `add "otherwise": ${JSON.stringify(only)} to lf.config.json`;
  if (missing.length > 1) {
    const ways = writeOnly ? "" : `, or, if one of them is what all other rows are, ${declare} (or another of them)`;
    return `No LF votes for ${listed}, so no row gets these labels. Write an LF for each${ways}.`;
  }
  const ways = writeOnly ? "" : `, or, if rows without a vote are ${only}, ${declare}`;
  return `No LF votes for ${only}, so no row gets this label. Write an LF for it${ways}.`;
}

function contradictedNote(otherwise: LabelCoverage["otherwise"], names: readonly string[]): string[] {
  if (!otherwise || otherwise.confidence !== undefined) return [];
  const { label, gold } = otherwise;
  const why =
    gold.of > 0
      ? `only ${gold.right} of ${gold.of} dev gold rows without a vote are ${names[label]}`
      : `by the balance in lf.config.json, another label is more frequent among them`;
  return [`"otherwise": ${JSON.stringify(names[label])} is not used, rows without a vote keep no label: ${why}.`];
}
