import { ABSTAIN } from "../../core/statistics/votes";
import type { Dataset, Table } from "../../dataset/open/dataset";
import type { EngineEvents } from "../../protocol/engine";
import type { Applier } from "./applier";
import type { FaultLog } from "../run/faultLog";
import type { LoadedPlan } from "../realm/lfFiles";
import type { LfOutcome, LfRunner } from "../run/lfRunner";
import type { OpenProject, VotingProject } from "../run/openProject";
import { rowObjects } from "../realm/rowObjects";

/** What it takes to run LFs over all rows. */
export interface VotingInput {
  readonly project: OpenProject;
  readonly dataset: Dataset;
  readonly plan: LoadedPlan;
  readonly runner: LfRunner;
  readonly onProgress: EngineEvents["progress"];
}

/** What it takes to make something of their votes. */
export interface AllRows<Request> extends Omit<VotingInput, "runner"> {
  readonly request: Request;
  readonly applier: Applier;
}

/** Rows that the LFs are asked about at a time. */
export const BATCH_ROWS = 8_192;

/** An LF's votes on a batch of rows. */
export type BatchVotes = Pick<LfOutcome, "votes" | "notAsked" | "asked">;

/** @returns the votes of each LF on a batch of rows, whose first is row `firstRow` of all */
export async function voteOn(
  { project, plan, runner }: Pick<VotingInput, "plan" | "runner"> & { readonly project: VotingProject },
  table: Table,
  firstRow: number,
  logs: readonly FaultLog[],
): Promise<BatchVotes[]> {
  const rows = rowObjects(table, project.spec.columns.gold);
  const columns: BatchVotes[] = [];
  for (const [j, lf] of plan.lfs.entries()) {
    if (lf.stop) columns.push({ votes: new Int16Array(table.rows).fill(ABSTAIN), notAsked: 0 });
    else columns.push(await runner.run(project, lf, { rows, firstRow, log: logs[j]! }));
  }
  return columns;
}
