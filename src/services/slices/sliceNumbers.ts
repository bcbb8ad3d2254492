import type { Analysis, SampleSlice } from "../../protocol/analysis";
import type { Numbers } from "../../protocol/snapshot";
import type { ProjectState } from "../project/state";
import { countedNumbers } from "./countedNumbers";

/** What was counted of slices as views draw it, by their names. */
export function sliceNumbers(
  counted: readonly SampleSlice[],
  { lfs, config }: Pick<ProjectState, "lfs" | "config">,
  { names, labelModel }: Analysis,
): ReadonlyMap<string, Numbers> {
  const sites = new Map(lfs.map(({ site }) => [site.name, site]));
  const nowhere = (name: string) => ({ name, file: "", line: 1, column: 1, endLine: 1 });
  return new Map(
    counted.map(({ name, endModel, ...slice }) => [
      name,
      countedNumbers({
        counted: slice,
        lfs: names.map((lf) => sites.get(lf) ?? nowhere(lf)),
        labels: config?.labels ?? [],
        labelModel: { ...labelModel, ties: slice.ties },
        endModelClarity: endModel,
      }),
    ]),
  );
}
