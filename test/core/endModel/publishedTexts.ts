/** Published votes with the texts that they were cast on (../shared/data/raw); absent on most machines. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FeatureColumn } from "../../../src/core/endModel/countFeatures";
import { predictRows, type EndModel } from "../../../src/core/endModel/endModel";
import type { TrainingInput } from "../../../src/core/endModel/trainEndModel";
import type { LabelModel } from "../../../src/core/labelModel/contract";
import { withGold } from "../../../src/core/labelModel/gold";
import { sem } from "../../../src/core/labelModel/sem";
import { measure } from "../../../src/core/metrics/metrics";
import { countingOnly, goldCounts } from "../../../src/core/patterns/patterns";
import { rowPredictions } from "../../../src/core/metrics/scoredRows";
import { goldOf, type PublishedSet } from "../labelModel/publishedVotes";

const folder = resolve(__dirname, "../../../../shared/data/raw");

/** Which file holds a set's texts, and what it calls the splits of the votes, in turn. */
const SOURCES = {
  youtube: { file: "youtube_votes_text", splits: ["train", "valid", "test"] },
  trec: { file: "trec6", splits: ["train", "valid", "test"] },
  agnews: { file: "agnews_subset", splits: ["valid", "test"] },
} as const;

export type TextSet = keyof typeof SOURCES;

export const textsArePresent = (): boolean => existsSync(folder);

/** Skips the test that runs, saying why, where the texts are absent. */
export function skipWithoutTexts(test: Mocha.Context): void {
  if (textsArePresent()) return;
  if (test.test) test.test.title += " (skipped: ../shared/data/raw is absent)";
  test.skip();
}

/** The texts in the order of the set's rows. */
export function publishedTexts(name: TextSet): string[] {
  const { file, splits } = SOURCES[name];
  const lines = readFileSync(resolve(folder, `${file}.jsonl`), "utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => JSON.parse(line) as { text: string; split: string });
  return splits.flatMap((split) => rows.filter((row) => row.split === split).map((row) => row.text));
}

/** SEM's labels, fitted on train's votes, for train's covered rows; and the gold of these rows. */
export function publishedInput(set: PublishedSet, name: TextSet, goldRows: readonly number[]): TrainingInput {
  const train = set.splits.train!;
  const { table } = countingOnly(set.index, train);
  const softOf = <P>(model: LabelModel<P>, gold?: Float64Array): Float64Array => {
    const soft = new Float64Array(set.gold.length * set.labels);
    const proba = model.predictProba(model.fit(table, gold ? { gold } : {}), table);
    for (const row of train) {
      const from = set.index.rowPattern[row]! * set.labels;
      soft.set(proba.subarray(from, from + set.labels), row * set.labels);
    }
    return soft;
  };
  return {
    columns: [{ kind: "text", name: "text", values: publishedTexts(name) }],
    labels: Array.from({ length: set.labels }, (_, k) => `label ${k}`),
    soft: softOf(sem),
    softWithPrior: (gold) => softOf(withGold(sem, "prior"), goldCounts(set.index, gold)),
    gold: goldOf(set, goldRows),
  };
}

/** In percent. */
export function accuracyOnTest(set: PublishedSet, model: EndModel, columns: readonly FeatureColumn[]): number {
  const gold = goldOf(set, set.splits.test!);
  return 100 * measure(rowPredictions(set.labels, predictRows(model, columns), gold)).all.accuracy!;
}
