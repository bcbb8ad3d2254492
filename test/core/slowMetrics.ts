// The metrics again, from their definitions and row by row, for predictions without ties.

/** One row: its gold, and a probability for each label. */
export interface PlainPrediction {
  readonly gold: number;
  readonly proba: readonly number[];
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const oneHot = (label: number, labels: number): number[] => Array.from({ length: labels }, (_, k) => (k === label ? 1 : 0));

export const argmax = (proba: readonly number[]): number => proba.indexOf(Math.max(...proba));

export function slowLabel(rows: readonly PlainPrediction[], label: number): { precision: number; recall: number; f1: number } {
  const predicted = rows.filter(({ proba }) => argmax(proba) === label);
  const actual = rows.filter(({ gold }) => gold === label);
  const hits = predicted.filter(({ gold }) => gold === label).length;
  const precision = hits / predicted.length;
  const recall = hits / actual.length;
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export function slowFigures(rows: readonly PlainPrediction[], labels: number): Record<"accuracy" | "logLoss" | "brier" | "ece", number> {
  const distance = ({ gold, proba }: PlainPrediction): number => proba.reduce((sum, p, k) => sum + (p - oneHot(gold, labels)[k]!) ** 2, 0);
  const right = ({ gold, proba }: PlainPrediction): number => (argmax(proba) === gold ? 1 : 0);
  const confidence = ({ proba }: PlainPrediction): number => Math.max(...proba);
  const bins = Array.from({ length: 15 }, (_, bin) => rows.filter((row) => Math.min(14, Math.floor(confidence(row) * 15)) === bin));
  const gap = (bin: readonly PlainPrediction[]): number =>
    bin.length === 0 ? 0 : Math.abs(mean(bin.map(right)) - mean(bin.map(confidence))) * bin.length;
  return {
    accuracy: mean(rows.map(right)),
    logLoss: mean(rows.map(({ gold, proba }) => -Math.log(Math.max(proba[gold]!, 1e-6)))),
    brier: mean(rows.map(distance)),
    ece: bins.reduce((sum, bin) => sum + gap(bin), 0) / rows.length,
  };
}

/** The correlation of the one-hot matrices of gold and prediction: Gorodkin's R_K as he defines it. */
export function slowMatthews(rows: readonly PlainPrediction[], labels: number): number | undefined {
  const gold = rows.map((row) => oneHot(row.gold, labels));
  const predicted = rows.map((row) => oneHot(argmax(row.proba), labels));
  const centre = (matrix: readonly number[][]): number[][] =>
    matrix.map((row) => row.map((x, k) => x - mean(matrix.map((other) => other[k]!))));
  const product = (a: number[][], b: number[][]): number =>
    a.reduce((sum, row, i) => sum + row.reduce((inner, x, k) => inner + x * b[i]![k]!, 0), 0);
  const [x, y] = [centre(gold), centre(predicted)];
  const spread = Math.sqrt(product(x, x) * product(y, y));
  return spread < 1e-9 ? undefined : product(x, y) / spread;
}
