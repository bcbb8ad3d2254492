import { SPLITS, type Split } from "../../core/data/cells";
import { expectedRows, type ExpectedRows, type SampledRows } from "../../core/export/expectedRows";
import type { ExportFormat, ExportOptions } from "../../core/export/exportOptions";
import { patternsInConflict } from "../../core/export/patternsInConflict";
import { certaintyOf } from "../../core/labelModel/predict";
import { buildPatterns } from "../../core/patterns/patterns";
import { exportTarget } from "../../engine/output/exportTarget";
import type { Beliefs } from "../../protocol/analysis";
import { voteMatrix, type ProjectState } from "../project/state";

/** What an export is going to hold. */
export interface ExportForecast extends Omit<ExpectedRows, "splits" | "labels"> {
  /** Rows of the data. */
  readonly of: number;
  /** Rows of each label, by name. */
  readonly labels: readonly (readonly [label: string, rows: number])[];
  /** The splits that will have rows. */
  readonly splits: readonly { readonly split: Split; readonly rows: number }[];
  readonly columns: readonly string[];
  /** Of rows with the same text all but the first are going to be left out, besides. */
  readonly dedupe: boolean;
}

/** @throws Error in plain words if the options ask for what the data does not have */
export type Forecast = (format: ExportFormat, options: Partial<ExportOptions>) => ExportForecast;

/**
 * Tells of exports what they are going to hold, from the sample's votes and its label model.
 * @param beliefs what the label model believes of the sample's rows
 * @throws Error while there are no numbers
 */
export function createForecast(state: ProjectState, beliefs: Beliefs): Forecast {
  const { info, config, lfs } = state;
  const sample = sampledRows(state, beliefs);
  if (!info || !config || !sample) throw new Error("There are no statistics yet.");
  const splitRows = SPLITS.map((split) => info.splitRows[split] ?? 0);
  return (format, asked) => {
    const names = lfs.map(({ site }) => site.name);
    const { options, columns } = exportTarget({ spec: config, info, lfs: names, format, options: asked });
    const { labels, splits, ...rows } = expectedRows(sample, splitRows, options);
    return {
      ...rows,
      of: info.rows,
      labels: config.labels.map((label, at) => [label, labels[at] ?? 0] as const),
      splits: SPLITS.map((split, at) => ({ split, rows: splits[at]! })).filter((one) => one.rows > 0),
      columns: columns.map(({ name }) => name),
      dedupe: options.dedupe,
    };
  };
}

function sampledRows(state: ProjectState, { proba, rowPattern }: Beliefs): SampledRows | undefined {
  const { info, analysis, config } = state;
  const labelCount = config?.labels.length ?? 0;
  if (!info || !analysis || rowPattern.length !== info.sample.rows) return undefined;
  const size = labelCount === 0 ? 0 : proba.length / labelCount;
  const patternLabel = new Int16Array(size);
  rowPattern.forEach((pattern, row) => (patternLabel[pattern] = analysis.predictions.labelModel[row]!));
  const { table, rowPattern: own } = buildPatterns(voteMatrix(state, info));
  const disputed = patternsInConflict(table);
  return {
    ...{ rowPattern, patternLabel, labelCount },
    patternConfidence: certaintyOf(proba, { size, labels: labelCount }).confidence,
    gold: info.sample.gold,
    splits: info.sample.splits,
    inConflict: Uint8Array.from(own, (pattern) => disputed[pattern]!),
  };
}
