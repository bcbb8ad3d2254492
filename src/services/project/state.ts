import { ABSTAIN, type VoteMatrix } from "../../core/statistics/votes";
import type { CheckedRows } from "../../core/gold/spotChecks";
import type { Remarks } from "../../core/gold/remarks";
import type { Judged } from "../../core/gold/judgement";
import type { GoldWinner } from "../../core/gold/overlay";
import type { Problem } from "../../core/data/problem";
import type { AllRowsReport, DatasetInfo, LfResult, PlannedLf, RunPlan } from "../../protocol/engine";
import type { SliceResult } from "../../protocol/slices";
import type { LfChange, Numbers, Phase, Progress, ProjectSnapshot, TaskSnapshot } from "../../protocol/snapshot";
import type { ProjectConfig } from "../config/schema";
import { labelModelSpec } from "../config/spec";
import { usableGold } from "../../core/labelModel/usableGold";
import type { LiveNumbers } from "./liveNumbers";
import type { Analysis, AnalysisInput, Study } from "../../protocol/analysis";
import type { TrainingRecord } from "../../protocol/endModel";
import type { PinFile } from "../pins/pinFile";
import type { ColumnChange } from "../../core/statistics/changes";

/** An LF of the last plan and the result shown for it: of this very version, or of an older one, which is stale. */
export interface LfEntry {
  readonly site: PlannedLf;
  readonly result?: LfResult;
  readonly stale: boolean;
}

/** Statistics on all rows, as the state keeps them. */
export interface AllRows {
  /** Why the last measurement came to nothing. */
  readonly problem?: string | undefined;
  /** The last measurement that came to its end, and the config that it was of. `at`: ISO 8601. */
  readonly measured?: {
    readonly report: AllRowsReport;
    readonly config: ProjectConfig;
    readonly goldVersion: number;
  } & Pick<Origin, "at"> &
    Partial<Origin>;
}

/** Where and when statistics were counted that are not of this machine. */
export interface Origin {
  /** ISO 8601. */
  readonly at: string;
  /** The file's name. */
  readonly from: string;
}

/** Another version of the LFs and what it was worth, on the same rows under the same config. */
export interface Baseline {
  /** "the last saved version", "HEAD (1a2b3c4)". */
  readonly title: string;
  readonly lfs: readonly LfEntry[];
  readonly analysis: Analysis;
  /** What else is not as it was, in plain words. */
  readonly notes: readonly string[];
}

/** How the numbers differ from the baseline's. */
export interface Changes {
  /** By name, only LFs that differ. */
  readonly lfs: ReadonlyMap<string, LfChange>;
  /** Of the denoised labels. */
  readonly label: ColumnChange;
  /** LFs that only the baseline has. */
  readonly removed: readonly string[];
}

/** What people said of rows, and what became of it. */
export interface GoldState {
  /** By the rows' keys. */
  readonly rows: Judged;
  readonly remarks: Remarks;
  readonly checked: CheckedRows;
  /** The label index of each row that has one. */
  readonly labels: ReadonlyMap<string, number>;
  readonly wins: GoldWinner;
  /** Changes with every change of the judgements. */
  readonly version: number;
  /** The sample's, with the judgements: label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** The sample's by the data's gold column alone. */
  readonly dataGold: Int16Array;
  /** Rows of the sample whose gold column has another label than people gave. */
  readonly disagreements: readonly number[];
  /** Keys of rows that people gave different labels, and that nobody has settled. */
  readonly disputed: readonly string[];
  readonly problems: readonly Problem[];
  /** Undefined while nobody has judged a row. */
  readonly summary: ProjectSnapshot["judgements"];
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
  readonly judgements?: GoldState | undefined;
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
  readonly tasks: readonly TaskSnapshot[];
  readonly allRows?: AllRows | undefined;
  /** Those of the last run; they have rows where there is no problem. */
  readonly slices?: readonly SliceResult[] | undefined;
  readonly sliceProblems?: readonly Problem[];
  /** By their names, of the votes that `analysis` is of. */
  readonly sliceNumbers?: ReadonlyMap<string, Numbers> | undefined;
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

/** What the analysis takes of the state. */
export function analysisInput(state: ProjectState, info: DatasetInfo, config: ProjectConfig): AnalysisInput {
  return {
    project: state.root,
    names: state.lfs.map((lf) => lf.site.name),
    labels: config.labels,
    matrix: voteMatrix(state, info),
    labelModel: labelModelSpec(config),
    ...(state.endModel === undefined ? {} : { endModel: state.endModel.predictions }),
    usableGold: usableGold(info.sample.gold, info.sample.splits),
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

/** What everybody may know of the data. */
export function dataSummary(info: DatasetInfo): NonNullable<ProjectSnapshot["data"]> {
  const { sample, ...rest } = info;
  return { ...rest, sampleRows: sample.rows, sampleGold: sample.gold.reduce((count, label) => count + (label === ABSTAIN ? 0 : 1), 0) };
}

/**
 * A plan's LFs with the best result known for each: of its very version by key, else the last one by name, marked stale.
 * LFs of files that do not compile keep their place and numbers, of an earlier session too, marked stale.
 */
export function planEntries(plan: RunPlan, before: readonly LfEntry[], results: ReadonlyMap<string, LfResult>): LfEntry[] {
  const lastByName = new Map(before.map((entry) => [entry.site.name, entry.result]));
  const planned = plan.lfs.map((site): LfEntry => {
    const exact = results.get(site.key);
    const result = exact ?? lastByName.get(site.name);
    return { site, stale: exact === undefined && result !== undefined, ...(result === undefined ? {} : { result }) };
  });
  const former = (plan.former ?? []).filter(({ site }) => !before.some((entry) => entry.site.name === site.name));
  const broken = [...before, ...former.map(({ site, result }): LfEntry => ({ site, result, stale: true }))].filter(
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
