import { mix32 } from "../math/mix32";
import { ABSTAIN } from "../statistics/votes";
import type { TextColumn } from "./countFeatures";
import { predictRows } from "./endModel";
import { trainEndModel } from "./trainEndModel";

export interface LeftOutInput {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
  /** Label index of each row, or ABSTAIN: such rows do not train. */
  readonly given: ArrayLike<number>;
  /** Parts that are left out in turn. */
  readonly folds: number;
  readonly seed: number;
}

/**
 * P(label) of each row by end models that have not seen its label: trained on the given labels of the other parts.
 * @returns rows x labels; even where nothing could be trained
 */
export function leftOutProbabilities({ texts, labels, given, folds, seed }: LeftOutInput): Float64Array {
  const rows = given.length;
  const column = (values: readonly string[]): readonly TextColumn[] => [{ kind: "text", name: "text", values }];
  const proba = new Float64Array(rows * labels.length).fill(1 / labels.length);
  const foldOf = Uint8Array.from({ length: rows }, (_, row) => mix32(row ^ mix32(seed + 1)) % folds);
  for (let fold = 0; fold < folds; fold++) {
    const own = Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold);
    const soft = new Float64Array(rows * labels.length);
    let trains = 0;
    for (let row = 0; row < rows; row++) {
      if (foldOf[row] === fold || given[row] === ABSTAIN) continue;
      soft[row * labels.length + given[row]!] = 1;
      trains++;
    }
    if (trains === 0 || own.length === 0) continue;
    const { model } = trainEndModel({ columns: column(texts), labels, soft, gold: new Int16Array(rows).fill(ABSTAIN) });
    const found = predictRows(model, column(own.map((row) => texts[row]!)));
    own.forEach((row, at) => proba.set(found.subarray(at * labels.length, (at + 1) * labels.length), row * labels.length));
  }
  return proba;
}
