import { SPLITS } from "../../core/data/cells";
import type { LabeledVotes } from "../../core/rows/changedRows";
import type { PredictionSource, RowFilter } from "../../core/data/rowFilter";
import { selectRows } from "../../core/rows/selectRows";
import { ABSTAIN } from "../../core/statistics/votes";
import type { DatasetInfo, SampleRow } from "../../protocol/engine";
import type { RowChange, RowView, RowVote } from "../../protocol/panel";
import type { Analysis } from "../../protocol/analysis";
import { labeledVotes, votesBefore } from "../baseline/baseline";
import type { ProjectState } from "./state";

/** Which rows of the sample each slice has, by its name. */
export const sliceRows = ({ slices = [] }: ProjectState): ReadonlyMap<string, Uint8Array> =>
  new Map(slices.flatMap(({ name, rows }): [string, Uint8Array][] => (rows ? [[name, rows]] : [])));

/** The sample's rows that pass the filter, ascending. */
export function matchingRows(state: ProjectState, info: DatasetInfo, analysis: Analysis, filter: RowFilter): Uint32Array {
  const before = filter.changed && votesBefore(state, info, filter.source);
  return selectRows(
    {
      ...labeledVotes(state, info, analysis, filter.source),
      ...(before === undefined ? {} : { before }),
      labels: state.config?.labels ?? [],
      splits: info.sample.splits,
      ids: info.sample.ids,
      hasTag: (row, tag) => state.judgements?.remarks.tagsOf(info.sample.keys[row]!).includes(tag) === true,
      slices: sliceRows(state),
      evidence: state.lfs.map(({ result, stale }) => (stale ? undefined : result?.evidence)),
      faultRows: state.lfs.map((lf) => lf.result?.faultRows ?? new Uint32Array()),
    },
    filter,
  );
}

/** A row with its gold, its denoised label and every LF's vote. */
export function rowView(
  state: ProjectState,
  info: DatasetInfo,
  analysis: Analysis,
  { row, cells }: SampleRow,
  source: PredictionSource = "labelModel",
): RowView {
  const labels = state.config?.labels ?? [];
  const gold = labels[info.sample.gold[row]!];
  const prediction = labels[analysis.predictions[source][row]!];
  const { remarks } = state.judgements ?? {};
  const tags = remarks?.tagsOf(info.sample.keys[row]!) ?? [];
  const comments = remarks?.threadOf(info.sample.keys[row]!) ?? [];
  const votes = state.lfs.flatMap(({ site, result }): RowVote[] => {
    const label = labels[result?.votes[row] ?? -1];
    return label === undefined ? [] : [{ lf: site.name, label, ...(gold === undefined ? {} : { right: label === gold }) }];
  });
  return {
    row,
    id: info.sample.ids[row]!,
    split: SPLITS[info.sample.splits[row]!]!,
    cells,
    votes,
    ...(tags.length === 0 ? {} : { tags }),
    ...(comments.length === 0 ? {} : { comments: comments.map(({ by, at, comment }) => ({ by, at, comment })) }),
    ...(gold === undefined ? {} : { gold }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}

/** How a row's votes and denoised label differ from the baseline's, the label first. */
export function rowChanges(
  state: ProjectState,
  info: DatasetInfo,
  analysis: Analysis,
  row: number,
  source: PredictionSource = "labelModel",
): RowChange[] {
  const before = votesBefore(state, info, source);
  if (!before) return [];
  const after = labeledVotes(state, info, analysis, source);
  const labels = state.config?.labels ?? [];
  const change = (was: number, is: number, lf?: string): RowChange[] => {
    const [from, to] = [labels[was], labels[is]];
    if (from === to) return [];
    return [{ ...(lf === undefined ? {} : { lf }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  };
  const vote = ({ matrix, lfNames }: LabeledVotes, lf: string): number => matrix.columns[lfNames.indexOf(lf)]?.[row] ?? ABSTAIN;
  return [
    ...change(before.prediction[row]!, after.prediction[row]!),
    ...[...new Set([...after.lfNames, ...before.lfNames])].flatMap((lf) => change(vote(before, lf), vote(after, lf), lf)),
  ];
}
