import { hasRow } from "../math/bitset";
import { judgeLfs, judgePrediction } from "./clarity";
import { type CellName, LF_VERDICTS, PREDICTION_VERDICTS } from "../data/rowFilter";
import { rowsWithGold, type VoteMatrix } from "../statistics/votes";

/** The cell of a row without gold. */
export const NO_CELL = -1;

/** The cells in reading order, row by row of the clarity matrix. */
export const CELLS: readonly CellName[] = PREDICTION_VERDICTS.flatMap((prediction) => LF_VERDICTS.map((lfs) => ({ prediction, lfs })));

/** Where a cell stands in CELLS. */
export const cellIndex = ({ prediction, lfs }: CellName): number =>
  PREDICTION_VERDICTS.indexOf(prediction) * LF_VERDICTS.length + LF_VERDICTS.indexOf(lfs);

/** For each row the index of its cell in CELLS, or NO_CELL. */
export function cellsOfRows({ matrix, prediction }: { readonly matrix: VoteMatrix; readonly prediction: Int16Array }): Int16Array {
  const rows = rowsWithGold(matrix.gold);
  const { verdicts } = judgeLfs(matrix, rows);
  const predicted = judgePrediction(prediction, matrix.gold, rows);
  const cells = new Int16Array(matrix.rows).fill(NO_CELL);
  rows.forEach((row, i) => {
    cells[row] = CELLS.findIndex((cell) => hasRow(predicted[cell.prediction], i) && hasRow(verdicts[cell.lfs], i));
  });
  return cells;
}
