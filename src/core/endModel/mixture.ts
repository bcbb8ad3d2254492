import { ABSTAIN } from "../statistics/votes";
import type { Problem } from "./dualAscent";
import { hasSoft, type Trainable } from "./trainable";

/** What a gold row counts beside a row with a soft label. 0: gold does not train; "only": soft labels do not. */
export type GoldWeight = number | "only";

/** One way of training on soft labels and gold together. */
export interface Mixture {
  readonly goldWeight: GoldWeight;
  /** Whether the soft labels are those with the class prior of gold. */
  readonly prior: boolean;
  /** Inverse strength of the L2 penalty. */
  readonly C: number;
}

/**
 * What a mixture trains on: gold rows on their gold, with its weight, the others on their soft label.
 * @param soft the mixture's soft labels, rows x labels
 * @param without rows that must not be trained on
 */
export function mix(
  { features, labels, gold, counts }: Trainable,
  { goldWeight }: Mixture,
  soft: Float64Array,
  without?: ReadonlySet<number>,
): Problem {
  const targets = new Float64Array(soft.length);
  const weights = new Float64Array(features.rows);
  for (let row = 0; row < features.rows; row++) {
    if (without?.has(row)) continue;
    const first = row * labels;
    if (goldWeight !== 0 && gold[row] !== ABSTAIN) {
      targets[first + gold[row]!] = 1;
      weights[row] = counts[row]! * (goldWeight === "only" ? 1 : goldWeight);
    } else if (goldWeight !== "only" && hasSoft(soft, labels, row)) {
      targets.set(soft.subarray(first, first + labels), first);
      weights[row] = counts[row]!;
    }
  }
  return { features, labels, targets, weights };
}
