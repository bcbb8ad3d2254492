import { SPLITS } from "../../core/cells";
import type { PredictionSource, RowFilter } from "../../core/rowFilter";
import { selectRows } from "../../core/selectRows";
import type { DatasetInfo, SampleRow } from "../../protocol/engine";
import type { RowView, RowVote } from "../../protocol/panel";
import type { Analysis } from "../../protocol/analysis";
import { voteMatrix, type ProjectState } from "./state";

/** The sample's rows that pass the filter, ascending. */
export function matchingRows(state: ProjectState, info: DatasetInfo, analysis: Analysis, filter: RowFilter): Uint32Array {
  return selectRows(
    {
      matrix: voteMatrix(state, info),
      lfNames: state.lfs.map((lf) => lf.site.name),
      labels: state.config?.labels ?? [],
      prediction: analysis.predictions[filter.source ?? "labelModel"],
      splits: info.sample.splits,
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
    ...(gold === undefined ? {} : { gold }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}
