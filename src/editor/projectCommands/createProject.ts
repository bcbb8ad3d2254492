import { open } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { Uri, window, workspace } from "vscode";
import { isInside, slashes } from "../../files/paths";
import { CONFIG_FILE } from "../../services/config/schema";
import { guessRoles, type GuessedRoles } from "../../services/guessRoles";
import { projectFiles } from "../../services/newProject";
import { openPlace } from "../platform/documents";

const dataFiles = "**/*.{csv,tsv,jsonl,ndjson,parquet}";
const ignored = "**/{node_modules,.lf-lens,.git}/**";

/** Asks for a data file and the labels, and writes a config, a first LF and a tsconfig; files that exist stay as they are. */
export async function createProject(): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const data = await pickData(folder);
  if (data === undefined) return;
  const guessed = await guessFrom(Uri.joinPath(folder, data));
  const labels = await window.showInputBox({
    title: "New LF Lens project: labels",
    prompt: "The class names that LFs vote for, separated by commas",
    placeHolder: "HAM, SPAM",
    value: guessed.labels.join(", "),
    validateInput: (text) => (labelsOf(text).length < 2 ? "Name at least two different labels." : undefined),
  });
  if (labels === undefined) return;
  for (const { path, text } of projectFiles({ data, labels: labelsOf(labels), columns: guessed.columns }))
    await writeNew(Uri.joinPath(folder, path), text);
  await openPlace(join(folder.fsPath, CONFIG_FILE));
  await openPlace(join(folder.fsPath, "first.lf.ts"));
  const roles = Object.entries(guessed.columns).map(([role, column]) => `${role} is "${column}"`);
  const guess =
    roles.length > 0
      ? ` Guessed from its columns: ${roles.join(", ")}; lf.config.json says so.`
      : " Name its columns' roles in lf.config.json.";
  void window.showInformationMessage(`The project is ready: change first.lf.ts and see its numbers.${guess}`);
}

/** Enough of a file to see its columns and most labels. */
const HEAD_BYTES = 1_000_000;

async function guessFrom(data: Uri): Promise<GuessedRoles> {
  const file = await open(data.fsPath);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return guessRoles(data.fsPath, buffer.toString("utf8", 0, bytesRead));
  } finally {
    await file.close();
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
  if (folders.length === 0) void window.showErrorMessage("Open the folder with your data first.");
  if (folders.length <= 1) return folders[0]?.uri;
  return (await window.showWorkspaceFolderPick({ placeHolder: "The folder of the new project" }))?.uri;
}

/** A data file's path relative to the folder; undefined if the user went back. */
async function pickData(folder: Uri): Promise<string | undefined> {
  const found = await workspace.findFiles(dataFiles, ignored, 200);
  const inside = found.filter((uri) => isInside(uri.fsPath, folder.fsPath)).map((uri) => slashes(relative(folder.fsPath, uri.fsPath)));
  if (inside.length === 0) {
    void window.showErrorMessage(
      `There is no CSV, TSV, JSONL or Parquet file in ${basename(folder.fsPath)} yet. Put one there and try again.`,
    );
    return undefined;
  }
  return window.showQuickPick(inside.sort(), { title: "New LF Lens project: data", placeHolder: "The file with your rows" });
}

async function writeNew(uri: Uri, text: string): Promise<void> {
  const exists = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!exists) await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
