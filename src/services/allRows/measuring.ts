import { isDeepStrictEqual } from "node:util";
import { isCancelled } from "../../protocol/cancelled";
import type { AllRowsReport, DatasetInfo } from "../../protocol/engine";
import { labelModelSpec } from "../config/spec";
import type { AllRows, Origin, ProjectState } from "../project/state";
import { onAllRows, type LongWork } from "../tasks/longWork";
import type { Task } from "../tasks/tasks";

/** Statistics on all rows of a project, on request. */
export interface Measuring {
  /** Runs the LFs over all rows and counts, or joins a measurement under way. Rejects with a plain message, also when it is cancelled. */
  measure(): Promise<AllRowsReport>;
  /**
   * Shows statistics that were counted elsewhere in place of the last measurement.
   * @param labels that they are of; throws Error if the project has others
   */
  adopt(report: AllRowsReport, labels: readonly string[], origin: Origin): void;
}

/** @param tell takes what has changed */
export function createMeasuring(work: LongWork, tell: (change: Pick<ProjectState, "allRows">) => void): Measuring {
  const { state, ready, tasks, sources } = work;
  const change = (part: AllRows): void => tell({ allRows: { ...state().allRows, ...part } });
  let underWay: Promise<AllRowsReport> | undefined;

  async function measure(task: Task): Promise<AllRowsReport> {
    const { config } = ready();
    const goldVersion = state().judgements?.version ?? 0;
    change({ problem: undefined });
    try {
      const report = await onAllRows(work, task, async (engine, info) => {
        const measured = await engine.measure({ labelModel: labelModelSpec(config), files: await sources() });
        assertSameData(info, state().info);
        return measured;
      });
      change({ measured: { report, config, at: new Date().toISOString(), goldVersion } });
      return report;
    } catch (error) {
      if (!isCancelled(error) && !task.signal.aborted) change({ problem: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      // Who measures next must not join what was cancelled.
      underWay = undefined;
    }
  }

  return {
    adopt(report, labels, { at, from }) {
      const { config } = ready();
      if (!isDeepStrictEqual(labels, config.labels))
        throw new Error(`${from} has statistics of the labels ${labels.join(", ")}; this project's are ${config.labels.join(", ")}.`);
      change({ problem: undefined, measured: { report, config, at, from, goldVersion: state().judgements?.version ?? 0 } });
    },
    measure: () =>
      (underWay ??= tasks
        .run({ kind: "measure", title: `All rows of ${state().name}`, unit: "rows", bars: 1, excludes: ["measure"] }, measure)
        .finally(() => (underWay = undefined))),
  };
}

function assertSameData(measured: DatasetInfo, shown: DatasetInfo | undefined): void {
  if (measured.fingerprint !== shown?.fingerprint) throw new Error("The data changed meanwhile. Measure all rows again.");
}
