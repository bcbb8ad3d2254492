import { basename, dirname, join } from "node:path";

/** In a project's folder; kept out of git by a .gitignore of its own. */
export const JOBS_FOLDER = ".lf-jobs";

/** The job whose record a file is; undefined where it belongs to no job of this project. @param root the project's folder */
export function jobOfRecord(path: string, root: string): string | undefined {
  const folder = dirname(path);
  return basename(path) === "job.json" && dirname(folder) === join(root, JOBS_FOLDER) ? basename(folder) : undefined;
}
