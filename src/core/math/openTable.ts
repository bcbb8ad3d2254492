/** A hash table of entries that are numbered from 0, in which slots that are taken are probed one after the other. */

/** Room for a number of entries, at most half full: -1 marks an empty slot. 8 to 16 bytes an entry. */
export const emptySlots = (entries: number): Int32Array => new Int32Array(2 ** Math.ceil(Math.log2(2 * entries + 2))).fill(-1);

/** The slot of the entry that is the same, or the empty one where a new entry of this hash belongs. */
export function findSlot(slots: Int32Array, hash: number, isSame: (entry: number) => boolean): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot]! >= 0 && !isSame(slots[slot]!)) slot = (slot + 1) & mask;
  return slot;
}
