import { join } from "node:path";
import { ABSTAIN, type VoteMatrix } from "../../core/votes";
import type { Problem } from "../../core/problem";
import { labeledAccuracy } from "../../core/clarity";
import { wilson } from "../../core/interval";
import type { DatasetInfo, LfResult, PlannedLf, RunPlan } from "../../protocol/engine";
import type { BaselineSnapshot, LfSnapshot, Phase, Progress, ProjectSnapshot } from "../../protocol/snapshot";
import { CONFIG_FILE, type ProjectConfig } from "../config/schema";
import { labelModelSpec } from "../config/spec";
import { SPLITS } from "../../core/cells";
import { allRowsSnapshot } from "../allRows/allRowsSnapshot";
import type { AllRows } from "../allRows/measuring";
import { countEvidence } from "./evidence";
import type { LiveNumbers } from "./liveNumbers";
import { unstableProblems } from "./results";
import type { Analysis, AnalysisInput, Study } from "../../protocol/analysis";
import type { TrainingRecord } from "../../protocol/endModel";
import type { Baseline, Changes } from "../baseline/baseline";
import type { PinFile } from "../pins/pinFile";
import { pinnedSnapshot } from "../pins/pinnedRows";
import { endModelSnapshot } from "../endModel/endModelSnapshot";
import { pinProblems } from "../pins/pinProblems";

/** An LF of the last plan and the result shown for it: of this very version, or of an older one, which is stale. */
export interface LfEntry {
  readonly site: PlannedLf;
  readonly result?: LfResult;
  readonly stale: boolean;
}

/** All that a project knows. Changed in one place (`Project`), never in part. */
export interface ProjectState {
  readonly root: string;
  readonly name: string;
  readonly phase: Phase;
  readonly progress?: Progress | undefined;
  readonly config?: ProjectConfig;
  readonly configProblems: readonly Problem[];
  readonly info?: DatasetInfo;
  readonly data?: ProjectSnapshot["data"];
  readonly runProblems: readonly Problem[];
  readonly lfs: readonly LfEntry[];
  /** Of the votes in `lfs`; `analysis` follows when the label model is fitted. */
  readonly numbers?: LiveNumbers | undefined;
  readonly analysis?: Analysis;
  /** Of the votes that `analysis` is of; undefined until worked out. */
  readonly study?: Study | undefined;
  readonly exports?: ProjectSnapshot["exports"];
  readonly lastRun?: ProjectSnapshot["lastRun"];
  readonly baseline?: Baseline | undefined;
  readonly baselineProblem?: string | undefined;
  readonly pinFiles?: readonly PinFile[];
  /** The latest end model, and the label (or ABSTAIN) that it gives each row of the sample. */
  readonly endModel?: { readonly record: TrainingRecord; readonly file: string; readonly predictions: Int16Array } | undefined;
  readonly training?: Progress | undefined;
  readonly allRows?: AllRows | undefined;
  readonly retraining?: Progress | undefined;
  /** Of `analysis` against `baseline`. */
  readonly changes?: Changes | undefined;
}

/** The votes of every LF that has some, in the order of `lfs`. */
export function voteMatrix(state: ProjectState, info: DatasetInfo): VoteMatrix {
  const silent = new Int16Array(info.sample.rows).fill(ABSTAIN);
  return {
    rows: info.sample.rows,
    labels: state.config?.labels.length ?? 0,
    columns: state.lfs.map((lf) => lf.result?.votes ?? silent),
    gold: info.sample.gold,
  };
}

/** What the analysis takes of the state. The label model may use the gold of dev rows: test is never sampled unasked, train's is shown. */
export function analysisInput(state: ProjectState, info: DatasetInfo, config: ProjectConfig): AnalysisInput {
  const dev = SPLITS.indexOf("dev");
  return {
    project: state.root,
    names: state.lfs.map((lf) => lf.site.name),
    labels: config.labels,
    matrix: voteMatrix(state, info),
    labelModel: labelModelSpec(config),
    ...(state.endModel === undefined ? {} : { endModel: state.endModel.predictions }),
    usableGold: info.sample.splits.map((split) => (split === dev ? 1 : 0)),
  };
}

/** What a finished run did, for the log. */
export function runText(
  { name, lfs }: ProjectState,
  { run, ms, ran }: { readonly run: number; readonly ms: number; readonly ran: number },
): string {
  const slowest = [...lfs].sort((a, b) => (b.result?.ms ?? 0) - (a.result?.ms ?? 0))[0];
  const slow = slowest?.result ? `; slowest ${slowest.site.name}, ${slowest.result.ms.toFixed(1)} ms` : "";
  return `${name}: run ${run}, ${ran} of ${lfs.length} LFs ran, ${ms.toFixed(0)} ms${slow}`;
}

/** The state as everybody else sees it. */
export function projectSnapshot(state: ProjectState): ProjectSnapshot {
  const { info, analysis, study } = state;
  const accuracy = analysis && labeledAccuracy(analysis.clarity.labelModel);
  return {
    root: state.root,
    name: state.name,
    phase: state.phase,
    labels: state.config?.labels ?? [],
    columns: state.config?.columns ?? {},
    problems: [
      ...state.configProblems,
      ...(info?.problems ?? []),
      ...state.runProblems,
      ...noLfProblems(state),
      ...labelProblems(state),
      ...unstableProblems(state.lfs),
      ...pinProblems(state),
    ],
    pinned: pinnedSnapshot(state),
    lfs: state.lfs.map((entry, at) => lfSnapshot(entry, at, state)),
    ...(state.progress === undefined ? {} : { progress: state.progress }),
    ...(state.data === undefined ? {} : { data: state.data }),
    ...(state.numbers === undefined ? {} : { set: state.numbers.summary.set }),
    ...(analysis === undefined
      ? {}
      : {
          labelModel: analysis.labelModel,
          majorityClarity: analysis.clarity.majority,
          ...(state.endModel === undefined ? {} : { endModelClarity: analysis.clarity.endModel }),
          labeled: analysis.labelCounts.reduce((sum, count) => sum + count, 0),
          labelCounts: analysis.labelCounts,
          clarity: analysis.clarity.labelModel,
          ...(accuracy === undefined ? {} : { labeledAccuracy: accuracy }),
        }),
    ...endModelSnapshot(state),
    ...(state.training === undefined ? {} : { training: state.training }),
    ...allRowsSnapshot(state),
    ...(state.retraining === undefined ? {} : { retraining: state.retraining }),
    ...(study === undefined ? {} : { dependencies: study.dependencies }),
    ...(study?.comparison === undefined ? {} : { comparison: study.comparison }),
    ...(state.exports === undefined ? {} : { exports: state.exports }),
    ...(state.lastRun === undefined ? {} : { lastRun: state.lastRun }),
    ...(state.baseline && state.changes ? { baseline: baselineSnapshot(state.baseline, state.changes) } : {}),
    ...(state.baselineProblem === undefined ? {} : { baselineProblem: state.baselineProblem }),
  };
}

function noLfProblems({ root, phase, config, lfs, runProblems }: ProjectState): Problem[] {
  if (phase !== "ready" || !config || lfs.length > 0 || runProblems.length > 0) return [];
  const message = `There is no LF yet. Export one from a file that "functions" names: ${config.functions.join(", ")}.`;
  return [{ file: join(root, CONFIG_FILE), severity: "warning", message }];
}

/** Labels that no row can get as the LFs are, and a declared label that gold contradicts. */
function labelProblems({ root, analysis }: ProjectState): Problem[] {
  return (analysis?.labelModel.notes ?? []).map((message) => ({ file: join(root, CONFIG_FILE), severity: "warning", message }));
}

/** What everybody may know of the data. */
export function dataSummary(info: DatasetInfo): NonNullable<ProjectSnapshot["data"]> {
  const { sample, ...rest } = info;
  return { ...rest, sampleRows: sample.rows, sampleGold: sample.gold.reduce((count, label) => count + (label === ABSTAIN ? 0 : 1), 0) };
}

const baselineSnapshot = ({ title, notes, analysis }: Baseline, { label, removed }: Changes): BaselineSnapshot => ({
  title,
  notes,
  label,
  removed,
  set: analysis.summary.set,
  lfs: Object.fromEntries(analysis.names.map((name, lf) => [name, analysis.summary.lfs[lf]!])),
});

/** @param at its place in the state's list, which is that in other lists too unless LFs came or went */
function lfSnapshot(entry: LfEntry, at: number, { info, numbers, analysis, study, changes }: ProjectState): LfSnapshot {
  const { site, result, stale } = entry;
  const { key: _key, evidence: _sites, ...place } = site;
  const evidence = info && countEvidence(entry, info.sample.gold);
  const placeIn = (names: readonly string[] = []): number => (names[at] === site.name ? at : names.indexOf(site.name));
  const index = placeIn(analysis?.names);
  const summary = result && numbers?.summary.lfs[placeIn(numbers.names)];
  const estimated = summary && analysis?.estimated[index];
  const marginal = summary && study?.marginal[index];
  const change = summary && changes?.lfs.get(site.name);
  const interval = summary && wilson(summary.correct, summary.correct + summary.incorrect);
  return {
    ...place,
    stale,
    faults: result?.faults ?? [],
    ...(summary === undefined ? {} : { summary }),
    ...(interval === undefined ? {} : { accuracyInterval: interval }),
    ...(estimated === undefined ? {} : { estimated }),
    ...(marginal === undefined ? {} : { marginal }),
    ...(change === undefined ? {} : { change }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(result === undefined ? {} : { ms: result.ms }),
  };
}

/**
 * A plan's LFs with the best result known for each: of its very version by key, else the last one by name, marked stale.
 * LFs of files that do not compile keep their place and numbers, marked stale.
 */
export function planEntries(plan: RunPlan, before: readonly LfEntry[], results: ReadonlyMap<string, LfResult>): LfEntry[] {
  const lastByName = new Map(before.map((entry) => [entry.site.name, entry.result]));
  const planned = plan.lfs.map((site): LfEntry => {
    const exact = results.get(site.key);
    const result = exact ?? lastByName.get(site.name);
    return { site, stale: exact === undefined && result !== undefined, ...(result === undefined ? {} : { result }) };
  });
  const broken = before.filter(
    (entry) => plan.brokenFiles.includes(entry.site.file) && !plan.lfs.some((lf) => lf.name === entry.site.name),
  );
  return [...planned, ...broken.map((entry) => ({ ...entry, stale: true }))].sort(
    (a, b) => compareText(a.site.file, b.site.file) || a.site.line - b.site.line,
  );
}

/** Whether both hold the same votes of the same LFs, in the same order. */
export const hasSameVotes = (a: readonly LfEntry[], b: readonly LfEntry[]): boolean =>
  a.length === b.length && a.every(({ site, result }, i) => site.name === b[i]!.site.name && result === b[i]!.result);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
