import type { LfSnapshot } from "../../protocol/snapshot";
import { faultedRows } from "./wording";

/**
 * How an LF does, worst first:
 * `fault` it faulted on a row; `bad` its accuracy is no better than guessing, even at the 95 % interval's upper end it stays under half;
 * `weak` under 70 % right, the usual advice for refining; `silent` it votes on no row; `unknown` fewer than MIN_JUDGED rows with gold
 * have its vote; `good` otherwise.
 */
export type Health = "fault" | "bad" | "weak" | "silent" | "unknown" | "good";

export const HEALTHS: readonly Health[] = ["fault", "bad", "weak", "silent", "unknown", "good"];

/** With fewer judged rows than this an accuracy says too little to call an LF good or bad. */
const MIN_JUDGED = 10;
const WEAK_BELOW = 0.7;

export function health(lf: LfSnapshot): Health {
  if (faultedRows(lf) > 0) return "fault";
  if (!lf.summary) return "unknown";
  if (lf.summary.votes === 0) return "silent";
  const judged = lf.summary.correct + lf.summary.incorrect;
  if (judged < MIN_JUDGED) return "unknown";
  if ((lf.accuracyInterval?.high ?? 1) < 0.5) return "bad";
  return lf.summary.correct / judged < WEAK_BELOW ? "weak" : "good";
}
