import type { Numbers, SliceSnapshot } from "../../protocol/snapshot";
import { nearest } from "../../sdk/nearest";

/** Slices that can be used, with their numbers in the sample. */
export const usableSlices = (slices: readonly SliceSnapshot[] = []): { readonly name: string; readonly numbers: Numbers }[] =>
  slices.flatMap(({ name, numbers }) => (numbers ? [{ name, numbers }] : []));

/** @throws Error in plain words if there is no such slice, or if it cannot be used */
export function assertSlice(name: string, slices: readonly SliceSnapshot[] = []): void {
  const found = slices.find((slice) => slice.name === name);
  if (found?.problem !== undefined) throw new Error(`The slice "${name}" cannot be used: ${found.problem}`);
  if (found) return;
  const names = slices.map((slice) => slice.name);
  const near = nearest(name, names);
  const help =
    names.length === 0
      ? `Define slices in lf.config.json, such as "slices": {"short": "length(text) < 40"}.`
      : `There are ${names.join(", ")}.`;
  throw new Error(`There is no slice "${name}". ${near === undefined ? help : `Did you mean "${near}"?`}`);
}
