import type { ProjectPorts } from "../project/ports";
import { analysisInput, hasSameVotes, type Baseline, type ProjectState } from "../project/state";

/** The baseline's votes analysed under the gold of now; undefined where there is no baseline, or another one meanwhile. */
export async function regraded(analyst: ProjectPorts["analyst"], state: ProjectState): Promise<Baseline | undefined> {
  const { baseline, analysis, info, config, lfs } = state;
  if (!baseline || !analysis || !info || !config) return undefined;
  if (hasSameVotes(baseline.lfs, lfs)) return { ...baseline, analysis };
  const project = `${state.root}\0baseline`;
  const again = await analyst.analyse({ ...analysisInput({ ...state, lfs: baseline.lfs }, info, config), project });
  analyst.forget(project);
  return { ...baseline, analysis: again };
}
