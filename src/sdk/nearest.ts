/**
 * The name that was most likely meant by a misspelt one.
 * @returns the closest of `names`, case ignored, within a third of the word's length in edits (at least 1); undefined if none is
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  // Nobody misspells a name this long, and comparing it would take for ever.
  if (word.length > 100) return undefined;
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestEdits = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= bestEdits) continue;
    const edits = editDistance(word.toLowerCase(), name.toLowerCase());
    if (edits < bestEdits) [best, bestEdits] = [name, edits];
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
