import { softmax } from "../labelModel/expectationMaximization";

/** How strongly log temperature is drawn to 0, as in the label models' calibration. */
const SHRINKAGE = 5;
const LEAST_PROBABILITY = 1e-6;
const WIDEST = Math.log(20);
const STEPS = 60;

/**
 * The temperature that scores are divided by so that they tell how often they are right (Guo et al. 2017): it minimises
 * the log loss of gold rows (summed, in nats) + 5 (log temperature)^2.
 * @param proba rows x labels, of a model that has not seen the gold of these rows
 * @param gold label of each row
 * @returns 1/20..20; 1 without rows
 */
export function fitTemperature(proba: Float64Array, labels: number, gold: Int16Array): number {
  if (gold.length === 0) return 1;
  const logProba = proba.map((p) => Math.log(Math.max(p, LEAST_PROBABILITY)));
  return Math.exp(leastOf((log) => lossAt(logProba, labels, gold, log), -WIDEST, WIDEST));
}

/** Probabilities as they are when their scores are divided by a temperature. @param proba rows x labels */
export function applyTemperature(proba: Float64Array, labels: number, temperature: number): Float64Array {
  const scores = proba.map((p) => Math.log(Math.max(p, Number.MIN_VALUE)) / temperature);
  for (let at = 0; at < scores.length; at += labels) softmax(scores.subarray(at, at + labels));
  return scores;
}

function lossAt(logProba: Float64Array, labels: number, gold: Int16Array, logTemperature: number): number {
  const scale = Math.exp(-logTemperature);
  let loss = SHRINKAGE * logTemperature ** 2;
  gold.forEach((label, row) => {
    const logs = logProba.subarray(row * labels, (row + 1) * labels);
    const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
    const sum = logs.reduce((total, value) => total + Math.exp(scale * (value - largest)), 0);
    loss += Math.log(sum) - scale * (logs[label]! - largest);
  });
  return loss;
}

/** Golden section search in a function that falls and then rises. */
function leastOf(f: (x: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let step = 0; step < STEPS; step++) {
    const [left, right] = [b - golden * (b - a), a + golden * (b - a)];
    if (f(left) <= f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}
