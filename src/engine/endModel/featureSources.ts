import { cellText, type CellValue, type ColumnInfo } from "../../core/data/cells";
import type { FeatureColumn } from "../../core/endModel/countFeatures";
import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";
import type { EndModelSpec } from "../../protocol/endModel";

/** A column of the data that the end model reads, and as what. */
export interface FeatureSource {
  readonly name: string;
  readonly kind: FeatureColumn["kind"];
}

export interface FeatureSourcesInput {
  readonly project: Pick<ProjectSpec, "columns">;
  readonly spec: EndModelSpec;
  readonly info: Pick<DatasetInfo, "columns">;
}

/**
 * What the end model reads: the texts, then the other columns that the config names; numbers stay numbers, the rest are categories.
 * @throws Error in plain words: nothing to read, a column that the data does not have, or the gold column
 */
export function featureSources({ project, spec, info }: FeatureSourcesInput): FeatureSource[] {
  const text = spec.text ?? (project.columns.text === undefined ? [] : [project.columns.text]);
  const names = [...text, ...spec.columns];
  if (names.length === 0)
    throw new Error(
      'The end model has nothing to learn from: name the text in lf.config.json as "columns": { "text": "..." }, or other columns as "endModel": { "columns": ["..."] }.',
    );
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Error(`lf.config.json names the column "${twice}" twice for the end model; keep one of them.`);
  if (project.columns.gold !== undefined && names.includes(project.columns.gold))
    throw new Error(
      `The end model cannot read "${project.columns.gold}": it is the gold column, and a model that reads gold only repeats it.`,
    );
  return names.map((name): FeatureSource => {
    const { type } = columnOf(info.columns, name);
    return { name, kind: text.includes(name) ? "text" : type === "number" ? "number" : "category" };
  });
}

function columnOf(columns: readonly ColumnInfo[], name: string): ColumnInfo {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const there = columns.map((column) => column.name).join(", ");
  throw new Error(`The data has no column "${name}", which the end model should read; it has ${there}. Fix it in lf.config.json.`);
}

/** The cells of rows as the end model takes them. @param cells of each source, in their order */
export const featureColumns = (sources: readonly FeatureSource[], cells: readonly (readonly CellValue[])[]): FeatureColumn[] =>
  sources.map(({ name, kind }, i): FeatureColumn =>
    kind === "number" ? { name, kind, values: Float64Array.from(cells[i]!, numberOf) } : { name, kind, values: cells[i]!.map(cellText) },
  );

const numberOf = (cell: CellValue): number => (typeof cell === "number" ? cell : NaN);
