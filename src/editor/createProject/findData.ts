import { workspace } from "vscode";
import { DATA_ENDINGS, PACKED_ENDINGS } from "../../core/data/dataFormats";

const dataFiles = `**/*{${[...DATA_ENDINGS, ...PACKED_ENDINGS].join(",")}}`;
const ignored = "**/{node_modules,.lf-lens,.lf-jobs,.git,.vscode}/**";
/** Files of JSON that no project's rows are in. */
const settingsFile = /[\\/](package|package-lock|[jt]sconfig[^\\/]*|lf\.[^\\/]*|[^\\/]*\.manifest|[^\\/]*\.schema|[^\\/]*\.pins)\.json$/i;
const MOST_FILES = 500;

/** The data files of the workspace, absolute, sorted. */
export async function findData(): Promise<string[]> {
  const found = await workspace.findFiles(dataFiles, ignored, MOST_FILES);
  return found
    .map(({ fsPath }) => fsPath)
    .filter((path) => !settingsFile.test(path))
    .sort();
}
