import { dirname, join } from "node:path";
import { commands as vscodeCommands, Disposable, ProgressLocation, Uri, window, workspace } from "vscode";
import { isInside } from "../../files/paths";
import type { AnalysedData } from "../../protocol/newProject";
import { CONFIG_FILE } from "../../services/config/schema";
import { hasConfig, makeProject, openDataReader, type DataReader } from "../../services/newProject/makeProject";
import { FIRST_LF_FILE, type NewProject } from "../../services/newProject/newProject";
import { commands, internalCommands } from "../ids";
import { register } from "../platform/commands";
import { showError, showInformation, showWarning } from "../platform/dialogs";
import { openPlace } from "../platform/documents";
import { requireTrust } from "../platform/trust";
import { findData } from "./findData";
import { askForProject } from "./projectDialog";

/**
 * A project made of data files: from the palette, the empty view, or a file in the explorer.
 * @param dist the folder of the built threads
 */
export const registerCreateProject = (dist: string): Disposable =>
  Disposable.from(
    register(commands.createProject, "Create Project", () => createProject(dist, [])),
    register(internalCommands.createProjectFrom, "Create Project", (file, selected) => createProject(dist, pathsOf(selected ?? file))),
  );

/** What the explorer hands over: the file under the pointer, and all that are selected. */
const pathsOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).flatMap((uri) => (uri instanceof Uri ? [uri.fsPath] : []));

/** @param chosen the data files, absolute; none for the user to choose */
async function createProject(dist: string, chosen: readonly string[]): Promise<void> {
  if ((workspace.workspaceFolders ?? []).length === 0) {
    const answer = await showError("Open the folder with your data first.", "Open Folder...");
    if (answer) await vscodeCommands.executeCommand("workbench.action.files.openFolder");
    return;
  }
  if (!requireTrust("create a project")) return;
  const offered = chosen.length > 0 ? [] : await findData();
  if (chosen.length === 0 && offered.length === 0)
    return void showError("No data file (CSV, TSV, JSON, JSON Lines, Parquet or Arrow) was found in the workspace. Add one and try again.");
  const reader = openDataReader(dist);
  try {
    const asked = await askForProject({ chosen, offered, rootOf, analyse: analysing(reader) });
    if (asked) await writeProject(asked, reader);
  } finally {
    await reader.dispose();
  }
}

/** Each choice of files is looked at once, however often the user goes back. */
function analysing(reader: DataReader): (files: readonly string[]) => Promise<AnalysedData> {
  const known = new Map<string, Promise<AnalysedData>>();
  return (files) => {
    const key = files.join("\0");
    const title = `Reading ${files.map((file) => workspace.asRelativePath(file)).join(", ")}`;
    const looking =
      known.get(key) ??
      Promise.resolve(window.withProgress({ location: ProgressLocation.Notification, title }, () => reader.analyse(files)));
    known.set(key, looking);
    return looking;
  };
}

/** The workspace folder of the data; where that is a project already, the data's own folder. */
async function rootOf(file: string): Promise<string> {
  const folder = workspace.getWorkspaceFolder(Uri.file(file))?.uri.fsPath ?? dirname(file);
  return (await hasConfig(folder)) ? dirname(file) : folder;
}

async function writeProject(project: NewProject, reader: DataReader): Promise<void> {
  const { root } = project;
  const replace = await hasConfig(root);
  if (replace) {
    const detail = "Its labels, data and columns are replaced. Other files stay as they are.";
    const answer = await showWarning(`Replace ${join(root, CONFIG_FILE)}?`, { modal: true, detail }, "Replace");
    if (answer !== "Replace") return;
  }
  const title = "Looking for first labeling functions";
  const mined = await window.withProgress({ location: ProgressLocation.Notification, title }, () => reader.mine(project));
  const { written, kept } = await makeProject(project, mined, replace);
  await openPlace(join(root, FIRST_LF_FILE));
  const names = (paths: readonly string[]): string =>
    paths.map((path) => (isInside(path, root) ? path.slice(root.length + 1) : path)).join(", ");
  const stays = kept.length === 0 ? "" : ` ${names(kept)} was there and stays as it is.`;
  void showInformation(`The project is ready: ${names(written)}. Edit ${FIRST_LF_FILE}, and its statistics follow as you type.${stays}`);
}
