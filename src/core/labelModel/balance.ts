/**
 * A class balance made safe to take logarithms of: uniform if absent; no share under a thousandth (or under a tenth of the
 * uniform share, if that is less), because a label that a small dev set lacks may still occur; summing to 1.
 * @throws if it is not one share per label, each 0 or more, together 1 (within 1 %)
 */
export function toPrior(balance: readonly number[] | undefined, labels: number): number[] {
  if (!balance) return new Array<number>(labels).fill(1 / labels);
  const sum = balance.reduce((total, share) => total + share, 0);
  if (balance.length !== labels || balance.some((share) => !(share >= 0)) || !(Math.abs(sum - 1) <= 0.01)) {
    throw new Error(`The class balance must be ${labels} shares of 0 or more that sum to 1; it is [${balance.join(", ")}].`);
  }
  const least = Math.min(0.001, 0.1 / labels);
  const raised = balance.map((share) => Math.max(share, least));
  const total = raised.reduce((a, b) => a + b, 0);
  return raised.map((share) => share / total);
}
