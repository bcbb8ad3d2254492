// What the fuzzers share. Seeds are fixed, so that what fails fails again; LF_LENS_FUZZ_ROUNDS makes all of them longer.

/** @param usual how many rounds a test takes unless the variable says more or less */
export const fuzzRounds = (usual: number): number => Number(process.env["LF_LENS_FUZZ_ROUNDS"] ?? usual);

/** Uniform in [0, 1): mulberry32. */
export function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "../../x",
  "\u0000",
  "\u001b[2J",
  [],
  {},
  "x".repeat(5000),
  { __proto__: 1 },
  [[[[]]]],
];

/** The same value with one place in it changed, dropped or added. */
export function changed(value: unknown, random: () => number): unknown {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  if (typeof value !== "object" || value === null || random() < 0.15) return pick(odd);
  if (Array.isArray(value)) return random() < 0.5 ? [...(value as unknown[]), pick(odd)] : value.map((item) => changed(item, random));
  const entries = Object.entries(value);
  if (entries.length === 0 || random() < 0.1) return { ...value, [pick(["version", "id", "remoteId", "key", "mood"])]: pick(odd) };
  const at = Math.floor(random() * entries.length);
  if (random() < 0.15) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(entries.map(([name, item], index) => [name, index === at ? changed(item, random) : item]));
}
