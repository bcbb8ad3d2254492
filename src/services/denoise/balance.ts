/**
 * `--balance`: "uniform", or one share per label.
 * @throws Error in plain words
 */
export function parseBalance(text: string, labels: number): number[] {
  if (text === "uniform") return new Array<number>(labels).fill(1 / labels);
  const shares = text.split(",").map(Number);
  if (shares.length !== labels) throw new Error(`--balance needs one share for each of the ${labels} labels; there are ${shares.length}.`);
  if (shares.some((share) => !(share > 0))) throw new Error("--balance: every share must be a number above 0.");
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > 0.01) throw new Error(`--balance: the shares must sum to 1; they sum to ${sum.toFixed(3)}.`);
  return shares.map((share) => share / sum);
}
