/** What is believed of rows by their votes, and how a further vote moves it. */
export interface RowBeliefs {
  /** Rows x labels; each row sums to 1: the balance where there is no vote. */
  readonly proba: Float64Array;
  /** Whether a row has a vote. */
  readonly voted: Uint8Array;
  readonly labels: number;
  /** P(label) of all rows. */
  readonly balance: Float64Array;
}

/** A vote of a label on rows, and what these rows may be. */
export interface ExpectedVotes {
  readonly label: number;
  readonly rows: Uint32Array;
  /** How often the vote is right, 0..1. */
  readonly precision: number;
  /** P(label) of all rows by their texts: rows x labels. */
  readonly truth: Float64Array;
  /** What `truth` says of the voted label, on average over these rows, 0..1: it is brought to `precision`. */
  readonly believed: number;
}

export interface Worth {
  /** Rows whose denoised label is right with the votes and not without, less the other way round: expected. A row without votes counts as a guess. */
  readonly adds: number;
  /** By how much the log loss of the beliefs falls, in nats over all rows: what suggestions are ranked by. Below 0, they get worse. */
  readonly information: number;
}

/** What votes would add to what is believed, if LFs err independently of each other, and rows are what their texts say. */
export function worthOf(beliefs: RowBeliefs, votes: ExpectedVotes): Worth {
  const { proba, labels, voted, balance } = beliefs;
  const { label, truth } = votes;
  const base = balance[label]!;
  const factors = factorsOf(votes, base);
  const scale = (votes.precision - base) / Math.max(1e-9, votes.believed - base);
  let adds = 0;
  let information = 0;
  for (const row of votes.rows) {
    const from = row * labels;
    const own = proba[from + label]!;
    const total = own * factors.own + (1 - own) * factors.other;
    const raw = truth[from + label]!;
    const isOwn = Math.min(1, Math.max(0, base + (raw - base) * scale));
    information += isOwn * Math.log(factors.own / total) + (1 - isOwn) * Math.log(factors.other / total);
    if (voted[row] === 0) {
      adds += isOwn - base;
      continue;
    }
    const best = bestOf(proba, from, labels);
    if (best === label || own * factors.own <= proba[from + best]! * factors.other) continue;
    adds += isOwn - (truth[from + best]! * (1 - isOwn)) / Math.max(1e-9, 1 - raw);
  }
  return { adds, information };
}

function bestOf(proba: Float64Array, from: number, labels: number): number {
  let best = 0;
  for (let k = 1; k < labels; k++) if (proba[from + k]! > proba[from + best]!) best = k;
  return best;
}

/** Takes the votes for given. */
export function believeVotes({ proba, labels, voted, balance }: RowBeliefs, votes: ExpectedVotes): void {
  const { own, other } = factorsOf(votes, balance[votes.label]!);
  for (const row of votes.rows) {
    let sum = 0;
    for (let k = 0, at = row * labels; k < labels; k++, at++) sum += proba[at]! *= k === votes.label ? own : other;
    for (let k = 0, at = row * labels; k < labels; k++, at++) proba[at]! /= sum;
    voted[row] = 1;
  }
}

/** By how much a vote multiplies the odds of its label and of the others. */
const factorsOf = ({ precision }: ExpectedVotes, base: number): { own: number; other: number } => ({
  own: precision / base,
  other: (1 - precision) / (1 - base),
});
