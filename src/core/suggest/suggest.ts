import { seededRandom } from "../math/random";
import { ABSTAIN } from "../statistics/votes";
import { contextLikeness } from "./contexts";
import { choose, type Candidate, type Choice, type Suggestion } from "./choose";
import { minedFeatures, type Feature, type MinedColumn } from "./features";
import { groupSigns, type Idea, type Sign } from "./ideas";
import { namedFeatures } from "./labelNames";
import { isTaught, teach } from "./teacher";
import type { RowBeliefs } from "./worth";

export interface SuggestInput extends Choice {
  /** What LFs may read. */
  readonly columns: readonly MinedColumn[];
  readonly labels: readonly string[];
  /** Label index of each row with gold, else ABSTAIN. */
  readonly gold: ArrayLike<number>;
  /** What the LFs there are say of the rows by the label model: rows x labels, all 0 where none votes. */
  readonly soft: Float64Array;
  /** Only for this label. */
  readonly label?: number | undefined;
  /** Of the halves that gold is parted into. */
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** No more is expected of any LF. */
const MOST_SURE = 0.99;
/** What is this little better than the share of its label is not offered: a share of the way to 1. */
const LEAST_LIFT = 0.25;
const MOST_SIGNS = 400;
const STEPS = 3;

/**
 * Labeling functions that would add most to the denoised labels, the best first, each worth what it adds to those before it. Gold is
 * parted in two: what is mined with one half is judged by the other.
 */
export function suggest(input: SuggestInput): Suggestion[] {
  const rows = input.gold.length;
  const { onProgress = () => {} } = input;
  const features = minedFeatures(input.columns, rows);
  const balance = balanceOf(input);
  const halves = halvesOf(input.gold, input.seed);
  const likeness = contextLikeness(features, rows);
  const candidates = halves.flatMap((half, i) => {
    onProgress(1 + i, STEPS);
    return mine({ input, features, balance, mined: half, judged: halves[1 - i]!, likeness });
  });
  onProgress(STEPS, STEPS);
  return choose(candidates, firstBeliefs(input, balance), input);
}

function balanceOf({ gold, labels }: SuggestInput): Float64Array {
  const balance = new Float64Array(labels.length).fill(1);
  let sum = labels.length;
  for (let row = 0; row < gold.length; row++) {
    if (gold[row] === ABSTAIN) continue;
    balance[gold[row]!]!++;
    sum++;
  }
  return balance.map((count) => count / sum);
}

/** The rows with gold, each label's in two halves. */
function halvesOf(gold: ArrayLike<number>, seed: number): [Int16Array, Int16Array] {
  const random = seededRandom(seed);
  const halves: [Int16Array, Int16Array] = [new Int16Array(gold.length).fill(ABSTAIN), new Int16Array(gold.length).fill(ABSTAIN)];
  const next = new Map<number, number>();
  for (let row = 0; row < gold.length; row++) {
    const label = gold[row]!;
    if (label === ABSTAIN) continue;
    const half = next.get(label) ?? (random() < 0.5 ? 0 : 1);
    // Pairs are dealt out by lot, so that neither half is always first.
    next.set(label, next.has(label) && random() < 0.5 ? half : 1 - half);
    halves[half as 0 | 1][row] = label;
  }
  return halves;
}

interface Mining {
  readonly input: SuggestInput;
  readonly features: readonly Feature[];
  readonly balance: Float64Array;
  readonly mined: Int16Array;
  readonly judged: Int16Array;
  readonly likeness: (a: number, b: number) => number;
}

function mine({ input, features, balance, mined, judged, likeness }: Mining): Candidate[] {
  const labels = input.labels.length;
  const taught = features.filter(isTaught);
  const named = namedFeatures(taught, input.labels);
  const proba = teach({ rows: mined.length, labels, features: taught, soft: input.soft, gold: mined, balance, named });
  const trust = trustIn(proba, judged, balance);
  const signs = signsOf(features, proba, balance, input.label);
  return signs.flatMap((own) => groupSigns(own, likeness)).flatMap((idea) => judge(idea, { proba, judged, balance, trust }));
}

/** How far beliefs may be trusted, 0..1: how much better than chance they are on rows they have not seen, by how sure they are. */
function trustIn(proba: Float64Array, judged: Int16Array, balance: Float64Array): number {
  const labels = balance.length;
  const chance = balance.reduce((sum, share) => sum + share * share, 0);
  let [right, sure] = [0, 0];
  for (let row = 0; row < judged.length; row++) {
    if (judged[row] === ABSTAIN) continue;
    const own = proba.subarray(row * labels, (row + 1) * labels);
    const best = own.indexOf(Math.max(...own));
    right += Number(best === judged[row]) - chance;
    sure += own[best]! - chance;
  }
  // Without gold two of three are taken for granted.
  return Math.min(1, Math.max(0, (right + 2) / (sure + 3)));
}

/** The signs of each label, the strongest first. */
function signsOf(features: readonly Feature[], proba: Float64Array, balance: Float64Array, only: number | undefined): Sign[][] {
  const labels = balance.length;
  const found: Sign[][] = Array.from({ length: labels }, () => []);
  const sums = new Float64Array(labels);
  features.forEach((feature, place) => {
    sums.fill(0);
    for (const row of feature.rows) for (let k = 0; k < labels; k++) sums[k]! += proba[row * labels + k]!;
    for (let k = 0; k < labels; k++) {
      const believed = sums[k]! / feature.rows.length;
      if ((only !== undefined && only !== k) || believed < balance[k]! + LEAST_LIFT * (1 - balance[k]!)) continue;
      const lift =
        believed * Math.log(believed / balance[k]!) + (1 - believed) * Math.log(Math.max(1e-9, 1 - believed) / (1 - balance[k]!));
      found[k]!.push({ feature, place, label: k, believed, worth: lift * feature.rows.length });
    }
  });
  return found.map((signs) =>
    signs.sort((a, b) => b.worth - a.worth || tellingOf(b) - tellingOf(a) || a.place - b.place).slice(0, MOST_SIGNS),
  );
}

/** Of signs that are worth the same, long words say most to a reader, and one word reaches further than two. */
const tellingOf = ({ feature: { sign } }: Sign): number => (sign.kind === "word" && !sign.text.includes(" ") ? sign.text.length : 0);

interface Judging {
  /** What the teacher believes of all rows. */
  readonly proba: Float64Array;
  readonly judged: Int16Array;
  readonly balance: Float64Array;
  readonly trust: number;
}

/**
 * What an idea would be worth is told by beliefs alone. What the other half's gold says of it is shown and chooses nothing: among many ideas the
 * luckiest would be chosen, and would look better than they are.
 */
function judge(idea: Idea, { proba, judged, balance, trust }: Judging): Candidate[] {
  const base = balance[idea.label]!;
  const precision = Math.min(MOST_SURE, base + (idea.believed - base) * trust);
  if (precision < base + LEAST_LIFT * (1 - base)) return [];
  const withGold = idea.rows.filter((row) => judged[row] !== ABSTAIN);
  const gold = { rows: withGold.length, right: withGold.filter((row) => judged[row] === idea.label).length };
  return [{ idea, votes: { ...idea, precision, truth: proba }, gold }];
}

function firstBeliefs({ soft, labels, gold }: SuggestInput, balance: Float64Array): RowBeliefs {
  const proba = soft.slice();
  const voted = new Uint8Array(gold.length);
  for (let row = 0; row < gold.length; row++) {
    const own = proba.subarray(row * labels.length, (row + 1) * labels.length);
    voted[row] = Number(own.some((share) => share > 0));
    if (voted[row] === 0) own.set(balance);
  }
  return { proba, voted, labels: labels.length, balance };
}
