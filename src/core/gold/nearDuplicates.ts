import { mix32 } from "../math/mix32";

/** Two rows whose texts say nearly the same. */
export interface NearDuplicate {
  readonly rows: readonly [number, number];
  /** Of their words' pairs, the share that both have (Jaccard), 0..1. */
  readonly similarity: number;
}

/** Each band of hashes finds rows that agree in all of it (Broder, "On the resemblance and containment of documents", 1997). */
const BANDS = 16;
const PER_BAND = 3;
/** A row is compared with the first of its band only: of very many alike, these are enough. */
const COMPARED = 40;

/**
 * Pairs of rows with different labels and nearly the same text; the most alike first.
 * @param labels the rows' labels; rows with the same one are never a pair
 * @param least the least similarity, 0..1
 */
export function nearDuplicates(texts: readonly string[], labels: ArrayLike<number>, least: number): NearDuplicate[] {
  const shingles = texts.map(shinglesOf);
  const found = new Map<string, NearDuplicate>();
  for (let band = 0; band < BANDS; band++) {
    const buckets = new Map<string, number[]>();
    shingles.forEach((own, row) => {
      if (own.size === 0) return;
      const key = Array.from({ length: PER_BAND }, (_, i) => smallest(own, band * PER_BAND + i)).join(" ");
      const bucket = buckets.get(key) ?? [];
      for (const other of bucket.slice(0, COMPARED)) {
        const pair = `${other} ${row}`;
        if (labels[other] === labels[row] || found.has(pair)) continue;
        const similarity = jaccard(shingles[other]!, own);
        if (similarity >= least) found.set(pair, { rows: [other, row], similarity });
      }
      bucket.push(row);
      buckets.set(key, bucket);
    });
  }
  return [...found.values()].sort((a, b) => b.similarity - a.similarity || a.rows[0] - b.rows[0] || a.rows[1] - b.rows[1]);
}

/** Hashes of the words and of each two that stand side by side. */
function shinglesOf(text: string): ReadonlySet<number> {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(hashOf);
  return new Set([...words, ...words.slice(1).map((word, i) => mix32(word ^ mix32(words[i]!)))]);
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return mix32(hash);
}

function smallest(own: ReadonlySet<number>, seed: number): number {
  const salt = mix32(seed + 1);
  let least = Infinity;
  for (const one of own) least = Math.min(least, mix32(one ^ salt) >>> 0);
  return least;
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both++;
  return both / (a.size + b.size - both);
}
