import { compareWithMajority, type ComparisonInput, type Score } from "../../core/explain/compareWithMajority";
import { describeCause } from "../../core/explain/describeCause";
import type { ModelComparison } from "../../protocol/snapshot";

/** The label model against majority vote, with names and in plain words; undefined without gold on covered rows. */
export function comparisonOf(input: ComparisonInput, names: readonly string[], labels: readonly string[]): ModelComparison | undefined {
  const found = compareWithMajority(input);
  if (found.rows === 0) return undefined;
  const score = ({ accuracy, interval }: Score): [number, { low: number; high: number }] => [
    accuracy ?? 0,
    interval ?? { low: 0, high: 1 },
  ];
  const [modelAccuracy, modelInterval] = score(found.model);
  const [majorityAccuracy, majorityInterval] = score(found.majority);
  return {
    rows: found.rows,
    modelAccuracy,
    modelInterval,
    majorityAccuracy,
    majorityInterval,
    onlyModelRight: found.modelOnly,
    onlyMajorityRight: found.majorityOnly,
    pValue: found.pValue,
    causes: found.causes.map((cause) => describeCause(cause, names, labels)),
  };
}
