/** Weights below this change no prediction: a text's features have length 1, so that scores move by less than a hundredth. */
const LEAST_WEIGHT = 1e-3;
/** More weights than this are not kept (16 MB): the file stays small enough to send. */
const MOST_WEIGHTS = 4_000_000;

/**
 * The features worth keeping, ascending: those with a weight that matters for any label; where these are too many, the strongest.
 * @param weights features x labels
 */
export function keptFeatures(weights: Float32Array, labels: number): Int32Array {
  const strengths = new Float32Array(weights.length / labels).map((_, feature) => strongest(weights, feature * labels, labels));
  const least = Math.max(LEAST_WEIGHT, nthStrongest(strengths, Math.floor(MOST_WEIGHTS / labels)));
  return Int32Array.from(strengths.keys()).filter((feature) => strengths[feature]! >= least);
}

function strongest(weights: Float32Array, first: number, labels: number): number {
  let most = 0;
  for (let at = first; at < first + labels; at++) most = Math.max(most, Math.abs(weights[at]!));
  return most;
}

const nthStrongest = (strengths: Float32Array, n: number): number =>
  n >= strengths.length ? 0 : strengths.toSorted()[strengths.length - n]!;

/** The rows of some features. */
export function weightsOf(weights: Float32Array, labels: number, kept: Int32Array): Float32Array {
  const left = new Float32Array(kept.length * labels);
  kept.forEach((feature, i) => left.set(weights.subarray(feature * labels, (feature + 1) * labels), i * labels));
  return left;
}
