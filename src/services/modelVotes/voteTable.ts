import { wholeNumber } from "../../core/data/numberText";
import type { Split } from "../../core/data/cells";
import type { VoteTable } from "../../sdk/votes";

/** A model's label of one row. */
export interface Prediction {
  /** The row's id as text. */
  readonly id: string;
  /** Null where the model gives none. */
  readonly label: string | null;
  /** P(label), 0..1. */
  readonly confidence: number;
  /** The row's gold may have trained the model: its label is no vote. */
  readonly seenGold?: boolean;
}

export interface MadeTable {
  readonly table: VoteTable;
  /** Ids of rows that the model was asked about and that get no vote, for one of the reasons below or because it gave no label. */
  readonly abstains: readonly string[];
  /** Ids that stand for several rows to which the model gives different labels: they are left out. */
  readonly ambiguous: number;
  /** Rows that are left out, as their gold may have trained the model. */
  readonly seenGold: number;
  /** The splits whose gold may have trained the model; absent: it is not known on what it was trained. */
  readonly goldFrom?: readonly Split[];
}

/** More would take more than half a gigabyte while they are collected. */
export const MOST_VOTES = 2_000_000;

/**
 * The votes by row id, as `votes()` of the SDK reads them.
 * @throws Error in plain words if there are too many rows
 */
export async function voteTable(
  labels: readonly string[],
  predictions: AsyncIterable<Prediction> | Iterable<Prediction>,
): Promise<MadeTable> {
  const found = new Map<string, { readonly vote: number; readonly confidence: number }>();
  const ambiguous = new Set<string>();
  const seenIds = new Set<string>();
  let seenRows = 0;
  for await (const { id, label, confidence, seenGold = false } of predictions) {
    if (seenGold) {
      seenIds.add(id);
      seenRows++;
      continue;
    }
    const vote = label === null ? -1 : labels.indexOf(label);
    const before = found.get(id);
    if (before && before.vote !== vote) ambiguous.add(id);
    if (!before || before.confidence > confidence) found.set(id, { vote, confidence });
    if (found.size > MOST_VOTES)
      throw new Error(`The data has more than ${wholeNumber(MOST_VOTES)} rows, too many for an LF with stored votes.`);
  }
  const kept = [...found].filter(([id, { vote }]) => vote >= 0 && !ambiguous.has(id) && !seenIds.has(id));
  const voted = new Set(kept.map(([id]) => id));
  return {
    abstains: [...new Set([...found.keys(), ...seenIds])].filter((id) => !voted.has(id)),
    table: {
      labels,
      keys: kept.map(([id]) => id),
      votes: kept.map(([, { vote }]) => vote),
      probabilities: kept.map(([, { confidence }]) => Math.round(confidence * 1e4) / 1e4),
    },
    ambiguous: ambiguous.size,
    seenGold: seenRows,
  };
}
