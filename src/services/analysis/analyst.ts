import type {
  Analysis,
  AnalysisApi,
  AnalysisEvents,
  AnalysisInput,
  Beliefs,
  IssueInput,
  IssueReport,
  SampleSlice,
  Study,
} from "../../protocol/analysis";
import type { RowExplanation } from "../../protocol/panel";
import type { LfDependency } from "../../protocol/snapshot";
import { createThread } from "../thread";

/** Does the arithmetic for all projects, elsewhere. */
export interface Analyst {
  analyse(input: AnalysisInput): Promise<Analysis>;
  /** Undefined if a newer analysis came between. */
  study(project: string): Promise<Study | undefined>;
  /** What is counted of slices under the project's last fit. */
  slices(query: Parameters<AnalysisApi["slices"]>[0]): Promise<readonly SampleSlice[]>;
  explain(query: { readonly project: string; readonly row: number }): Promise<RowExplanation>;
  beliefs(project: string): Promise<Beliefs>;
  /** LFs that depend on each other, found in a thread of its own that the signal ends: the live numbers do not wait for it. */
  structure(input: AnalysisInput, events: AnalysisEvents, signal: AbortSignal): Promise<readonly LfDependency[]>;
  /** Labels that are likely wrong, found in a thread of its own: the live numbers do not wait for it. */
  issues(input: IssueInput): Promise<IssueReport>;
  forget(project: string): void;
  dispose(): Promise<void>;
}

/**
 * An analyst in a worker thread.
 * @param workerPath the built src/services/analysis/worker.ts
 */
export function startAnalyst(workerPath: string): Analyst {
  const thread = createThread<AnalysisApi>(workerPath, "The analysis");
  return {
    analyse: async (input) => thread.remote().call("analyse", input),
    study: async (project) => thread.remote().call("study", project),
    slices: async (query) => thread.remote().call("slices", query),
    explain: async (query) => thread.remote().call("explain", query),
    beliefs: async (project) => thread.remote().call("beliefs", project),
    structure: async (input, events, signal) => {
      const own = createThread<AnalysisApi>(workerPath, "The search for dependencies", events);
      const end = (): void => void own.dispose();
      signal.addEventListener("abort", end);
      try {
        return await own.remote().call("structure", input);
      } finally {
        signal.removeEventListener("abort", end);
        await own.dispose();
      }
    },
    issues: async (input) => {
      const own = createThread<AnalysisApi>(workerPath, "The search for label errors");
      try {
        return await own.remote().call("issues", input);
      } finally {
        await own.dispose();
      }
    },
    forget: (project) => {
      if (thread.isRunning()) thread.remote().tell("forget", project);
    },
    dispose: () => thread.dispose(),
  };
}
