import type { FeatureColumn, FeatureOptions } from "./countFeatures";
import type { FeatureName } from "./endModel";
import type { FeatureSpace } from "./featureSpace";
import { bucketOf, hashNgram } from "./ngramHash";
import { emptyNgrams, findNgrams, ngramText } from "./ngrams";

/** How many rows are read before it goes on only for features that none of them has. */
const NAMING_ROWS = 20_000;

/**
 * What features are, by looking for them once more: of the n-grams and categories that share a bucket the most frequent one.
 * Holds the texts of these features only.
 * @param wanted features of `space`
 * @param rows where to look
 */
export function nameFeatures(
  columns: readonly FeatureColumn[],
  space: FeatureSpace,
  wanted: Iterable<number>,
  rows: Uint32Array,
): Map<number, FeatureName> {
  const names = new Map<number, FeatureName>();
  const sightings: Sightings = new Map();
  const numbers = columns.filter(({ kind }) => kind === "number");
  for (const feature of wanted) {
    const beyond = feature - space.buckets.length;
    if (beyond < 0) sightings.set(space.buckets[feature]!, new Map());
    else names.set(feature, { column: numbers[beyond >> 1]!.name, text: beyond % 2 === 0 ? "" : "(missing)" });
  }
  lookFor(columns, space.options, sightings, rows);
  for (const feature of wanted) {
    const seen = sightings.get(space.buckets[feature] ?? -1);
    const most = seen && mostFrequent(seen);
    if (most) names.set(feature, most.name);
  }
  return names;
}

/** By bucket, and in that by hash: what was seen there, and how often. */
type Sightings = Map<number, Map<number, Sighting>>;

interface Sighting {
  readonly name: FeatureName;
  times: number;
}

/** Counts what falls into the buckets of `sightings`. */
function lookFor(columns: readonly FeatureColumn[], { bits, characters }: FeatureOptions, sightings: Sightings, rows: Uint32Array): void {
  const ngrams = emptyNgrams();
  let unseen = sightings.size;
  const see = (hash: number, column: string, text: () => string): void => {
    const seen = sightings.get(bucketOf(hash, bits));
    if (!seen) return;
    if (seen.size === 0) unseen--;
    const known = seen.get(hash);
    if (known) known.times++;
    else seen.set(hash, { name: { column, text: text() }, times: 1 });
  };
  for (let r = 0; r < rows.length && (r < NAMING_ROWS || unseen > 0); r++) {
    for (const { kind, name, values } of columns) {
      if (kind === "number") continue;
      const value = values[rows[r]!]!;
      if (kind === "category") see(hashNgram(name, "=", value), name, () => value);
      for (const part of kind === "text" ? (["w", "c"] as const) : []) {
        if (part === "c" && !characters) continue;
        findNgrams(ngrams, name, part, value);
        for (let i = 0; i < ngrams.count; i++) see(ngrams.hashes[i]!, name, () => ngramText(ngrams, i));
      }
    }
  }
}

/** What was seen most often; of several the first in the order of their characters. */
function mostFrequent(seen: ReadonlyMap<number, Sighting>): Sighting | undefined {
  const before = (a: Sighting, b: Sighting): boolean => a.times > b.times || (a.times === b.times && a.name.text < b.name.text);
  return Array.from(seen.values()).reduce<Sighting | undefined>((best, next) => (best && before(best, next) ? best : next), undefined);
}
