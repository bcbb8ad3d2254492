import { basename, join, relative } from "node:path";
import { Uri, window, workspace } from "vscode";
import { DATA_ENDINGS, PACKED_ENDINGS } from "../../core/data/dataFormats";
import { isInside, slashes } from "../../files/paths";
import { writeNewFile } from "../../files/userFile";
import type { TablesApi } from "../../protocol/voteTable";
import { CONFIG_FILE } from "../../services/config/schema";
import { guessRoles, type GuessedRoles } from "../../services/newProject/guessRoles";
import { projectFiles } from "../../services/newProject/newProject";
import { createThread } from "../../services/thread";
import { openPlace } from "../platform/documents";
import { chooseOne, showError, showInformation } from "../platform/dialogs";

const dataFiles = `**/*{${[...DATA_ENDINGS, ...PACKED_ENDINGS].join(",")}}`;
const ignored = "**/{node_modules,.lf-lens,.lf-jobs,.git,.vscode}/**";
/** Files of JSON that no project's rows are in. */
const settingsFile = /(^|\/)(package|package-lock|[jt]sconfig[^/]*|lf\.[^/]*|[^/]*\.manifest|[^/]*\.schema)\.json$/i;

/**
 * Asks for a data file and the labels, and writes a config, a first LF and a tsconfig; files that exist stay as they are.
 * @param dist the folder of the built threads
 */
export async function createProject(dist: string): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const data = await pickData(folder);
  if (data === undefined) return;
  const guessed = await guessFrom(Uri.joinPath(folder, data), dist);
  const labels = await window.showInputBox({
    title: "New LF Lens project: labels",
    prompt: "Class names, separated by commas",
    placeHolder: "HAM, SPAM",
    value: guessed.labels.join(", "),
    validateInput: (text) => (labelsOf(text).length < 2 ? "Enter at least two different labels." : undefined),
  });
  if (labels === undefined) return;
  for (const { path, text } of projectFiles({ data, labels: labelsOf(labels), columns: guessed.columns }))
    await writeNewFile(Uri.joinPath(folder, path).fsPath, text, folder.fsPath);
  await openPlace(join(folder.fsPath, CONFIG_FILE));
  await openPlace(join(folder.fsPath, "first.lf.ts"));
  const roles = Object.entries(guessed.columns).map(([role, column]) => `${role} is "${column}"`);
  const guess =
    roles.length > 0
      ? ` Column roles guessed: ${roles.join(", ")} (see lf.config.json).`
      : " Set the roles of its columns in lf.config.json.";
  void showInformation(`The project is ready. Edit first.lf.ts to see live statistics.${guess}`);
}

/** Enough to see its columns and most labels. */
const FIRST_ROWS = 5_000;

async function guessFrom(data: Uri, dist: string): Promise<GuessedRoles> {
  const tables = createThread<TablesApi>(join(dist, "tables.js"), "Reading data");
  try {
    return guessRoles(await tables.remote().call("firstRows", { path: data.fsPath, rows: FIRST_ROWS }));
  } catch {
    // A guess only: the config can still be written by hand, and reading the data says what is wrong with it.
    return guessRoles([]);
  } finally {
    await tables.dispose();
  }
}

const labelsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  ),
];

async function pickFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) void showError("Open the folder with your data first.");
  if (folders.length <= 1) return folders[0]?.uri;
  return (await window.showWorkspaceFolderPick({ placeHolder: "Folder of the new project" }))?.uri;
}

/** A data file's path relative to the folder; undefined if the user went back. */
async function pickData(folder: Uri): Promise<string | undefined> {
  const found = await workspace.findFiles(dataFiles, ignored, 200);
  const inside = found
    .filter((uri) => isInside(uri.fsPath, folder.fsPath))
    .map((uri) => slashes(relative(folder.fsPath, uri.fsPath)))
    .filter((name) => !settingsFile.test(name));
  if (inside.length === 0) {
    void showError(
      `No data file (CSV, TSV, JSON, JSON Lines, Parquet or Arrow) found in ${basename(folder.fsPath)}. Add one and try again.`,
    );
    return undefined;
  }
  return chooseOne(inside.sort(), { title: "New LF Lens project: data", placeHolder: "File with your rows" });
}
