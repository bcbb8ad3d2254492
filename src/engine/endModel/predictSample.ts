import { predictLabels } from "../../core/labelModel/predict";
import type { OpenProject } from "../run/openProject";
import { readModel } from "./readModel";

/** So many rows are predicted at a time. */
const BATCH_ROWS = 8_192;

/**
 * The label, or ABSTAIN, that a model gives each row of the sample.
 * @throws as readModel does
 */
export async function predictSample({ spec, info, table }: OpenProject, path: string): Promise<Int16Array> {
  const model = await readModel(path, spec, info);
  const labels = new Int16Array(table.rows);
  for (let from = 0; from < table.rows; from += BATCH_ROWS) {
    const size = Math.min(BATCH_ROWS, table.rows - from);
    const proba = model.predict(model.columns.map((name) => table.columns.get(name)!.slice(from, from + size)));
    labels.set(predictLabels(proba, { size, labels: spec.labels.length }), from);
  }
  return labels;
}
