import type { ProjectNumbers } from "../../protocol/snapshot";
import type { ProjectConfig } from "../config/schema";
import type { ProjectState } from "../project/state";
import { allRowsNumbers, slicesOfAllRows } from "./allRowsNumbers";

/** Statistics on all rows as views show them; stale as soon as LFs or settings are not those that were measured. */
export function allRowsSnapshot(state: ProjectState): Pick<ProjectNumbers, "allRows"> {
  const { allRows, config, data } = state;
  if (!allRows) return {};
  const { problem, measured } = allRows;
  const part = problem === undefined ? {} : { problem };
  if (!measured || !config || !data) return { allRows: part };
  const { report, at, from } = measured;
  const numbers = allRowsNumbers(report, measured.config.labels);
  const stale = isStale(measured, state);
  const slices = slicesOfAllRows(report, measured.config.labels);
  const { splits, seconds } = report;
  return { allRows: { ...part, measured: { numbers, slices, splits, at, seconds, stale, ...(from === undefined ? {} : { from }) } } };
}

/** A file that cannot be run as it is counts as changed. */
function isStale(
  { report, config: then, goldVersion }: NonNullable<NonNullable<ProjectState["allRows"]>["measured"]>,
  { config, phase, lfs, judgements }: ProjectState,
): boolean {
  if (!config || phase === "failed" || settings(then) !== settings(config)) return true;
  if (goldVersion !== (judgements?.version ?? 0)) return true;
  return lfs.length !== report.lfs.length || lfs.some(({ site, stale }, at) => stale || site.key !== report.lfs[at]!.key);
}

/** What of the config the numbers depend on, beside the data. */
const settings = ({ labels, columns, labelModel, slices }: ProjectConfig): string =>
  JSON.stringify({ labels, columns, labelModel, slices });
