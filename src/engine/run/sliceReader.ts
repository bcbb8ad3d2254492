import { ABSTAIN } from "../../core/statistics/votes";
import { describeValue } from "../thrown";
import type { VoteReader } from "./voteReader";

/** What stands in a slice's column for a row that it has; for others there is ABSTAIN. */
export const HAS_ROW = 0;

const returned = (value: unknown): string =>
  ["string", "number", "bigint", "symbol"].includes(typeof value) ? `a ${typeof value}` : describeValue(value);

/** Turns what slices return into such columns. */
export const sliceReader: VoteReader = {
  mayAbstain: false,
  indexOf: new Map<unknown, number>([
    [true, HAS_ROW],
    [false, ABSTAIN],
  ]),
  complain: (value) => `Returned ${returned(value)}: a slice returns true or false.`,
};
