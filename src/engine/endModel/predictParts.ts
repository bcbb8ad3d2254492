import { predictRows, type EndModel } from "../../core/endModel/endModel";
import { certaintyOf, predictLabels } from "../../core/labelModel/predict";
import type { Parts } from "../apply/applier";
import type { Part } from "../apply/parts";
import { featureColumns, type FeatureSource } from "./featureSources";
import { rowsInPart } from "../apply/partRows";

export interface PredictPartsInput {
  readonly model: EndModel;
  readonly sources: readonly FeatureSource[];
  readonly parts: Parts;
  readonly total: number;
  /** Rows whose probabilities are wanted, ascending. */
  readonly picked: Uint32Array;
  readonly onRows: (done: number) => void;
}

/** What the end model says of all rows. */
export interface PartPredictions {
  /** The most probable label of each row, and its probability. */
  readonly label: Int16Array;
  readonly confidence: Float32Array;
  /** P(label) of the picked rows: rows x labels. */
  readonly proba: Float64Array;
}

/** So many rows are predicted at a time. */
const BATCH_ROWS = 8_192;

/** Predicts all rows from their parts. In memory stay 6 bytes a row, and what was picked. */
export async function predictParts(input: PredictPartsInput): Promise<PartPredictions> {
  const { model, sources, parts, total, picked, onRows } = input;
  const labels = model.labels.length;
  const found = { label: new Int16Array(total), confidence: new Float32Array(total), proba: new Float64Array(picked.length * labels) };
  let at = 0;
  for await (const here of parts) {
    const end = rowsInPart(picked, at, here);
    for (let from = 0; from < here.part.rows; from += BATCH_ROWS) {
      const size = Math.min(BATCH_ROWS, here.part.rows - from);
      const proba = predictRows(model, batchColumns(here.part, sources, from, size));
      found.label.set(predictLabels(proba, { size, labels }), here.first + from);
      found.confidence.set(certaintyOf(proba, { size, labels }).confidence, here.first + from);
      for (; at < end && picked[at]! < here.first + from + size; at++) {
        const row = picked[at]! - here.first - from;
        found.proba.set(proba.subarray(row * labels, (row + 1) * labels), at * labels);
      }
      onRows(here.first + from + size);
    }
  }
  return found;
}

const batchColumns = ({ cells }: Part, sources: readonly FeatureSource[], from: number, size: number): ReturnType<typeof featureColumns> =>
  featureColumns(
    sources,
    sources.map(({ name }) => cells.get(name)!.slice(from, from + size)),
  );
