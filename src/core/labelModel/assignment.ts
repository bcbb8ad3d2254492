/**
 * The one-to-one assignment of rows to columns with the largest total: the Hungarian method with potentials
 * (Kuhn 1955, Munkres 1957), O(n^3).
 *
 * @param gain square table, gain[row][column]
 * @returns the column of each row
 */
export function bestAssignment(gain: readonly (readonly number[])[]): number[] {
  const n = gain.length;
  const rowOf = new Int32Array(n + 1).fill(-1);
  const rowPrice = new Float64Array(n);
  const columnPrice = new Float64Array(n + 1);
  for (let row = 0; row < n; row++) augment(gain, row, rowOf, rowPrice, columnPrice);
  const columnOf = new Array<number>(n);
  for (let column = 0; column < n; column++) columnOf[rowOf[column]!] = column;
  return columnOf;
}

/** Gives `row` a column along the cheapest augmenting path. Column n stands for "not yet assigned". */
function augment(
  gain: readonly (readonly number[])[],
  row: number,
  rowOf: Int32Array,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
): void {
  const n = gain.length;
  const slack = new Float64Array(n).fill(Infinity);
  const previous = new Int32Array(n);
  const visited = new Uint8Array(n + 1);
  rowOf[n] = row;
  let column = n;
  while (rowOf[column]! >= 0) {
    visited[column] = 1;
    const from = rowOf[column]!;
    let best = -1;
    for (let c = 0; c < n; c++) {
      if (visited[c]) continue;
      const reduced = -gain[from]![c]! - rowPrice[from]! - columnPrice[c]!;
      if (reduced < slack[c]!) {
        slack[c] = reduced;
        previous[c] = column;
      }
      if (best < 0 || slack[c]! < slack[best]!) best = c;
    }
    const step = slack[best]!;
    for (let c = 0; c <= n; c++) {
      if (visited[c]) {
        rowPrice[rowOf[c]!]! += step;
        columnPrice[c]! -= step;
      } else slack[c]! -= step;
    }
    column = best;
  }
  while (column !== n) {
    const from = previous[column]!;
    rowOf[column] = rowOf[from]!;
    column = from;
  }
}
