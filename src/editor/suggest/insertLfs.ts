import { join } from "node:path";
import { languages, Position, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument, type TextEditor } from "vscode";
import { isInside } from "../../files/paths";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { LfSuggestion } from "../../protocol/suggest";
import { importEdit } from "../../services/lfText/imports";

export const lfFiles = { scheme: "file", pattern: "**/*.lf.{ts,tsx}" };

/** Where new LFs of a project go: to the file in front if it is one of its LF files, else to that of its last LF, else to a new one. */
async function editorFor({ root, numbers }: ProjectSnapshot): Promise<TextEditor> {
  const active = window.activeTextEditor;
  if (active && languages.match(lfFiles, active.document) > 0 && isInside(active.document.uri.fsPath, root)) return active;
  const last = numbers.sample.lfs.at(-1)?.file;
  if (last !== undefined) return window.showTextDocument(Uri.file(last));
  return window.showTextDocument(Uri.file(join(root, "suggested.lf.ts")).with({ scheme: "untitled" }));
}

/** Puts LFs into a file of the project, unsaved, after what stands at the cursor, and imports what they use. */
export async function insertLfs(project: ProjectSnapshot, suggestions: readonly LfSuggestion[]): Promise<TextDocument> {
  const editor = await editorFor(project);
  const { document } = editor;
  const edit = new WorkspaceEdit();
  const importing = importEdit(document.getText(), [...new Set(suggestions.flatMap(({ imports }) => imports))]);
  const sources = suggestions.map(({ source }) => source).join("\n");
  const { position, before } = placeFor(editor);
  edit.insert(document.uri, position, `${before}${sources}\n`);
  if (importing) {
    edit.replace(document.uri, new Range(document.positionAt(importing.start), document.positionAt(importing.end)), importing.text);
  }
  if (!(await workspace.applyEdit(edit))) throw new Error(`${document.fileName} cannot be changed.`);
  const start = document.positionAt(document.getText().indexOf(sources));
  editor.revealRange(new Range(start, start));
  return document;
}

/** An empty line at the cursor, else the end of the file: within a statement nothing may be put. */
function placeFor({ document, selection }: TextEditor): { readonly position: Position; readonly before: string } {
  const line = document.lineAt(selection.active.line);
  if (line.text.trim() === "" && line.lineNumber < document.lineCount - 1 && isBetweenStatements(document, line.lineNumber)) {
    return { position: line.range.start, before: "" };
  }
  const last = document.lineAt(document.lineCount - 1);
  if (document.getText().trim() === "") return { position: last.range.end, before: "" };
  return { position: last.range.end, before: last.text === "" ? "\n" : "\n\n" };
}

/** What comes next begins at the left, or nothing does. */
function isBetweenStatements(document: TextDocument, line: number): boolean {
  for (let next = line + 1; next < document.lineCount; next++) {
    const { text } = document.lineAt(next);
    if (text.trim() !== "") return /^(?:export|import|const|function|\/\*|\/\/)/.test(text);
  }
  return true;
}

/** Takes LFs out again that nobody has changed since. */
export async function removeLfs(document: TextDocument, suggestions: readonly LfSuggestion[]): Promise<void> {
  const edit = new WorkspaceEdit();
  const text = document.getText();
  for (const { source } of suggestions) {
    const at = text.indexOf(source);
    if (at < 0) continue;
    const end = document.positionAt(at + source.length);
    const next = end.line + 1 < document.lineCount ? new Position(end.line + 1, 0) : end;
    edit.delete(document.uri, new Range(document.positionAt(at), next));
  }
  await workspace.applyEdit(edit);
}
