import type { AllRowsReport } from "../protocol/engine";
import type { ClusterJob } from "./clusterJob";

/** Tells a file of statistics, and its version. */
export const STATISTICS_FORMAT = "lf-lens statistics 1";

/** Statistics of a cluster's rows, as LF Lens shows them beside its own. */
export interface ClusterStatistics extends Omit<AllRowsReport, "slices" | "lfs" | "seconds"> {
  readonly format: typeof STATISTICS_FORMAT;
  readonly lfs: ClusterJob["lfs"];
  readonly labels: readonly string[];
  readonly rows: number;
}
