// What gold adds to the end model on published votes and texts: test accuracy (%) from LFs only, from gold only and from
// the mixture that is chosen, means over draws of gold rows from dev: npx tsx bench/endModel/published.ts [draws]
import type { Candidate } from "../../src/core/endModel/chooseMixture";
import type { Mixture } from "../../src/core/endModel/mixture";
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { seededRandom } from "../../src/core/math/random";
import { accuracyOnTest, publishedInput, textsArePresent, type TextSet } from "../../test/core/endModel/publishedTexts";
import { readPublishedSet, type PublishedSet } from "../../test/core/labelModel/publishedVotes";

/** Gold rows, and the published figures. */
const PUBLISHED: readonly (readonly [set: TextSet, goldRows: number, figures: string])[] = [
  ["youtube", 50, "93.5 / 83.2 / 92.7"],
  ["youtube", 100, "94.5 / 92.3 / 94.9"],
  ["youtube", 120, "94.0 / 92.4 / 95.6"],
  ["trec", 100, "65.8 / 52.1 / 68.2"],
  ["trec", 500, "65.8 / 77.8 / 77.8"],
];

/** Accuracies from LFs only, from gold only and of the mixture chosen. */
function reach(set: PublishedSet, name: TextSet, goldRows: readonly number[]): { accuracies: number[]; chosen: Mixture } {
  const input = publishedInput(set, name, goldRows);
  const { model, report } = trainEndModel(input);
  const bestOf = (allowed: (candidate: Candidate) => boolean): Mixture =>
    report.candidates
      .filter(allowed)
      .reduce((a, b) => (b.accuracy > a.accuracy || (b.accuracy === a.accuracy && b.logLoss < a.logLoss) ? b : a));
  const accuracyOf = (mixture: Mixture): number => accuracyOnTest(set, trainEndModel({ ...input, mixture }).model, input.columns);
  return {
    accuracies: [
      accuracyOf(bestOf(({ goldWeight, prior }) => goldWeight === 0 && !prior)),
      accuracyOf(bestOf(({ goldWeight }) => goldWeight === "only")),
      accuracyOnTest(set, model, input.columns),
    ],
    chosen: report.mixture,
  };
}

function shuffled(rows: readonly number[], random: () => number): number[] {
  const keys = new Map(rows.map((row) => [row, random()]));
  return rows.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
}

function compare(set: PublishedSet, name: TextSet, goldRows: number, figures: string, draws: number): void {
  const dev = set.splits.valid!;
  const random = seededRandom(11);
  const reached = Array.from({ length: goldRows < dev.length ? draws : 1 }, () =>
    reach(set, name, shuffled(dev, random).slice(0, goldRows)),
  );
  const means = [0, 1, 2].map((i) => reached.reduce((sum, { accuracies }) => sum + accuracies[i]!, 0) / reached.length);
  const chosen = reached.map(({ chosen: { goldWeight, prior, C } }) => `${goldWeight}${prior ? "+prior" : ""} C=${C}`);
  const cells = [
    name.padEnd(8),
    String(goldRows).padStart(5),
    means.map((mean) => mean.toFixed(1)).join(" / "),
    figures,
    chosen.join(", "),
  ];
  console.log(cells.join("   "));
}

console.log("set       gold   LFs / gold / mixed   published            weight of gold, C of each draw");
for (const [name, goldRows, figures] of PUBLISHED) {
  const set = textsArePresent() ? readPublishedSet(name) : undefined;
  if (set) compare(set, name, goldRows, figures, Number(process.argv[2] ?? 6));
  else console.log(`${name}: the published votes and texts of ../shared/data are absent`);
}
