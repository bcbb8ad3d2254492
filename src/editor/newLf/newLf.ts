import { join } from "node:path";
import type { Position } from "vscode";
import {
  CodeAction,
  CodeActionKind,
  CompletionItem,
  CompletionItemKind,
  Disposable,
  languages,
  Range,
  SnippetString,
  TextEdit,
  Uri,
  window,
  workspace,
  type TextDocument,
  type TextEditor,
} from "vscode";
import { isInside } from "../../files/paths";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { importEdit } from "../../services/lfText/imports";
import { lfSnippets, type LfSnippet } from "../../services/lfText/lfSnippets";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { register } from "../platform/commands";
import { chooseOne, showInformation } from "../platform/dialogs";

const lfFiles = { scheme: "file", pattern: "**/*.lf.{ts,tsx}" };

/** A new LF, begun by a snippet with the project's labels and columns: as a command, a code action on an empty line, and completions. */
export const registerNewLf = (session: Session): Disposable =>
  Disposable.from(
    register(commands.newLf, "New Labeling Function", (root) => newLf(session, root)),
    languages.registerCodeActionsProvider(
      lfFiles,
      { provideCodeActions: newLfAction },
      { providedCodeActionKinds: [CodeActionKind.Refactor] },
    ),
    languages.registerCompletionItemProvider(lfFiles, { provideCompletionItems: (document, at) => completions(session, document, at) }),
  );

const projectOf = ({ snapshot }: Session, path: string): ProjectSnapshot | undefined =>
  snapshot.projects.findLast(({ root }) => isInside(path, root));

async function newLf(session: Session, root: unknown): Promise<void> {
  const active = window.activeTextEditor;
  const here =
    active && languages.match(lfFiles, active.document) > 0 && root === undefined
      ? projectOf(session, active.document.uri.fsPath)
      : undefined;
  const project = here ?? (await chooseProject(session, "New labeling function", typeof root === "string" ? root : undefined));
  if (!project) return;
  const snippets = lfSnippets(project);
  const items = snippets.map((snippet) => ({ label: snippet.title, description: snippet.description, snippet }));
  const chosen = await chooseOne(items, { title: "New labeling function", placeHolder: "What does it look at?" });
  if (chosen) await insert(here && active ? active : await openLfFile(project), chosen.snippet);
}

/** The file of the project's last LF; without one, a new file that is saved when the user saves it. */
async function openLfFile(project: ProjectSnapshot): Promise<TextEditor> {
  const file = project.numbers.sample.lfs.at(-1)?.file;
  if (file !== undefined) return window.showTextDocument(Uri.file(file));
  const fresh = Uri.file(join(project.root, "first.lf.ts"));
  const isThere = await workspace.fs.stat(fresh).then(
    () => true,
    () => false,
  );
  return window.showTextDocument(isThere ? fresh : fresh.with({ scheme: "untitled" }));
}

/** Puts an LF at the end of a file, and imports what it uses. */
async function insert(editor: TextEditor, { imports, body }: LfSnippet): Promise<void> {
  const { document } = editor;
  const importing = importEdit(document.getText(), imports);
  if (importing) await editor.edit((edit) => edit.replace(rangeOf(document, importing), importing.text));
  const end = document.lineAt(document.lineCount - 1).range.end;
  const gap = document.getText().trim() === "" ? "" : document.lineAt(document.lineCount - 1).text === "" ? "\n" : "\n\n";
  await editor.insertSnippet(new SnippetString(`${gap}${body}\n`), end);
  if (document.isUntitled) void showInformation("Save the file to run the new labeling function.");
}

const rangeOf = (document: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range =>
  new Range(document.positionAt(start), document.positionAt(end));

/** Only where there is nothing else to act on. */
function newLfAction(document: TextDocument, range: Range): CodeAction[] {
  if (!range.isEmpty || document.lineAt(range.start.line).text.trim() !== "") return [];
  const action = new CodeAction("New Labeling Function...", CodeActionKind.Refactor);
  action.command = { title: action.title, command: commands.newLf };
  return [action];
}

/** "lf keyword" and the like, at the beginning of a line. */
function completions(session: Session, document: TextDocument, at: Position): CompletionItem[] {
  const typed = document.lineAt(at.line).text.slice(0, at.character);
  const project = /^\w*$/.test(typed) ? projectOf(session, document.uri.fsPath) : undefined;
  if (!project) return [];
  return lfSnippets(project).map(({ id, title, description, imports, body }) => {
    const item = new CompletionItem(
      { label: `lf ${id}`, description: `New labeling function: ${title.toLowerCase()}` },
      CompletionItemKind.Snippet,
    );
    const importing = importEdit(document.getText(), imports);
    item.insertText = new SnippetString(body);
    item.range = new Range(at.line, 0, at.line, at.character);
    item.filterText = `lf${id} export const ${id}`;
    item.documentation = description;
    if (importing) item.additionalTextEdits = [TextEdit.replace(rangeOf(document, importing), importing.text)];
    return item;
  });
}
