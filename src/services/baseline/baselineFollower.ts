import type { BaselineChoice, ProjectPorts } from "../project/ports";
import type { Baseline } from "../project/state";
import { revisionBaseline, savedBaseline, SAVED_TITLE, type FinishedRun } from "./findBaseline";

/** What is known of a project's baseline: it, or why there is none. */
export interface FoundBaseline {
  readonly baseline: Baseline | undefined;
  readonly baselineProblem: string | undefined;
}

/** Keeps a project's baseline what the user chose, run after run. */
export interface BaselineFollower {
  /** The choice, the data or the revision changed: it is found again after the next run. */
  invalidate(): void;
  /** Files on disk changed: of the last saved version that is another, of a revision it is not. */
  diskChanged(): void;
  /** A run is done. Resolves when the baseline for its numbers is known. */
  follow(run: FinishedRun): Promise<void>;
  /** Ends what is under way. */
  close(): void;
}

/** @param tell takes what was found; at once where the run's own numbers are the baseline */
export function createBaselineFollower(
  ports: Pick<ProjectPorts, "engine" | "analyst" | "log" | "baseline">,
  tell: (found: FoundBaseline) => void,
): BaselineFollower {
  let stale = true;
  let finding = Promise.resolve();
  let search = new AbortController();

  async function find(run: FinishedRun, choice: BaselineChoice): Promise<void> {
    search.abort();
    search = new AbortController();
    stale = false;
    const { signal } = search;
    const searching = choice === "saved" ? savedBaseline(ports, run, signal) : revisionBaseline(ports, run, choice.revision, signal);
    const found = await searching.then(
      (baseline) => ({ baseline, baselineProblem: undefined }),
      (error: unknown) => ({ baseline: undefined, baselineProblem: error instanceof Error ? error.message : String(error) }),
    );
    if (!signal.aborted && !stale) tell(found);
  }

  return {
    invalidate: () => void (stale = true),
    diskChanged() {
      if (ports.baseline() === "saved") stale = true;
    },
    follow(run) {
      const choice = ports.baseline();
      const { analysis, lfs } = run.state;
      if (choice === "saved" && analysis && run.files.every(({ text }) => text === undefined)) {
        search.abort();
        stale = false;
        tell({ baseline: { title: SAVED_TITLE, lfs, analysis, notes: [] }, baselineProblem: undefined });
      } else if (stale) finding = find(run, choice);
      return finding;
    },
    close: () => search.abort(),
  };
}
