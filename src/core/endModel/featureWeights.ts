import type { EndModel, FeatureName } from "./endModel";

/** What a feature is worth for a label. */
export interface FeatureWeight extends FeatureName {
  /** Added to the label's score for each unit of the feature; a text's n-grams are at most 1 unit. Negative speaks against it. */
  readonly weight: number;
}

/** For each label the named features that speak most for it, and most against it, strongest first. At most `count` of each. */
export function featureWeights(
  { labels, weights, kept, names }: EndModel,
  count = 20,
): { for: FeatureWeight[]; against: FeatureWeight[] }[] {
  const named = Array.from(kept.keys()).filter((i) => names.has(kept[i]!));
  return labels.map((_, label) => {
    const all = named.map((i): FeatureWeight => ({ ...names.get(kept[i]!)!, weight: weights[i * labels.length + label]! }));
    const strongest = (side: FeatureWeight[]) => side.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, count);
    return { for: strongest(all.filter(({ weight }) => weight > 0)), against: strongest(all.filter(({ weight }) => weight < 0)) };
  });
}

/** How many features a label has names for, of those that speak for it and of those against it. */
const NAMED = 50;

/** The features that deserve a name: each label's strongest. @param weights features x labels @returns indices of its rows */
export function strongestRows(weights: Float32Array, labels: number): Set<number> {
  const strongest = new Set<number>();
  for (let label = 0; label < labels; label++) {
    for (const sign of [1, -1]) for (const feature of largest(weights, labels, label, sign)) strongest.add(feature);
  }
  return strongest;
}

/** Indices of the NAMED largest of sign x weight of a label, by insertion: hardly any weight gets in. */
function largest(weights: Float32Array, labels: number, label: number, sign: number): number[] {
  const found: number[] = [];
  const valueOf = (feature: number): number => sign * weights[feature * labels + label]!;
  let least = 0;
  for (let feature = 0; feature * labels < weights.length; feature++) {
    const value = valueOf(feature);
    if (value <= least) continue;
    let at = found.length;
    while (at > 0 && valueOf(found[at - 1]!) < value) at--;
    found.splice(at, 0, feature);
    if (found.length > NAMED) found.pop();
    if (found.length === NAMED) least = valueOf(found[NAMED - 1]!);
  }
  return found;
}
