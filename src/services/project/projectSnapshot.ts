import { join } from "node:path";
import { wilson } from "../../core/math/interval";
import type { Problem } from "../../core/data/problem";
import type { BaselineSnapshot, LfSnapshot, Numbers, ProjectSnapshot } from "../../protocol/snapshot";
import type { Baseline, Changes, LfEntry, ProjectState } from "./state";
import { CONFIG_FILE } from "../config/schema";
import { spotCheckOf } from "../gold/spotChecks";
import { countEvidence } from "./evidence";
import { labeledAccuracy } from "../../core/clarity/clarity";
import { allRowsSnapshot } from "../allRows/allRowsSnapshot";
import { endModelSnapshot } from "../endModel/endModelSnapshot";
import { pinnedSnapshot } from "../pins/pinnedRows";
import { pinProblems } from "../pins/pinProblems";
import { slicesSnapshot } from "../slices/slicesSnapshot";
import { unstableProblems } from "./results";

/** The state as everybody else sees it. */
export function projectSnapshot(state: ProjectState): ProjectSnapshot {
  const { info, study } = state;
  return {
    root: state.root,
    name: state.name,
    phase: state.phase,
    labels: state.config?.labels ?? [],
    numbers: { sample: sampleNumbers(state), ...allRowsSnapshot(state), ...slicesSnapshot(state) },
    columns: state.config?.columns ?? {},
    problems: [
      ...state.configProblems,
      ...(info?.problems ?? []),
      ...(state.judgements?.problems ?? []),
      ...state.runProblems,
      ...noLfProblems(state),
      ...labelProblems(state),
      ...unstableProblems(state.lfs),
      ...(state.sliceProblems ?? []),
      ...pinProblems(state),
    ],
    pinned: pinnedSnapshot(state),
    ...(state.judgements?.summary && { judgements: state.judgements.summary }),
    ...(state.progress === undefined ? {} : { progress: state.progress }),
    ...(state.data === undefined ? {} : { data: state.data }),
    ...endModelSnapshot(state),
    tasks: state.tasks,
    ...(study === undefined ? {} : { dependencies: study.dependencies }),
    ...(study?.comparison === undefined ? {} : { comparison: study.comparison }),
    ...(state.exports === undefined ? {} : { exports: state.exports }),
    ...(state.lastRun === undefined ? {} : { lastRun: state.lastRun }),
    ...(state.baseline && state.changes ? { baseline: baselineSnapshot(state.baseline, state.changes) } : {}),
    ...(state.baselineProblem === undefined ? {} : { baselineProblem: state.baselineProblem }),
  };
}

function sampleNumbers(state: ProjectState): Numbers {
  const { analysis } = state;
  const accuracy = analysis && labeledAccuracy(analysis.clarity.labelModel);
  return {
    rows: state.data?.sampleRows ?? 0,
    goldRows: state.data?.sampleGold ?? 0,
    labels: state.config?.labels ?? [],
    lfs: state.lfs.map((entry, at) => lfSnapshot(entry, at, state)),
    ...(state.numbers === undefined ? {} : { set: state.numbers.summary.set }),
    ...(analysis && {
      labelModel: analysis.labelModel,
      majorityClarity: analysis.clarity.majority,
      ...(state.endModel === undefined ? {} : { endModelClarity: analysis.clarity.endModel }),
      labeled: analysis.labelCounts.reduce((sum, count) => sum + count, 0),
      labelCounts: analysis.labelCounts,
      clarity: analysis.clarity.labelModel,
      ...(accuracy === undefined ? {} : { labeledAccuracy: accuracy }),
    }),
  };
}

/** @param at its place in the state's list, which is that in other lists too unless LFs came or went */
function lfSnapshot(entry: LfEntry, at: number, state: ProjectState): LfSnapshot {
  const { info, numbers, analysis, study, changes } = state;
  const { site, result, stale } = entry;
  const { key: _key, evidence: _sites, ...place } = site;
  const evidence = info && countEvidence(entry, info.sample.gold);
  const placeIn = (names: readonly string[] = []): number => (names[at] === site.name ? at : names.indexOf(site.name));
  const index = placeIn(analysis?.names);
  const summary = result && numbers?.summary.lfs[placeIn(numbers.names)];
  const estimated = summary && analysis?.estimated[index];
  const marginal = summary && study?.marginal[index];
  const change = summary && changes?.lfs.get(site.name);
  const spotCheck = summary && spotCheckOf(state, entry);
  const interval = summary && wilson(summary.correct, summary.correct + summary.incorrect);
  return {
    ...place,
    stale,
    faults: result?.faults ?? [],
    ...(result?.notAsked === undefined ? {} : { notAsked: result.notAsked }),
    ...(result?.asked === undefined ? {} : { asked: result.asked }),
    ...(summary === undefined ? {} : { summary }),
    ...(interval === undefined ? {} : { accuracyInterval: interval }),
    ...(spotCheck === undefined ? {} : { spotCheck }),
    ...(estimated === undefined ? {} : { estimated }),
    ...(marginal === undefined ? {} : { marginal }),
    ...(change === undefined ? {} : { change }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(result === undefined ? {} : { ms: result.ms }),
  };
}

/** Labels that no row can get as the LFs are, and a declared label that gold contradicts. */
function labelProblems({ root, analysis }: ProjectState): Problem[] {
  return (analysis?.labelModel.notes ?? []).map((message) => ({ file: join(root, CONFIG_FILE), severity: "warning", message }));
}

const baselineSnapshot = ({ title, notes, analysis }: Baseline, { label, removed }: Changes): BaselineSnapshot => ({
  title,
  notes,
  label,
  removed,
  set: analysis.summary.set,
  lfs: Object.fromEntries(analysis.names.map((name, lf) => [name, analysis.summary.lfs[lf]!])),
});
function noLfProblems({ root, phase, config, lfs, runProblems }: ProjectState): Problem[] {
  if (phase !== "ready" || !config || lfs.length > 0 || runProblems.length > 0) return [];
  const message = `There are no LFs yet. Export one from a file that "functions" matches: ${config.functions.join(", ")}.`;
  return [{ file: join(root, CONFIG_FILE), severity: "warning", message }];
}
