import type { Problem } from "../../core/problem";
import type { LfResult } from "../../protocol/engine";
import type { LfEntry } from "./state";

/** What the engine need not run again. */
export const knownVersions = (results: Iterable<LfResult>): string[] => Array.from(results).flatMap(({ version }) => version ?? []);

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
