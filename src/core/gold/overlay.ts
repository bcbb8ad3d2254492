import { ABSTAIN } from "../statistics/votes";

/** Which gold a row has where the data's gold column and the judgements differ. */
export const GOLD_WINNERS = ["judgements", "data"] as const;
export type GoldWinner = (typeof GOLD_WINNERS)[number];

export interface OverlaidGold {
  /** Label index or ABSTAIN of each row. */
  readonly gold: Int16Array;
  /** Rows whose gold in the data is another label than people say. */
  readonly disagreements: readonly number[];
}

/**
 * Lays what people said over the data's gold column.
 * @param gold the data's: label index or ABSTAIN of each row
 * @param keys of the rows; rows with the same key share its judgement
 * @param judged the label index of each key that has one
 */
export function overlayGold(
  gold: Int16Array,
  keys: readonly string[],
  judged: ReadonlyMap<string, number>,
  wins: GoldWinner,
): OverlaidGold {
  if (judged.size === 0) return { gold, disagreements: [] };
  const overlaid = gold.slice();
  const disagreements: number[] = [];
  keys.forEach((key, row) => {
    const label = judged.get(key);
    if (label === undefined) return;
    const own = gold[row]!;
    if (own !== ABSTAIN && own !== label) disagreements.push(row);
    if (own === ABSTAIN || wins === "judgements") overlaid[row] = label;
  });
  return { gold: overlaid, disagreements };
}
