import type { LfSummary } from "./summary";

/**
 * How an LF does, worst first:
 * `fault` it faulted on a row; `bad` its accuracy is below one half, even at the upper end of its 95 % interval;
 * `weak` under 70 % right, the usual advice for refining; `silent` it votes on no row; `unknown` fewer than MIN_JUDGED rows with gold
 * have its vote; `good` otherwise.
 */
export type Health = "fault" | "bad" | "weak" | "silent" | "unknown" | "good";

export const HEALTHS: readonly Health[] = ["fault", "bad", "weak", "silent", "unknown", "good"];

/** What an LF's health is told from. */
export interface JudgedLf {
  readonly name: string;
  readonly faults: readonly { readonly rows: number }[];
  readonly summary?: LfSummary;
  readonly accuracyInterval?: { readonly low: number; readonly high: number };
}

/** With fewer judged rows than this an accuracy says too little to call an LF good or bad. */
const MIN_JUDGED = 10;
const WEAK_BELOW = 0.7;

export function health({ faults, summary, accuracyInterval }: Omit<JudgedLf, "name">): Health {
  if (faults.some(({ rows }) => rows > 0)) return "fault";
  if (!summary) return "unknown";
  if (summary.votes === 0) return "silent";
  const judged = summary.correct + summary.incorrect;
  if (judged < MIN_JUDGED) return "unknown";
  if ((accuracyInterval?.high ?? 1) < 0.5) return "bad";
  return summary.correct / judged < WEAK_BELOW ? "weak" : "good";
}

/** For sorting: the worst health first, then the lowest accuracy, LFs without any last, then by name. */
export const worstFirst = (a: JudgedLf, b: JudgedLf): number =>
  HEALTHS.indexOf(health(a)) - HEALTHS.indexOf(health(b)) || accuracyOf(a) - accuracyOf(b) || a.name.localeCompare(b.name);

/** Above any accuracy where there is none. */
const accuracyOf = ({ summary }: JudgedLf): number =>
  summary && summary.correct + summary.incorrect > 0 ? summary.correct / (summary.correct + summary.incorrect) : 2;
