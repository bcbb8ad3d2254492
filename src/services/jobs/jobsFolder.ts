/** In a project's folder; kept out of git by a .gitignore of its own. */
export const JOBS_FOLDER = ".lf-jobs";
