import { basename } from "node:path";
import { SPLITS } from "../../core/data/cells";
import { recordCells, recordColumns, type RecordColumn } from "../../core/export/exportColumns";
import { defaultExport, isTableFormat } from "../../core/export/exportOptions";
import { certaintyOf, predictLabels } from "../../core/labelModel/predict";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Dataset, Table } from "../../dataset/open/dataset";
import { createExportFiles, type ExportFiles } from "../../dataset/write/exportFiles";
import type { EngineEvents } from "../../protocol/engine";
import type { PredictReport, PredictRequest } from "../../protocol/endModel";
import { assertPlace } from "../output/place";
import { explainWriteError } from "../output/explainWriteError";
import { openStaging, type Staging } from "../output/staging";
import type { OpenProject } from "../run/openProject";
import { readModel, type UsableModel } from "./readModel";

export interface PredictInput {
  readonly project: OpenProject;
  readonly dataset: Dataset;
  readonly request: PredictRequest;
  readonly onProgress: EngineEvents["progress"];
}

/**
 * Writes a model's label and probabilities for every row, in the data's order: as many rows as the data has. The file appears when
 * it is whole.
 * @throws Error in plain words: the model does not fit the project, no table format, a place that cannot be written
 */
export async function writePredictions(input: PredictInput): Promise<PredictReport> {
  const startedMs = performance.now();
  const { project, dataset, request } = input;
  const { out, format } = request;
  if (!isTableFormat(format)) throw new Error(`Predictions are a table: write parquet, csv, jsonl or arrow, not ${format}.`);
  const model = await readModel(request.model, project.spec, dataset.info);
  await assertPlace({ out, names: [basename(out)], isFolder: false, inputs: [...dataset.info.files, request.model] });
  let staging: Staging | undefined;
  try {
    staging = await openStaging({ out, key: "predictions", resume: false });
    const labels = await writeTable(staging, model, input);
    await staging.publish([basename(out)]);
    const { rows, badLines } = dataset.info;
    return { rows, labels, badLines, seconds: (performance.now() - startedMs) / 1000, file: out };
  } catch (error) {
    await staging?.discard();
    throw explainWriteError(error, out);
  }
}

/** @returns rows per label */
async function writeTable(
  staging: Staging,
  model: UsableModel,
  { project, dataset, request, onProgress }: PredictInput,
): Promise<Record<string, number>> {
  const { labels, columns: roles } = project.spec;
  const id = roles.id === undefined ? {} : { idColumn: roles.id };
  const options = request.gold ? { ...defaultExport, gold: "beside" as const } : defaultExport;
  const columns = recordColumns({ labels, lfs: [], columns: dataset.info.columns, ...id }, options);
  const splits = SPLITS.map((split) => ({ split, rows: dataset.info.splitRows[split] ?? 0 })).filter(({ rows }) => rows > 0);
  const plan = { name: basename(request.out), format: request.format, columns, splits, labelModel: "end model", lfs: [], labels };
  const files = await createExportFiles(staging.files, plan);
  const counts = new Float64Array(labels.length);
  let done = 0;
  try {
    for await (const table of dataset.scan({})) {
      await writeBatch(files, columns, model, table, counts);
      done += table.rows;
      onProgress({ what: "predicting", done, total: dataset.info.rows });
    }
    if (done !== dataset.info.rows)
      throw new Error(`The data gave ${done} rows where it had ${dataset.info.rows}: nothing was written. Load the data again.`);
    await files.finish();
  } finally {
    await files.close();
  }
  return Object.fromEntries(labels.map((label, k) => [label, counts[k]!]));
}

async function writeBatch(
  files: ExportFiles,
  columns: readonly RecordColumn[],
  model: UsableModel,
  table: Table,
  counts: Float64Array,
): Promise<void> {
  const labels = counts.length;
  const proba = model.predict(model.columns.map((name) => table.columns.get(name)!));
  const size = { size: table.rows, labels };
  const predicted = predictLabels(proba, size);
  for (const label of predicted) if (label !== ABSTAIN) counts[label]!++;
  const rows = Uint32Array.from(predicted.keys());
  const batch = {
    ...{ rows, ids: table.ids, splits: table.splits, labels: predicted, gold: table.gold, patterns: rows, cells: table.columns },
    isGold: () => false,
  };
  const record = { labels, lfs: 0, votes: new Int16Array(0), proba, ...certaintyOf(proba, size) };
  await files.write(
    "train",
    columns.map((column) => recordCells(column, batch, record)),
  );
}
