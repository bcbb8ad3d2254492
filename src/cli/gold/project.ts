import type { Judgements } from "../../services/gold/judgements";
import { warn } from "../output";
import { openProject, problemPlace, type OpenProject } from "../openProject";

export interface GoldFlags {
  allowOutside?: boolean;
}

export interface GoldProject extends OpenProject {
  readonly judgements: Judgements;
}

/**
 * Opens a project for its judgements.
 * @param runsSample whether the LFs run, as queues want it
 */
export async function withGoldProject(
  folder: string,
  { allowOutside = false }: GoldFlags,
  runsSample: boolean,
  work: (project: GoldProject) => Promise<void>,
): Promise<void> {
  const project = await openProject(folder, { allowOutside, runsSample, ...(runsSample ? {} : { sample: { rows: 1 } }) });
  try {
    const judgements = project.session.judgements(project.root);
    for (const problem of judgements.problems) warn(`${problemPlace(problem)}${problem.message}`);
    await work({ ...project, judgements });
  } finally {
    await project.close();
  }
}

/** Now, as judgements have it. */
export const now = (): string => new Date().toISOString();
