/** The published vote matrices of ../shared/data/lf, for the tests that reproduce figures; absent on most machines. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { PatternIndex } from "../../../src/core/patterns/patternTable";
import { measure, type Metrics, type Sides } from "../../../src/core/metrics/metrics";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { patternPredictions } from "../../../src/core/metrics/scoredRows";
import { ABSTAIN } from "../../../src/core/statistics/votes";

const folder = resolve(__dirname, "../../../../shared/data/lf");

interface StoredSet {
  metric: "acc" | "f1" | "macrof1";
  classes: string[];
  splits: Record<string, { n: number; L: number[][]; y: number[] }>;
}

export type PublishedSplit = "train" | "valid" | "test";

export interface PublishedSet {
  readonly metric: StoredSet["metric"];
  readonly labels: number;
  /** Patterns of all rows of all splits, so that one table tells every split's rows. */
  readonly index: PatternIndex;
  readonly gold: Int16Array;
  /** The rows of each split. */
  readonly splits: Readonly<Partial<Record<PublishedSplit, readonly number[]>>>;
}

/** Skips the test that runs, saying why, where the published sets are absent. */
export function publishedSet(test: Mocha.Context, name: string): PublishedSet {
  const set = readPublishedSet(name);
  if (set) return set;
  if (test.test) test.test.title += " (skipped: ../shared/data/lf is absent)";
  return test.skip();
}

/** A published set; undefined where these are absent. */
export function readPublishedSet(name: string): PublishedSet | undefined {
  const path = join(folder, `${name}.json.gz`);
  if (!existsSync(path)) return undefined;
  const stored = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as StoredSet;
  const splits: Partial<Record<PublishedSplit, number[]>> = {};
  const votes: number[][] = [];
  const labels = stored.classes.length;
  for (const split of ["train", "valid", "test"] as const) {
    const part = stored.splits[split];
    if (!part) continue;
    splits[split] = part.L.map((_, row) => votes.length + row);
    votes.push(...part.L);
  }
  const gold = Int16Array.from(["train", "valid", "test"].flatMap((split) => stored.splits[split]?.y ?? []));
  const columns = votes[0]!.map((_, lf) => Int16Array.from(votes, (row) => row[lf]!));
  return { metric: stored.metric, labels, index: buildPatterns({ rows: votes.length, labels, columns, gold }), gold, splits };
}

/** Gold of these rows alone. */
export function goldOf({ gold }: PublishedSet, rows: readonly number[]): Int16Array {
  const only = new Int16Array(gold.length).fill(ABSTAIN);
  for (const row of rows) only[row] = gold[row]!;
  return only;
}

/** Figures of predictions (patterns x labels) on these rows. */
export function measureOn(set: PublishedSet, rows: readonly number[], proba: Float64Array, seed = 1): Sides<Metrics> {
  return measure(patternPredictions(set.index, proba, goldOf(set, rows)), { seed });
}

/** Fit on train, else test; score on test, else train: the convention of all published figures. */
export function fittedAndScored({ splits }: PublishedSet): { fitted: readonly number[]; scored: readonly number[] } {
  return { fitted: splits.train ?? splits.test!, scored: splits.test ?? splits.train! };
}

/** The set's own metric, in percent. */
export function publishedMetric({ metric }: PublishedSet, { accuracy, macroF1, perLabel }: Metrics): number {
  const value = { acc: accuracy, f1: perLabel[1]?.f1, macrof1: macroF1 }[metric];
  return 100 * value!;
}
