import type { Analysis, AnalysisApi, AnalysisInput, Study } from "../../protocol/analysis";
import type { RowExplanation } from "../../protocol/panel";
import { createThread } from "../thread";

/** Does the arithmetic for all projects, elsewhere. */
export interface Analyst {
  analyse(input: AnalysisInput): Promise<Analysis>;
  /** Undefined if a newer analysis came between. */
  study(project: string): Promise<Study | undefined>;
  explain(query: { readonly project: string; readonly row: number }): Promise<RowExplanation>;
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
    explain: async (query) => thread.remote().call("explain", query),
    forget: (project) => {
      if (thread.isRunning()) thread.remote().tell("forget", project);
    },
    dispose: () => thread.dispose(),
  };
}
