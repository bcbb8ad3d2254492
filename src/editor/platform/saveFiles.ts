import { workspace } from "vscode";
import { isInside } from "../../files/paths";

/** Saves a project's open files: records name files on disk, so what they are made from must stand there. Throws if one cannot be saved. */
export async function saveFiles(root: string): Promise<void> {
  const unsaved = workspace.textDocuments.filter((document) => document.isDirty && isInside(document.uri.fsPath, root));
  for (const document of unsaved)
    if (!(await document.save())) throw new Error(`${document.uri.fsPath} could not be saved. Save it and try again.`);
}
