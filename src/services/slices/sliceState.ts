import type { Problem } from "../../core/data/problem";
import { counted } from "../../core/data/numberText";
import type { SliceResult } from "../../protocol/slices";

/** A run's slices, each with the rows that it has, which the engine leaves out where they are known. */
export function adoptSlices(before: readonly SliceResult[], results: readonly SliceResult[]): readonly SliceResult[] {
  const known = new Map(before.map((slice) => [slice.key, slice.rows]));
  return results.map((slice) => {
    const rows = slice.rows ?? known.get(slice.key);
    return rows === undefined || slice.problem !== undefined ? slice : { ...slice, rows };
  });
}

/** Keys of the slices whose rows need not be found again. Faults name places, which move with edits that leave the key as it is. */
export const knownSlices = (slices: readonly SliceResult[] = []): readonly string[] =>
  slices.flatMap(({ key, rows, faults, unstable }) => (rows && faults.length === 0 && unstable === undefined ? [key] : []));

/**
 * What is wrong with slices, where they stand.
 * @param inConfig a problem on the value of a slice in the config
 */
export const sliceProblems = (slices: readonly SliceResult[], inConfig: (name: string, message: string) => Problem): Problem[] =>
  slices.flatMap((slice) => {
    const { name, source, problem, faults, unstable } = slice;
    if ("sql" in source) return problem === undefined ? [] : [inConfig(name, problem)];
    const at = { ...source, endLine: source.line, endColumn: source.column + name.length };
    return [
      ...(problem === undefined ? [] : [{ ...at, severity: "error" as const, message: problem }]),
      ...(unstable === undefined ? [] : [{ ...at, severity: "warning" as const, message: `${name} ${unstable}` }]),
      ...faults.map(({ message, rows, file = source.file, line = source.line, column = source.column }): Problem => {
        const where = rows > 0 ? ` (${counted(rows, "row")}, which the slice does not have)` : "";
        return { file, line, column, severity: "warning", message: `The slice ${name} failed: ${message}${where}` };
      }),
    ];
  });
