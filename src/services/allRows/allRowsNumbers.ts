import { labeledAccuracy } from "../../core/clarity/clarity";
import type { Split } from "../../core/data/cells";
import { wilson } from "../../core/math/interval";
import type { AllRowsReport } from "../../protocol/engine";
import type { LfSnapshot, Numbers } from "../../protocol/snapshot";

/** The statistics of all rows as views draw them.
 * @param labels of the config that the rows were counted with */
export function allRowsNumbers(report: AllRowsReport, labels: readonly string[]): Numbers {
  const { summary, clarity, labelCounts, labelModel } = report;
  const accuracy = labeledAccuracy(clarity.labelModel);
  return {
    rows: summary.rows,
    goldRows: summary.goldRows,
    labels,
    lfs: report.lfs.map((_, at) => lfOnAllRows(report, at)),
    set: summary.set,
    labelModel,
    labelCounts,
    labeled: labelCounts.reduce((sum, rows) => sum + rows, 0),
    clarity: clarity.labelModel,
    majorityClarity: clarity.majority,
    ...(accuracy === undefined ? {} : { labeledAccuracy: accuracy }),
  };
}

/** Says of which rows the numbers are. */
export const allRowsTitle = (splits: readonly Split[]): string =>
  splits.length === 3 ? "All rows, not a sample." : `All rows of ${splits.join(" and ")}, not a sample.`;

function lfOnAllRows({ lfs, summary, estimated, faults, notAsked, asked }: AllRowsReport, at: number): LfSnapshot {
  const { name, file, line, column, endLine } = lfs[at]!;
  const figures = summary.lfs[at]!;
  const interval = wilson(figures.correct, figures.correct + figures.incorrect);
  const estimate = estimated[at];
  return {
    ...{ name, file, line, column, endLine },
    stale: false,
    faults: faults[at]!,
    ...(notAsked[at] ? { notAsked: notAsked[at] } : {}),
    ...(asked[at] ? { asked: asked[at] } : {}),
    summary: figures,
    ...(interval === undefined ? {} : { accuracyInterval: interval }),
    ...(estimate === undefined ? {} : { estimated: estimate }),
  };
}
