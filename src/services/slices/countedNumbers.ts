import { labeledAccuracy, type ClarityMatrix } from "../../core/clarity/clarity";
import { wilson } from "../../core/math/interval";
import type { CountedRows } from "../../core/slices/countRows";
import type { LfSite } from "../../protocol/engine";
import type { LabelModelSnapshot } from "../../protocol/labelModel";
import type { LfSnapshot, Numbers } from "../../protocol/snapshot";

export interface CountedNumbersInput {
  readonly counted: Omit<CountedRows, "ties">;
  /** In the order of the counted LFs. */
  readonly lfs: readonly LfSite[];
  /** Of the config that the rows were counted with. */
  readonly labels: readonly string[];
  readonly labelModel: LabelModelSnapshot;
  readonly endModelClarity?: ClarityMatrix | undefined;
  /** What else is known of an LF on these rows. */
  readonly more?: (lf: number) => Partial<LfSnapshot>;
}

/** What was counted of some rows as views draw it. */
export function countedNumbers({ counted, lfs, labels, labelModel, endModelClarity, more }: CountedNumbersInput): Numbers {
  const { summary, clarity, labelCounts } = counted;
  const accuracy = labeledAccuracy(clarity.labelModel);
  return {
    rows: summary.rows,
    goldRows: summary.goldRows,
    labels,
    lfs: lfs.map((site, at) => countedLf(site, summary.lfs[at]!, more?.(at))),
    set: summary.set,
    labelModel,
    labelCounts,
    labeled: labelCounts.reduce((sum, rows) => sum + rows, 0),
    clarity: clarity.labelModel,
    majorityClarity: clarity.majority,
    ...(endModelClarity === undefined ? {} : { endModelClarity }),
    ...(accuracy === undefined ? {} : { labeledAccuracy: accuracy }),
  };
}

function countedLf(
  { name, file, line, column, endLine }: LfSite,
  summary: CountedRows["summary"]["lfs"][number],
  more: Partial<LfSnapshot> = {},
): LfSnapshot {
  const interval = wilson(summary.correct, summary.correct + summary.incorrect);
  return {
    ...{ name, file, line, column, endLine, summary },
    ...(interval === undefined ? {} : { accuracyInterval: interval }),
    ...{ stale: false, faults: [] },
    ...more,
  };
}
