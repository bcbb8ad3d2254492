import type { ProjectNumbers } from "../../protocol/snapshot";
import type { ProjectState } from "../project/state";

/** The slices as views show them. */
export function slicesSnapshot({ slices = [], sliceNumbers }: ProjectState): Pick<ProjectNumbers, "slices"> {
  if (slices.length === 0) return {};
  return {
    slices: slices.map(({ name, source, problem, faults }) => {
      const numbers = problem === undefined ? sliceNumbers?.get(name) : undefined;
      return { name, source, faults, ...(problem === undefined ? {} : { problem }), ...(numbers === undefined ? {} : { numbers }) };
    }),
  };
}
