/** A source of uniform numbers in [0, 1): the same seed gives the same numbers on every machine (mulberry32; Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `size` of the rows, at most all, without putting back; in the order drawn (Fisher-Yates, stopped early). */
export function drawRows(rows: Uint32Array, size: number, random: () => number): Uint32Array {
  const left = rows.slice();
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (left.length - i));
    const row = left[i]!;
    left[i] = left[j]!;
    left[j] = row;
  }
  return left.subarray(0, size);
}
