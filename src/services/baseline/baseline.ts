import type { LabeledVotes } from "../../core/rows/changedRows";
import { changedRows, compareColumns } from "../../core/statistics/changes";
import type { PredictionSource } from "../../core/data/rowFilter";
import { ABSTAIN, type VoteColumn } from "../../core/statistics/votes";
import type { Analysis } from "../../protocol/analysis";
import type { DatasetInfo, LfResult } from "../../protocol/engine";
import type { LfChange } from "../../protocol/snapshot";
import { voteMatrix, type Changes, type LfEntry, type ProjectState } from "../project/state";

/** Compares the state's numbers with its baseline's; undefined where one of them is missing. */
export function changesOf({ baseline, analysis, info, lfs }: ProjectState): Changes | undefined {
  if (!baseline || !analysis || !info) return undefined;
  const { gold } = info.sample;
  const names = new Set(lfs.map(({ site }) => site.name));
  const before = new Map(baseline.lfs.map((entry) => [entry.site.name, entry]));
  const gone = baseline.lfs.filter(({ site }) => !names.has(site.name));
  const changed = lfs.flatMap(({ site, result }): [string, LfChange][] => {
    const change = result && lfChange(result, before.get(site.name), gone, gold);
    return change ? [[site.name, change]] : [];
  });
  const renamed = new Set(changed.map(([, { renamedFrom }]) => renamedFrom));
  return {
    lfs: new Map(changed),
    label: compareColumns(baseline.analysis.predictions.labelModel, analysis.predictions.labelModel, gold),
    removed: gone.map(({ site }) => site.name).filter((name) => !renamed.has(name)),
  };
}

/** @param gone the baseline's LFs whose names are there no more: one of them may live on under this name */
function lfChange(result: LfResult, was: LfEntry | undefined, gone: readonly LfEntry[], gold: Int16Array): LfChange | undefined {
  const { votes } = result;
  if (was) {
    const change = was.result && was.result !== result ? compareColumns(was.result.votes, votes, gold) : undefined;
    return change && changedRows(change) > 0 ? { ...change, isNew: false } : undefined;
  }
  const twin = votes.some((vote) => vote !== ABSTAIN) ? gone.find((entry) => isSame(entry.result?.votes, votes)) : undefined;
  if (twin) return { ...compareColumns(votes, votes, gold), isNew: false, renamedFrom: twin.site.name };
  return { ...compareColumns(new Int16Array(gold.length).fill(ABSTAIN), votes, gold), isNew: true };
}

const isSame = (a: VoteColumn | undefined, b: VoteColumn): boolean => a?.every((vote, row) => vote === b[row]) === true;

/** The votes and denoised labels of the baseline, for the core. An LF that was renamed since has its name of today. */
export function votesBefore(state: ProjectState, info: DatasetInfo, source: PredictionSource = "labelModel"): LabeledVotes | undefined {
  const { baseline, changes } = state;
  if (!baseline) return undefined;
  const renamed = new Map(Array.from(changes?.lfs ?? [], ([name, { renamedFrom }]) => [renamedFrom, name]));
  const votes = labeledVotes({ ...state, lfs: baseline.lfs }, info, baseline.analysis, source);
  return { ...votes, lfNames: votes.lfNames.map((name) => renamed.get(name) ?? name) };
}

/** The votes and denoised labels of a state. */
export const labeledVotes = (
  state: ProjectState,
  info: DatasetInfo,
  analysis: Analysis,
  source: PredictionSource = "labelModel",
): LabeledVotes => ({
  matrix: voteMatrix(state, info),
  lfNames: state.lfs.map((lf) => lf.site.name),
  prediction: analysis.predictions[source],
});
