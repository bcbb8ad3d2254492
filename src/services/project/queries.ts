import { movesBetween, type Moves } from "../../core/rows/changedRows";
import { clarityMatrix, type ClarityMatrix } from "../../core/clarity/clarity";
import { meetingPairs, pairwiseRows, type LfPair } from "../../core/patterns/pairwise";
import type { PredictionSource, RowFilter } from "../../core/data/rowFilter";
import { goldOf } from "../../core/slices/countRows";
import type { Analysis } from "../../protocol/analysis";
import type { DatasetInfo, SampleRow } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { RowExplanation, RowFindings, RowPage, RowView } from "../../protocol/panel";
import { labeledVotes, votesBefore } from "../baseline/baseline";
import type { DebugRequest } from "../debug/debugRun";
import { createForecast, type Forecast } from "../export/forecast";
import { cellsForLfs, pinnedRow, pinsOfRow } from "../pins/pinnedRows";
import type { Engine, ProjectPorts } from "./ports";
import { rowFindings } from "./findings";
import { matchingRows, rowChanges, rowView, sliceRows } from "./rows";
import { voteMatrix, type ProjectState } from "./state";

/** What views ask of a project: all that is too large, or too rarely wanted, for a snapshot. */
export interface Queries {
  /** One page of the sample's rows that pass the filter, with every LF's vote; none while there are no numbers. */
  rows(filter: RowFilter, offset: number, limit: number): Promise<RowPage>;
  /** The numbers of all of the sample's rows that pass the filter, ascending; none while there are no numbers. */
  matching(filter: RowFilter): Uint32Array;
  /** One row of the sample. Rejects if there is none, or while there are no numbers. */
  row(row: number): Promise<RowView>;
  /** What gave rows of the sample each LF's vote. */
  findings(rows: readonly number[]): Promise<readonly RowFindings[]>;
  /** Why a row of the sample has its denoised label. Rejects while there are no numbers. */
  explain(row: number): Promise<RowExplanation>;
  /** All that a debugger needs to ask an LF about a row of the sample, or about one that is pinned to it. */
  debugTarget(lf: string, at: { readonly row: number } | { readonly pin: string }): Promise<Omit<DebugRequest, "stop">>;
  /** The clarity matrix of the rows whose gold is one label, of all or of a slice. */
  clarity(goldLabel: string, source: PredictionSource, slice?: string): ClarityMatrix;
  /** The LFs that vote on at least one same row of the sample, or of a slice, by their places in the snapshot. */
  pairs(slice?: string): readonly LfPair[];
  /** Tells of exports what they are going to hold. Rejects while there are no numbers. */
  forecast(): Promise<Forecast>;
  /** Where rows went between the baseline and now; undefined without a baseline. */
  moves(): Moves | undefined;
}

export interface QueriesOptions {
  readonly engine: Engine;
  readonly ports: Pick<ProjectPorts, "analyst">;
  /** The LF files as they are now. */
  readonly sources: () => Promise<readonly SourceFile[]>;
  /** The state with every vote counted. */
  readonly current: () => ProjectState;
}

export function createQueries({ engine, ports, sources, current }: QueriesOptions): Queries {
  /** Rows with all that is known of them now. */
  function views(rows: readonly SampleRow[], filter: RowFilter, { info, analysis }: Numbers): RowView[] {
    const state = current();
    return rows.map((row) => ({
      ...rowView(state, info, state.analysis ?? analysis, row, filter.source),
      pins: pinsOfRow(state, row.row, row.cells),
      ...(filter.changed && { changes: rowChanges(state, info, state.analysis ?? analysis, row.row, filter.source) }),
    }));
  }

  async function row(row: number): Promise<RowView> {
    const numbers = numbersOf(current());
    const [view] = views(await engine.rows([row]), {}, numbers);
    if (!view) throw new Error(`The sample has no row ${row}.`);
    return view;
  }

  return {
    async rows(filter, offset, limit) {
      const state = current();
      if (!state.info || !state.analysis) return { total: 0, rows: [] };
      const matching = matchingRows(state, state.info, state.analysis, filter);
      const page = await engine.rows([...matching.subarray(offset, offset + limit)]);
      return { total: matching.length, rows: views(page, filter, numbersOf(state)) };
    },
    matching(filter) {
      const state = current();
      return state.info && state.analysis ? matchingRows(state, state.info, state.analysis, filter) : new Uint32Array();
    },
    row,
    findings: async (rows) => rowFindings(current(), rows, { engine, files: await sources() }),
    explain: (at) => ports.analyst.explain({ project: current().root, row: at }),
    async debugTarget(lf, at) {
      const { root, lfs, config } = current();
      const site = lfs.find((entry) => entry.site.name === lf)?.site;
      if (!site || !config) throw new Error(`There is no LF "${lf}".`);
      const cells = "pin" in at ? pinnedRow(current(), lf, at.pin) : cellsForLfs((await row(at.row)).cells, current());
      if (!cells) throw new Error(`The row is no longer pinned to ${lf}.`);
      return { root, file: site.file, lf, row: cells, files: await sources() };
    },
    clarity(goldLabel, source, slice) {
      const state = current();
      const { info, analysis } = numbersOf(state);
      const prediction = analysis.predictions[source];
      const matrix = voteMatrix(state, info);
      const ofSlice = slice === undefined ? matrix : { ...matrix, gold: goldOf(matrix.gold, isIn(state, slice)) };
      return clarityMatrix({ matrix: ofSlice, prediction, goldLabel: state.config?.labels.indexOf(goldLabel) ?? -1 });
    },
    pairs(slice) {
      const state = current();
      if (!state.info) return [];
      const matrix = voteMatrix(state, state.info);
      if (slice === undefined) return meetingPairs(pairwiseRows(matrix));
      const pick = isIn(state, slice);
      const columns = matrix.columns.map((column) => column.filter((_, row) => pick(row)));
      const gold = matrix.gold.filter((_, row) => pick(row));
      return meetingPairs(pairwiseRows({ ...matrix, rows: gold.length, columns, gold }));
    },
    forecast: async () => createForecast(current(), await ports.analyst.beliefs(current().root)),
    moves() {
      const state = current();
      const before = state.info && votesBefore(state, state.info);
      return before && state.analysis && movesBetween(before, labeledVotes(state, state.info, state.analysis));
    },
  };
}

function isIn(state: ProjectState, slice: string): (row: number) => boolean {
  const rows = sliceRows(state).get(slice);
  return (row) => rows?.[row] === 1;
}

interface Numbers {
  readonly info: DatasetInfo;
  readonly analysis: Analysis;
}

function numbersOf({ info, analysis }: ProjectState): Numbers {
  if (!info || !analysis) throw new Error("There are no statistics yet.");
  return { info, analysis };
}
