import { CodeAction, CodeActionKind, languages, Range, WorkspaceEdit, type Diagnostic, type Disposable, type TextDocument } from "vscode";
import { isInside } from "../../files/paths";
import { CONFIG_FILE } from "../../services/config/schema";
import { goldMapEdits } from "../../services/config/editConfig";
import type { Session } from "../../services/session";
import { goldMapIn, quotedPlace, suggestionIn } from "../../services/suggestion";
import { importEdit, missingImportIn } from "../../services/lfText/imports";
import { commands } from "../ids";
import { DIAGNOSTIC_SOURCE } from "../platform/diagnostic";
import { configEdit } from "../platform/editConfig";

/** Offers what a diagnostic suggests: for a misspelt label, column or setting, a missing import or tsconfig.json, and gold that has to be mapped to labels. */
export const registerQuickFixes = (session: Session): Disposable =>
  languages.registerCodeActionsProvider(
    // Data files may have any name.
    { scheme: "file" },
    {
      async provideCodeActions(document, _range, { diagnostics }) {
        const own = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
        const maps = await Promise.all(own.map((diagnostic) => mapFix(session, diagnostic)));
        return [
          ...own.flatMap((diagnostic) => [...spellingFix(document, diagnostic), ...importFix(document, diagnostic)]),
          ...diagnostics.flatMap((diagnostic) => labelFix(session, document, diagnostic)),
          ...maps.flat(),
          ...diagnostics.flatMap((diagnostic) => tsconfigFix(session, document, diagnostic)),
        ];
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );

/** Where TypeScript says first that a label is none, our own fault is not shown, but what it suggests is offered all the same. */
function labelFix({ snapshot }: Session, document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  if (diagnostic.source !== "ts") return [];
  const marked = document.getText(diagnostic.range);
  const messages = snapshot.projects
    .flatMap(({ numbers }) => numbers.sample.lfs)
    .filter(({ file }) => file === document.uri.fsPath)
    .flatMap(({ faults }) => faults.map(({ message }) => message));
  const meant = messages.find((message) => marked.includes(`"${suggestionIn(message)?.wrong}"`));
  return meant === undefined ? [] : spellingFix(document, diagnostic, meant);
}

function spellingFix(document: TextDocument, diagnostic: Diagnostic, message = diagnostic.message): CodeAction[] {
  const suggestion = suggestionIn(message);
  const place = suggestion && quotedPlace(document.getText(), suggestion.wrong, document.offsetAt(diagnostic.range.start));
  if (!place) return [];
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(place.start), document.positionAt(place.end)), suggestion.right);
  return [fix(`Change "${suggestion.wrong}" to "${suggestion.right}"`, edit, diagnostic)];
}

/** A name of the SDK that the file does not import: no TypeScript server is needed for this. */
function importFix(document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const name = missingImportIn(diagnostic.message);
  const importing = name === undefined ? undefined : importEdit(document.getText(), [name]);
  if (!importing) return [];
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(importing.start), document.positionAt(importing.end)), importing.text);
  return [fix(`Import ${name} from "lf-lens"`, edit, diagnostic)];
}

/** TypeScript finds the types of "lf-lens" by the project's tsconfig.json. */
function tsconfigFix({ snapshot }: Session, { uri }: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  if (!/Cannot find module ['"](?:lf-lens|(?:\.{1,2}\/)+\.lf-lens\/row)['"]/.test(diagnostic.message)) return [];
  const project = snapshot.projects.findLast(({ root }) => isInside(uri.fsPath, root));
  if (!project) return [];
  const action = new CodeAction("Add tsconfig.json", CodeActionKind.QuickFix);
  action.command = { title: action.title, command: commands.addTsconfig, arguments: [project.root] };
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return [action];
}

/** The problem stands where the data is wrong; what it means is said in the project's config. */
async function mapFix({ snapshot }: Session, diagnostic: Diagnostic): Promise<CodeAction[]> {
  const gold = goldMapIn(diagnostic.message);
  const project = gold && snapshot.projects.find(({ problems }) => problems.some(({ message }) => message === diagnostic.message));
  if (!project) return [];
  const edit = await configEdit(project.root, (text) => goldMapEdits(text, gold));
  return [fix(`Map these values to labels in ${CONFIG_FILE}`, edit, diagnostic)];
}

function fix(title: string, edit: WorkspaceEdit, diagnostic: Diagnostic): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return action;
}
