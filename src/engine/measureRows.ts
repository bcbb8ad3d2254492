import { SPLITS } from "../core/cells";
import { countClarity } from "../core/export/countClarity";
import { predictLabels } from "../core/labelModel/predict";
import { countingOnly, createPatternCollector } from "../core/patterns";
import { summarizePatterns } from "../core/patternSummary";
import { ABSTAIN } from "../core/votes";
import type { AllRowsReport, MeasureRequest } from "../protocol/engine";
import { BATCH_ROWS, voteOn, type AllRows } from "./allRows";
import { fitAllRows } from "./fitAllRows";
import { plannedLf } from "./lfFiles";
import type { OpenProject } from "./openProject";
import { onAllRows } from "./stoppedCode";
import type { Stopped } from "./workerApi";

/** The LFs that stopped a worker abstain everywhere. */
export type MeasureInput = AllRows<Omit<MeasureRequest, "files"> & { readonly stopped: Stopped }>;

/**
 * Statistics on all rows instead of a sample. The data is streamed; memory holds the patterns and 7 bytes a row. The label model is
 * fitted on all rows, as for an export; what is counted are the rows of the splits that the sample is drawn from.
 * @throws Error in plain words: no LF to run, or data that changed
 */
export async function measureRows(input: MeasureInput): Promise<AllRowsReport> {
  const startedMs = performance.now();
  const { project, plan, request } = input;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There is no LF to run.");
  const { index, gold, splits, faults } = await voteOnAll(input);
  const names = plan.lfs.map(({ name }) => name);
  const { model, proba } = fitAllRows({ index, gold, splits, names, spec: request.labelModel });
  const wanted = wantedSplits(project.spec.sample.split);
  const isWanted = (row: number): boolean => wanted.has(splits[row]!);
  const counted = countingOnly(index, rowsWhere(splits.length, isWanted));
  const ownGold = gold.map((label, row) => (isWanted(row) ? label : ABSTAIN));
  return {
    lfs: plan.lfs.map(plannedLf),
    summary: summarizePatterns(counted, ownGold),
    clarity: countClarity(index.table, predictLabels(proba, index.table), index.rowPattern, ownGold),
    labelModel: { kind: model.kind, title: model.title },
    faults,
    seconds: (performance.now() - startedMs) / 1000,
  };
}

async function voteOnAll(input: MeasureInput): Promise<Parameters<typeof fitAllRows>[0] & Pick<AllRowsReport, "faults">> {
  const { project, dataset, plan, runner, onProgress } = input;
  const { stopped } = input.request;
  const total = dataset.info.rows;
  const collector = createPatternCollector(plan.lfs.length, project.spec.labels.length, total);
  const [gold, splits] = [new Int16Array(total), new Uint8Array(total)];
  const logs = plan.lfs.map((lf) => runner.newLog(project, lf));
  let done = 0;
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS })) {
    collector.add(await voteOn({ project, plan, stopped, runner }, table, done, logs), table.rows);
    gold.set(table.gold, done);
    splits.set(table.splits, done);
    done += table.rows;
    onProgress({ what: `running ${plan.lfs.length} LFs on all rows`, done, total });
  }
  const faults = plan.lfs.map(({ key }, lf) => {
    const stop = stopped.get(key);
    return stop ? [onAllRows(stop, total)] : logs[lf]!.faults();
  });
  return { index: collector.finish(), gold, splits, names: plan.lfs.map(({ name }) => name), faults };
}

function wantedSplits(split: OpenProject["spec"]["sample"]["split"]): Set<number> {
  const wanted = split === undefined ? (["train", "dev"] as const) : split === "all" ? SPLITS : [split];
  return new Set(wanted.map((name) => SPLITS.indexOf(name)));
}

function* rowsWhere(rows: number, is: (row: number) => boolean): Generator<number> {
  for (let row = 0; row < rows; row++) if (is(row)) yield row;
}
