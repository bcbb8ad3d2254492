// Short reviews whose label follows from their words, with soft labels as a label model gives them.
import type { TrainingInput } from "../../../src/core/endModel/trainEndModel";
import { seededRandom } from "../../../src/core/math/random";
import { ABSTAIN } from "../../../src/core/statistics/votes";

const SAID = [
  ["great", "lovely", "enjoyed", "best", "wonderful"],
  ["awful", "boring", "hated", "worst", "broken"],
  ["parcel", "delivery", "courier", "shipped", "postage"],
];
const OTHER = ["the", "movie", "was", "it", "we", "really", "and", "for", "my", "in", "house", "day"];

export interface Reviews {
  readonly texts: string[];
  /** Label of each row: which words it has. */
  readonly truth: number[];
}

export function reviews(rows: number, labels = 3, seed = 5): Reviews {
  const random = seededRandom(seed);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
  const truth = Array.from({ length: rows }, () => Math.floor(random() * labels));
  const texts = truth.map((label) =>
    [pick(OTHER), pick(SAID[label]!), pick(OTHER), pick(OTHER), pick(SAID[label]!), pick(OTHER)].join(" "),
  );
  return { texts, truth };
}

/** Soft labels that are right on 80 % of the rows; gold of every `goldEvery`th row, which has no soft label. */
export function reviewInput({ texts, truth }: Reviews, { labels = 3, goldEvery = Infinity } = {}): TrainingInput {
  const random = seededRandom(9);
  const soft = new Float64Array(texts.length * labels);
  const gold = new Int16Array(texts.length).fill(ABSTAIN);
  truth.forEach((label, row) => {
    const said = random() < 0.8 ? label : Math.floor(random() * labels);
    if (row % goldEvery === goldEvery - 1) gold[row] = label;
    else for (let k = 0; k < labels; k++) soft[row * labels + k] = k === said ? 0.8 : 0.2 / (labels - 1);
  });
  return { columns: [{ kind: "text", name: "text", values: texts }], labels: ["GOOD", "BAD", "SHIPPING"].slice(0, labels), soft, gold };
}
