import { nearest } from "../../sdk/nearest";
import { describeValue } from "../thrown";

/** Turns what LFs return into votes. */
export interface VoteReader {
  /** Label -> its index. */
  readonly indexOf: ReadonlyMap<unknown, number>;
  /** Whether null and undefined are a way to abstain. */
  readonly mayAbstain: boolean;
  /** What is wrong with a returned value that is neither a label nor an abstain. */
  complain(value: unknown): string;
}

export function createVoteReader(labels: readonly string[]): VoteReader {
  return {
    mayAbstain: true,
    indexOf: new Map(labels.map((label, index) => [label, index])),
    complain(value) {
      if (typeof value !== "string") return `Returned ${describeValue(value)}: an LF returns a label or ABSTAIN.`;
      const near = nearest(value, labels);
      return `Returned ${describeValue(value)}, which is not a label. ${near === undefined ? listed(labels) : `Did you mean "${near}"?`}`;
    },
  };
}

const SHOWN = 12;

const listed = (labels: readonly string[]): string =>
  `The labels are ${labels.slice(0, SHOWN).join(", ")}${labels.length > SHOWN ? ` and ${labels.length - SHOWN} more` : ""}.`;
