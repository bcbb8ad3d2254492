import { drawnFor, type Judged } from "./judgement";
import type { Remarks } from "./remarks";

/** A row of the sample on which people looked at an LF's vote. */
export interface CheckedRow {
  readonly row: number;
  /** The label that a vote must be to be right; without one, `vote` is known to be right or wrong. */
  readonly label?: string;
  readonly vote?: string;
  readonly right?: boolean;
}

/** By LF, what people looked at: a spot check, or the label that they gave a row that was drawn from the LF's votes. */
export type CheckedRows = ReadonlyMap<string, readonly CheckedRow[]>;

const DRAWN = drawnFor("lf", "");

/** @param keys of the sample's rows */
export function checkedRows(judged: Judged, remarks: Remarks, keys: readonly string[]): CheckedRows {
  const found = new Map<string, CheckedRow[]>();
  const add = (lf: string, checked: CheckedRow): void => void found.set(lf, [...(found.get(lf) ?? []), checked]);
  const checks = remarks.checks();
  if (checks.size === 0 && judged.size === 0) return found;
  keys.forEach((key, row) => {
    const own = checks.get(key) ?? [];
    for (const { lf, vote, right } of own) add(lf, { row, vote, right: right === true });
    for (const { how, label } of judged.get(key) ?? []) {
      const lf = how.startsWith(DRAWN) && label !== null ? how.slice(DRAWN.length) : undefined;
      if (lf !== undefined && !own.some((check) => check.lf === lf)) add(lf, { row, label: label! });
    }
  });
  return found;
}
