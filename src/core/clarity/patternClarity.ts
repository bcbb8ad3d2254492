import { record, type ClarityCell, type ClarityMatrix } from "./clarity";
import type { PatternIndex, PatternTable } from "../patterns/patternTable";
import { goldCounts } from "../patterns/patterns";
import { LF_VERDICTS, PREDICTION_VERDICTS, type LfVerdict, type PredictionVerdict } from "../data/rowFilter";
import { ABSTAIN } from "../statistics/votes";

/** A cell while it is counted: its rows, and for each LF those on which it votes a wrong label. */
interface Count {
  rows: number;
  readonly wrong: Float64Array;
}

/**
 * The clarity matrix of `clarityMatrix`, from patterns: no vote column of all rows is needed, and the cost is that of the patterns.
 * @param prediction the denoised label of each pattern, or ABSTAIN
 * @param gold label index or ABSTAIN of each row
 */
export function patternClarity(index: PatternIndex, prediction: Int16Array, gold: Int16Array): ClarityMatrix {
  const { table } = index;
  const counts = record(PREDICTION_VERDICTS, () => record(LF_VERDICTS, (): Count => ({ rows: 0, wrong: new Float64Array(table.lfs) })));
  const golden = goldCounts(index, gold);
  let goldRows = 0;
  for (let at = 0; at < golden.length; at++) {
    const [pattern, label, rows] = [Math.floor(at / table.labels), at % table.labels, golden[at]!];
    if (rows === 0) continue;
    goldRows += rows;
    const cell = counts[judgeLabel(prediction[pattern]!, label)][judgeVotes(table, pattern, label)];
    cell.rows += rows;
    blame(cell, table, pattern, label, rows);
  }
  return { goldRows, cells: record(PREDICTION_VERDICTS, (p) => record(LF_VERDICTS, (v) => cellOf(counts[p][v]))) };
}

const judgeLabel = (label: number, gold: number): PredictionVerdict => (label === ABSTAIN ? "none" : label === gold ? "right" : "wrong");

/** What the votes of a pattern say about a row with this gold label. */
function judgeVotes({ votes, lfs }: PatternTable, pattern: number, gold: number): LfVerdict {
  let [right, wrong] = [false, false];
  for (let at = pattern * lfs; at < (pattern + 1) * lfs; at++) {
    if (votes[at] === ABSTAIN) continue;
    if (votes[at] === gold) right = true;
    else wrong = true;
  }
  if (right) return wrong ? "split" : "right";
  return wrong ? "wrong" : "silent";
}

function blame({ wrong }: Count, { votes, lfs }: PatternTable, pattern: number, gold: number, rows: number): void {
  for (let lf = 0; lf < lfs; lf++) {
    const vote = votes[pattern * lfs + lf]!;
    if (vote !== ABSTAIN && vote !== gold) wrong[lf]! += rows;
  }
}

function cellOf({ rows: count, wrong }: Count): ClarityCell {
  const blame = Array.from(wrong, (rows, lf) => ({ lf, rows })).filter(({ rows }) => rows > 0);
  return { count, blame: blame.sort((a, b) => b.rows - a.rows || a.lf - b.lf) };
}
