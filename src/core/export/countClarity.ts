import { record } from "../clarity/clarity";
import type { PatternIndex } from "../patterns/patternTable";
import { patternClarity } from "../clarity/patternClarity";
import { LF_VERDICTS, PREDICTION_VERDICTS, type LfVerdict, type PredictionVerdict } from "../data/rowFilter";

export type ClarityCounts = Record<PredictionVerdict, Record<LfVerdict, number>>;

/** The clarity matrix of `patternClarity` as numbers of rows alone. */
export function countClarity(index: PatternIndex, patternLabel: Int16Array, gold: Int16Array): ClarityCounts {
  const { cells } = patternClarity(index, patternLabel, gold);
  return record(PREDICTION_VERDICTS, (prediction) => record(LF_VERDICTS, (lfs) => cells[prediction][lfs].count));
}
