import { CodeAction, CodeActionKind, languages, Range, WorkspaceEdit, type Diagnostic, type Disposable, type TextDocument } from "vscode";
import { quotedPlace, suggestionIn } from "../../services/suggestion";
import { DIAGNOSTIC_SOURCE } from "../platform/diagnostic";

/** Offers what a diagnostic suggests for a misspelt label, column or setting. */
export const registerQuickFixes = (): Disposable =>
  languages.registerCodeActionsProvider(
    [
      { scheme: "file", pattern: "**/*.ts" },
      { scheme: "file", pattern: "**/*.json" },
    ],
    {
      provideCodeActions: (document, _range, { diagnostics }) =>
        diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE).flatMap((diagnostic) => fixOf(document, diagnostic)),
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );

function fixOf(document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const suggestion = suggestionIn(diagnostic.message);
  const place = suggestion && quotedPlace(document.getText(), suggestion.wrong, document.offsetAt(diagnostic.range.start));
  if (!place) return [];
  const action = new CodeAction(`Change "${suggestion.wrong}" to "${suggestion.right}"`, CodeActionKind.QuickFix);
  action.edit = new WorkspaceEdit();
  action.edit.replace(document.uri, new Range(document.positionAt(place.start), document.positionAt(place.end)), suggestion.right);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return [action];
}
