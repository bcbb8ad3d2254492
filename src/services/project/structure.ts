import type { LfDependency } from "../../protocol/snapshot";
import type { LongWork } from "../tasks/longWork";
import type { ProjectPorts } from "./ports";
import { analysisInput } from "./state";

/** LFs of a project that depend on each other, by structure learning on the sample's votes. Rejects with a plain message. */
export async function findStructure(
  { tasks, state, ready, settle }: LongWork,
  analyst: ProjectPorts["analyst"],
): Promise<readonly LfDependency[]> {
  ready();
  const title = `Dependencies between LFs of ${state().name}`;
  return tasks.run({ kind: "structure", title, bars: 1, excludes: ["structure"] }, async ({ tell, signal }) => {
    await settle();
    signal.throwIfAborted();
    const { config } = ready();
    const now = state();
    return analyst.structure(analysisInput(now, now.info!, config), { progress: tell }, signal);
  });
}
