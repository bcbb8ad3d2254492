import { join } from "node:path";
import { Range, Uri, workspace, WorkspaceEdit } from "vscode";
import { CONFIG_FILE } from "../../services/config/schema";
import type { TextEdit } from "../../services/config/editConfig";

/** An edit of a project's lf.config.json, made from the text that it has now. */
export async function configEdit(root: string, edits: (text: string) => readonly TextEdit[]): Promise<WorkspaceEdit> {
  const config = await workspace.openTextDocument(Uri.file(join(root, CONFIG_FILE)));
  const edit = new WorkspaceEdit();
  for (const { offset, length, content } of edits(config.getText()))
    edit.replace(config.uri, new Range(config.positionAt(offset), config.positionAt(offset + length)), content);
  return edit;
}

/**
 * Writes an edit of a project's lf.config.json; saves it, too, unless the user has unsaved changes there.
 * @throws Error in plain words
 */
export async function writeConfig(root: string, edits: (text: string) => readonly TextEdit[]): Promise<void> {
  const config = await workspace.openTextDocument(Uri.file(join(root, CONFIG_FILE)));
  const wasSaved = !config.isDirty;
  const done = await workspace.applyEdit(await configEdit(root, edits));
  if (!done || (wasSaved && !(await config.save()))) throw new Error(`${CONFIG_FILE} could not be written.`);
}
