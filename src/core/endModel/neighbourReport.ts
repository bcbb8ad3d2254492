import { expectedRight } from "../explain/expectedRight";
import type { HeldOut } from "./crossValidate";

/** What came of letting rows without votes train on their neighbours' labels. */
export interface NeighbourReport {
  /** Rows that have such labels; 0 also where gold alone trains. */
  readonly rows: number;
  /** Whether they trained. */
  readonly used: boolean;
  /** Absent without gold rows that models left out. */
  readonly compared?: ComparedHeldOut;
}

/** Two models on the same gold rows, which neither has seen. */
export interface ComparedHeldOut {
  readonly rows: number;
  /** Accuracy without neighbours and with them, 0..1. */
  readonly plain: number;
  readonly joined: number;
  /** plain - joined, and its standard error, paired. */
  readonly lead: number;
  readonly error: number;
}

/** @param gold label of each row that the predictions may be of */
export function compareHeldOut(gold: Int16Array, plain: HeldOut, joined: HeldOut): ComparedHeldOut {
  const placeOf = new Map(Array.from(joined.rows, (row, i) => [row, i]));
  const pairs = Array.from(plain.rows.entries()).flatMap(([i, row]) => {
    const place = placeOf.get(row);
    return place === undefined ? [] : [[rightAt(plain, i, gold[row]!), rightAt(joined, place, gold[row]!)] as const];
  });
  const rows = pairs.length;
  const meanOf = (value: (pair: readonly [number, number]) => number): number => pairs.reduce((sum, pair) => sum + value(pair), 0) / rows;
  const lead = meanOf(([a, b]) => a - b);
  const variance = pairs.reduce((sum, [a, b]) => sum + (a - b - lead) ** 2, 0) / Math.max(1, rows - 1);
  return { rows, plain: meanOf(([a]) => a), joined: meanOf(([, b]) => b), lead, error: Math.sqrt(variance / rows) };
}

function rightAt({ rows, proba }: HeldOut, i: number, gold: number): number {
  const labels = proba.length / rows.length;
  return expectedRight(proba.subarray(i * labels, (i + 1) * labels), gold);
}
