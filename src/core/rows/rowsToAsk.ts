import { drawRows } from "../math/random";
import { ABSTAIN, type VoteMatrix } from "../statistics/votes";

/**
 * In which order rows are worth asking a model about: rows with gold, which say how good it is; rows on which the LFs differ; rows that
 * none of them votes on; then the others. Of each kind the order is random, and the first three take turns (two of gold, one of each
 * other), so that any number of first rows has something of each.
 * @param matrix votes of the LFs that are not asked themselves: what a model answers must not change the order
 * @returns all rows
 */
export function rowsToAsk({ rows, columns, gold }: Pick<VoteMatrix, "rows" | "columns" | "gold">, random: () => number): Uint32Array {
  const kinds: number[][] = [[], [], [], []];
  for (let row = 0; row < rows; row++) kinds[kindOf(row, columns, gold)]!.push(row);
  const [known, disputed, uncovered, others] = kinds.map((kind) => drawRows(Uint32Array.from(kind), kind.length, random).values());
  const ordered: number[] = [];
  const turns = [known!, known!, disputed!, uncovered!];
  for (let before = -1; ordered.length > before;) {
    before = ordered.length;
    for (const queue of turns) {
      const next = queue.next();
      if (!next.done) ordered.push(next.value);
    }
  }
  return Uint32Array.from([...ordered, ...others!]);
}

function kindOf(row: number, columns: VoteMatrix["columns"], gold: Int16Array): 0 | 1 | 2 | 3 {
  if (gold[row] !== ABSTAIN) return 0;
  let first: number = ABSTAIN;
  for (const column of columns) {
    const vote = column[row]!;
    if (vote === ABSTAIN || vote === first) continue;
    if (first !== ABSTAIN) return 1;
    first = vote;
  }
  return first === ABSTAIN ? 2 : 3;
}
