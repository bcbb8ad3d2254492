import { clarityMatrix } from "../../core/clarity/clarity";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { predictLabels } from "../../core/labelModel/predict";
import { countRows, goldOf } from "../../core/slices/countRows";
import type { SampleSlice, SliceRows } from "../../protocol/analysis";
import type { Fitted } from "./analyse";

/** What is counted of each slice's rows under a fit of all rows. */
export function countSlices({ input, index, proba, label }: Fitted, slices: readonly SliceRows[]): SampleSlice[] {
  const { matrix, endModel } = input;
  const majority = predictLabels(majorityVote.predictProba(majorityVote.fit(index.table), index.table), index.table);
  return slices.map(({ name, rows }) => {
    const includes = (row: number): boolean => rows[row] === 1;
    const counted = countRows({ index, gold: matrix.gold, proba, label, majority }, includes);
    if (!endModel) return { name, ...counted };
    return {
      name,
      ...counted,
      endModel: clarityMatrix({ matrix: { ...matrix, gold: goldOf(matrix.gold, includes) }, prediction: endModel }),
    };
  });
}
