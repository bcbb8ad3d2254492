/** MurmurHash3's finalizer (fmix32; Appleby, public domain): a bijection in which every bit of the value reaches every bit of the result. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
