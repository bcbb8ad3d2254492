import { wilson } from "../../core/math/interval";
import type { LfSnapshot } from "../../protocol/snapshot";
import type { LfEntry, ProjectState } from "../project/state";

/** An LF's precision by spot checks. Of a vote that has changed since it was looked at, nothing is known. */
export function spotCheckOf({ judgements, config }: ProjectState, { site, result }: LfEntry): LfSnapshot["spotCheck"] {
  const rows = judgements?.checked.get(site.name);
  if (!rows || !config || !result) return undefined;
  let [right, checked] = [0, 0];
  for (const { row, label, ...check } of rows) {
    const vote = config.labels[result.votes[row]!];
    if (vote === undefined || (label === undefined && check.vote !== vote)) continue;
    checked++;
    if (label === undefined ? check.right : label === vote) right++;
  }
  const interval = wilson(right, checked);
  return interval && { right, checked, ...interval };
}
