import { SPLITS, type Split } from "../data/cells";
import type { Mixture } from "./mixture";

/** The splits whose rows may train: test never does, and neither does the split that is kept for scoring. */
export const trainingSplits = (scored: Split | null): Split[] => SPLITS.filter((split) => split !== "test" && split !== scored);

/** The splits whose gold may have trained a model; none if it learned from LFs alone. */
export const goldSplits = ({ goldWeight, prior }: Pick<Mixture, "goldWeight" | "prior">, scored: Split | null): Split[] =>
  goldWeight === 0 && !prior ? [] : trainingSplits(scored);
