import type { PatternTable } from "../patterns/patternTable";
import { dependencyEdges, type Dependency } from "./dependency";
import { nearDuplicates } from "./nearDuplicates";
import { pseudoLikelihood } from "./pseudoLikelihood";
import { robustPca } from "./robustPca";
import { subsets } from "./subsets";

/**
 * The dependencies that counting finds: fast enough after every change. Each pair once: a near-duplicate is not also
 * called a subset, nor a subset correlated.
 * @param posterior P(label) of each pattern, patterns x labels, from any label model
 */
export function findDependencies(patterns: PatternTable, posterior: Float64Array): Dependency[] {
  const counted = nearDuplicates(patterns, posterior);
  return eachPairOnce([
    ...counted.filter(({ kind }) => kind === "near-duplicate"),
    ...subsets(patterns),
    ...counted.filter(({ kind }) => kind === "correlated"),
  ]);
}

/** Told after each step how many of the steps are done. */
export type Follow = (done: number, total: number) => void;

/** The dependencies that either way of structure learning finds: seconds on many LFs. Each pair once, robust PCA's first. */
export function learnDependencies(patterns: PatternTable, follow: Follow = () => {}): Dependency[] {
  const total = patterns.lfs + 1;
  follow(0, total);
  const found = robustPca(patterns);
  follow(1, total);
  return eachPairOnce([...found, ...pseudoLikelihood(patterns, (lfs) => follow(lfs + 1, total))]);
}

/** All that can be found, each pair once: what counting finds comes first, for it says best what to do. */
export function allDependencies(patterns: PatternTable, posterior: Float64Array, follow?: Follow): Dependency[] {
  return eachPairOnce([...findDependencies(patterns, posterior), ...learnDependencies(patterns, follow)]);
}

function eachPairOnce(dependencies: readonly Dependency[]): Dependency[] {
  const seen = new Set<string>();
  return dependencies.filter((dependency) => {
    const pair = dependencyEdges([dependency]).join();
    return !seen.has(pair) && seen.add(pair);
  });
}
