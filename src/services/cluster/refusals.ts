import { basename } from "node:path";
import type { Compilation } from "../../engine/bundle";
import type { ProjectState } from "../project/state";

/**
 * Why LFs cannot go to a cluster, a line each. What only misbehaves on rows may go: it is counted there as here.
 * @param state with the LFs as they ran on the sample
 */
export function refusals({ lfs, runProblems }: Pick<ProjectState, "lfs" | "runProblems">, { bundles }: Compilation): string[] {
  const broken = runProblems.filter(({ severity }) => severity === "error");
  return [
    ...broken.map(({ file, line, message }) => `${basename(file)}:${line ?? 1}: ${message}`),
    ...(lfs.length === 0 && broken.length === 0 ? ["There are no labeling functions."] : []),
    ...lfs
      .filter(({ result }) => result?.asked !== undefined)
      .map(
        ({ site: { name, file, line } }) =>
          `${name} (${basename(file)}:${line}): votes a model's answers, which are kept on this machine. Label the rows here, or remove it.`,
      ),
    ...bundles.flatMap(({ path, nodeImports }) => {
      const names = lfs.filter(({ site }) => site.file === path).map(({ site }) => site.name);
      return nodeImports.map(
        ({ line }) =>
          `${names.join(", ")} (${basename(path)}:${line ?? 1}): imports what reaches beyond its row, which other machines do not have. Remove the import.`,
      );
    }),
  ];
}

/** @param voters people whose judgements LFs vote */
export const annotatorRefusals = (voters: readonly string[] = []): string[] =>
  voters.map(
    (by) =>
      `annotator("${by}"): votes judgements of rows that lie in this project, and not on the cluster. Remove the LF, or label the rows here.`,
  );
