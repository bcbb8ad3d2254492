import type { Split } from "../../core/data/cells";
import type { AllRowsReport } from "../../protocol/engine";
import type { LfSnapshot, Numbers } from "../../protocol/snapshot";
import { countedNumbers } from "../slices/countedNumbers";

/** The statistics of all rows as views draw them.
 * @param labels of the config that the rows were counted with */
export function allRowsNumbers(report: AllRowsReport, labels: readonly string[]): Numbers {
  const { lfs, labelModel, estimated, faults, notAsked, asked } = report;
  const more = (lf: number): Partial<LfSnapshot> => ({
    faults: faults[lf]!,
    ...(notAsked[lf] ? { notAsked: notAsked[lf] } : {}),
    ...(asked[lf] ? { asked: asked[lf] } : {}),
    ...(estimated[lf] === undefined ? {} : { estimated: estimated[lf] }),
  });
  return countedNumbers({ counted: report, lfs, labels, labelModel, more });
}

/** The statistics of all rows of each slice that could be used on all of them. */
export const slicesOfAllRows = (
  { lfs, labelModel, slices }: AllRowsReport,
  labels: readonly string[],
): { readonly name: string; readonly numbers: Numbers }[] =>
  slices
    .filter(({ problem }) => problem === undefined)
    .map(({ name, ...counted }) => ({
      name,
      numbers: countedNumbers({ counted, lfs, labels, labelModel: { ...labelModel, ties: counted.ties } }),
    }));

/** Says of which rows the numbers are. */
export const allRowsTitle = (splits: readonly Split[]): string =>
  splits.length === 3 ? "All rows, not a sample." : `All rows of ${splits.join(" and ")}, not a sample.`;
