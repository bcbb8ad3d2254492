import type { FeatureColumn } from "../../core/endModel/countFeatures";
import { predictRows, type EndModel } from "../../core/endModel/endModel";
import { parseEndModel } from "../../core/endModel/modelFile";
import type { CellValue } from "../../core/data/cells";
import { readRegularFile } from "../../files/regularFile";
import { sha256 } from "../../files/sha256";
import { PROMPT_COLUMN } from "../../protocol/endModel";
import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";
import { featureColumns, type FeatureSource } from "./featureSources";

/** A model as a project can use it. */
export interface UsableModel {
  /** The data's columns that it reads. */
  readonly columns: readonly string[];
  /** P(label) of rows: rows x the project's labels. @param cells of each of `columns` */
  readonly predict: (cells: readonly (readonly CellValue[])[]) => Float64Array;
}

/**
 * Reads a model's file for a project.
 * @throws Error in plain words naming the file: it is not there, damaged, of labels or columns that the project does not have
 */
export async function readModel(
  path: string,
  project: Pick<ProjectSpec, "labels" | "columns">,
  info: Pick<DatasetInfo, "columns">,
): Promise<UsableModel> {
  const model = await parseFile(path);
  const stranger = model.labels.find((label) => !project.labels.includes(label));
  if (stranger !== undefined)
    throw new Error(
      `${path}: this model knows the label "${stranger}", which is not among the project's (${project.labels.join(", ")}). It was trained for another project, or before the labels changed; train it again.`,
    );
  const sources = model.space.columns.map((source): FeatureSource =>
    sourceFor(source, { path, project, info, only: model.space.columns.length === 1 }),
  );
  const labelOf = model.labels.map((label) => project.labels.indexOf(label));
  return {
    columns: sources.map(({ name }) => name),
    predict(cells) {
      const columns = featureColumns(sources, cells).map((column, i): FeatureColumn => ({ ...column, name: model.space.columns[i]!.name }));
      return arrange(predictRows(model, columns), labelOf, project.labels.length);
    },
  };
}

async function parseFile(path: string): Promise<EndModel> {
  const bytes = await readRegularFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === "ENOENT"
        ? `${path}: there is no such file. Train an end model first: lf-lens train.`
        : `${path}: it cannot be read (${error.message}).`,
    );
  });
  try {
    return parseEndModel(bytes, sha256);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Place {
  readonly path: string;
  readonly project: Pick<ProjectSpec, "columns">;
  readonly info: Pick<DatasetInfo, "columns">;
  /** Whether the model reads one column alone. */
  readonly only: boolean;
}

function sourceFor({ name, kind }: FeatureSource, { path, project, info, only }: Place): FeatureSource {
  const type = info.columns.find((column) => column.name === name)?.type;
  if (type === undefined) {
    if (name === PROMPT_COLUMN && only && project.columns.text !== undefined) return { name: project.columns.text, kind };
    const there = info.columns.map((column) => column.name).join(", ");
    throw new Error(
      `${path}: this model reads the column "${name}", which the data does not have; it has ${there}. Train it again on this data.`,
    );
  }
  if ((kind === "number") !== (type === "number") && kind !== "text")
    throw new Error(`${path}: this model learned from "${name}" as a ${kind} column; here it holds ${type}s. Train it again on this data.`);
  return { name, kind };
}

/** The model's labels in the project's order; labels that it does not know have probability 0. */
function arrange(proba: Float64Array, labelOf: readonly number[], labels: number): Float64Array {
  const rows = proba.length / labelOf.length;
  const arranged = new Float64Array(rows * labels);
  for (let row = 0; row < rows; row++) labelOf.forEach((label, k) => (arranged[row * labels + label] = proba[row * labelOf.length + k]!));
  return arranged;
}
