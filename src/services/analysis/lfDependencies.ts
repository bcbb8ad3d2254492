import { describeDependency, type Dependency } from "../../core/dependencies/dependency";
import { allDependencies, type Follow } from "../../core/dependencies/findDependencies";
import { resolveLabelModel } from "../../core/labelModel/registry";
import type { LfDependency } from "../../protocol/snapshot";
import type { Fitted } from "./analyse";

/** Dependencies between LFs with names and in plain words. */
export const lfDependencies = (found: readonly Dependency[], names: readonly string[]): LfDependency[] =>
  found.map((dependency) => ({
    lfs: [names[dependency.lfs[0]]!, names[dependency.lfs[1]]!],
    kind: dependency.kind,
    strength: dependency.strength,
    text: describeDependency(dependency, names),
  }));

/** All dependencies that counting and structure learning find among the votes of a fit. */
export function structure({ index, input, parameters }: Fitted, follow: Follow): LfDependency[] {
  const proba = resolveLabelModel(input.labelModel.kind).predictProba(parameters.base, index.table);
  return lfDependencies(allDependencies(index.table, proba, follow), input.names);
}
