import { bucketOf, hashNgram } from "./ngramHash";
import { emptyNgrams, findNgrams, type Ngrams } from "./ngrams";

/** A column that the end model learns from: a value for each row. */
export type FeatureColumn = TextColumn | CategoryColumn | NumberColumn;

export interface TextColumn {
  readonly kind: "text";
  readonly name: string;
  /** "" where a row has none. */
  readonly values: readonly string[];
}

export interface CategoryColumn {
  readonly kind: "category";
  readonly name: string;
  /** "" where a row has none, which counts as a category of its own. */
  readonly values: readonly string[];
}

export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** NaN (or infinite) where a row has none. */
  readonly values: Float64Array;
}

export interface FeatureOptions {
  /** n-grams and categories fall into 2^bits buckets, 18..20. */
  readonly bits: number;
  /** Character n-grams beside words. */
  readonly characters: boolean;
}

export const DEFAULT_FEATURES: FeatureOptions = { bits: 20, characters: false };

/** The entries of one column (or of its character n-grams) in a row. */
export interface Block {
  readonly column: number;
  readonly kind: "w" | "c" | "=";
}

/** How often each n-gram stands in each row. */
export interface FeatureCounts {
  readonly rows: number;
  readonly options: FeatureOptions;
  readonly columns: readonly FeatureColumn[];
  readonly blocks: readonly Block[];
  /** Block b of row i has the entries starts[i * blocks + b] to starts[i * blocks + b + 1] (exclusive). */
  readonly starts: Int32Array;
  readonly buckets: Int32Array;
  /** 1 + ln(number of times), scikit-learn's sublinear term frequency. */
  readonly frequencies: Float32Array;
}

/**
 * Counts the n-grams of texts and the categories. Numbers need no counting: they are taken up by `weighFeatures`.
 * Throws if the columns have different numbers of rows.
 */
export function countFeatures(columns: readonly FeatureColumn[], options: FeatureOptions = DEFAULT_FEATURES): FeatureCounts {
  const rows = columns[0]?.values.length ?? 0;
  const odd = columns.find(({ values }) => values.length !== rows);
  if (odd) throw new Error(`Column ${odd.name} has ${odd.values.length} rows, ${columns[0]!.name} has ${rows}.`);
  const blocks = blocksOf(columns, options);
  const starts = new Int32Array(rows * blocks.length + 1);
  const counter = emptyCounter(options.bits);
  const ngrams = emptyNgrams();
  for (let row = 0, at = 0; row < rows; row++) {
    for (const { column, kind } of blocks) {
      counter.first = counter.size;
      countValue(counter, ngrams, columns[column] as TextColumn | CategoryColumn, kind, row);
      starts[++at] = counter.size;
    }
  }
  const frequencies = counter.counts.subarray(0, counter.size).map((times) => (times === 1 ? 1 : 1 + Math.log(times)));
  return { rows, options, columns, blocks, starts, buckets: counter.buckets.subarray(0, counter.size), frequencies };
}

function countValue(
  counter: BucketCounter,
  ngrams: Ngrams,
  { name, values }: TextColumn | CategoryColumn,
  kind: Block["kind"],
  row: number,
) {
  if (kind === "=") return count(counter, hashNgram(name, kind, values[row]!));
  findNgrams(ngrams, name, kind, values[row]!);
  for (let i = 0; i < ngrams.count; i++) count(counter, ngrams.hashes[i]!);
}

function blocksOf(columns: readonly FeatureColumn[], { characters }: FeatureOptions): Block[] {
  return columns.flatMap(({ kind }, column): Block[] => {
    if (kind === "number") return [];
    if (kind === "category") return [{ column, kind: "=" }];
    return characters
      ? [
          { column, kind: "w" },
          { column, kind: "c" },
        ]
      : [{ column, kind: "w" }];
  });
}

/** Merges equal buckets of a block by remembering where each was put last. */
interface BucketCounter {
  readonly bits: number;
  /** Of each bucket in `buckets`; -1 if it has none. */
  readonly place: Int32Array;
  /** Where the block begins in `buckets`. */
  first: number;
  size: number;
  buckets: Int32Array;
  counts: Float32Array;
}

const emptyCounter = (bits: number): BucketCounter => ({
  bits,
  place: new Int32Array(2 ** bits).fill(-1),
  first: 0,
  size: 0,
  buckets: new Int32Array(1024),
  counts: new Float32Array(1024),
});

function count(counter: BucketCounter, hash: number): void {
  const bucket = bucketOf(hash, counter.bits);
  const known = counter.place[bucket]!;
  if (known >= counter.first) {
    counter.counts[known]!++;
    return;
  }
  const at = counter.size++;
  if (at === counter.buckets.length) growCounter(counter);
  counter.place[bucket] = at;
  counter.buckets[at] = bucket;
  counter.counts[at] = 1;
}

function growCounter(counter: BucketCounter): void {
  const { buckets, counts } = counter;
  counter.buckets = new Int32Array(2 * buckets.length);
  counter.counts = new Float32Array(2 * counts.length);
  counter.buckets.set(buckets);
  counter.counts.set(counts);
}
