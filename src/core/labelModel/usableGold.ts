import { SPLITS, type Split } from "../data/cells";
import { ABSTAIN } from "../statistics/votes";

const DEV = SPLITS.indexOf("dev");

/** Whether the label model may learn from a row's gold: from dev's alone, and never from that of the split that is scored. */
export const lendsGold = (split: number, scored?: Split): boolean => split === DEV && scored !== "dev";

/**
 * The gold that the label model may learn from, with ABSTAIN for all other.
 * @param gold label index or ABSTAIN of each row
 * @param splits index into SPLITS of each row
 */
export const usableGold = (gold: Int16Array, splits: Uint8Array): Int16Array =>
  gold.map((label, row) => (lendsGold(splits[row]!) ? label : ABSTAIN));
