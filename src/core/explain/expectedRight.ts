/** The chance that the most probable label is the gold one, ties drawn: 1, 0, or 1 / the number of labels that tie. */
export function expectedRight(proba: Float64Array, gold: number): number {
  const most = proba.reduce((max, p) => Math.max(max, p), 0);
  return proba[gold] === most ? 1 / proba.filter((p) => p === most).length : 0;
}
