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

/** The dependencies that either way of structure learning finds: seconds on many LFs. Each pair once, robust PCA's first. */
export function learnDependencies(patterns: PatternTable): Dependency[] {
  return eachPairOnce([...robustPca(patterns), ...pseudoLikelihood(patterns)]);
}

function eachPairOnce(dependencies: readonly Dependency[]): Dependency[] {
  const seen = new Set<string>();
  return dependencies.filter((dependency) => {
    const pair = dependencyEdges([dependency]).join();
    return !seen.has(pair) && seen.add(pair);
  });
}
