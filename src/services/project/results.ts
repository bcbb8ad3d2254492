import type { Problem } from "../../core/data/problem";
import type { LfResult } from "../../protocol/engine";
import type { LfEntry } from "./state";

/** What the engine need not run again. */
export const knownVersions = (results: Iterable<LfResult>): string[] => Array.from(results).flatMap(({ version }) => version ?? []);

/** Results of older versions that are kept, so that undo and switching back cost nothing. */
const KEPT_RESULTS = 400;

/** Keeps a result as the newest, and lets go of the oldest that no LF of the plan has. */
export function keepResult(results: Map<string, LfResult>, result: LfResult, lfs: readonly LfEntry[]): void {
  results.delete(result.key);
  results.set(result.key, result);
  if (results.size <= Math.max(KEPT_RESULTS, lfs.length)) return;
  const planned = new Set(lfs.map(({ site }) => site.key));
  for (const key of results.keys()) {
    if (results.size <= KEPT_RESULTS) break;
    if (!planned.has(key)) results.delete(key);
  }
}

/** A warning at every LF whose votes may differ from one run to the next. */
export const unstableProblems = (lfs: readonly LfEntry[]): Problem[] =>
  lfs.flatMap(({ site: { name, file, line, column }, result, stale }) =>
    result?.unstable === undefined || stale
      ? []
      : [
          {
            file,
            line,
            column,
            endLine: line,
            endColumn: column + name.length,
            severity: "warning",
            message: `${name} ${result.unstable}`,
          },
        ],
  );
