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

/** Optimal string alignment distance: insertions, deletions, replacements, and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [above, previous] = [rows[i - 1]!, rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = previous && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? previous[j - 2]! + 1 : Infinity;
      row.push(Math.min(replaced, swapped, above[j]! + 1, row[j - 1]! + 1));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
