import { Uri, window, workspace, Position, Range, Selection, TextEditorRevealType, type ViewColumn } from "vscode";
import type { SourceFile } from "../../protocol/sourceFile";

/** Files that are open with unsaved changes. */
export const unsavedTexts = (): Required<SourceFile>[] =>
  workspace.textDocuments
    .filter((document) => document.isDirty && document.uri.scheme === "file")
    .map((document) => ({ path: document.uri.fsPath, text: document.getText() }));

/** Files on the screen, the active one first. */
export const visibleFiles = (): string[] =>
  [window.activeTextEditor, ...window.visibleTextEditors].flatMap((editor) => (editor ? [editor.document.uri.fsPath] : []));

/** The unsaved text of an open document, else what the disk holds. */
export async function readText(path: string): Promise<string> {
  const open = workspace.textDocuments.find((document) => document.uri.scheme === "file" && document.uri.fsPath === path);
  if (open) return open.getText();
  return new TextDecoder().decode(await workspace.fs.readFile(Uri.file(path)));
}

/** Opens a file beside a panel, with the cursor at a place that counts from 1. */
export async function openPlace(path: string, line = 1, column = 1, viewColumn?: ViewColumn): Promise<void> {
  const position = new Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const editor = await window.showTextDocument(Uri.file(path), {
    selection: new Range(position, position),
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
  editor.selection = new Selection(position, position);
  editor.revealRange(new Range(position, position), TextEditorRevealType.InCenterIfOutsideViewport);
}
