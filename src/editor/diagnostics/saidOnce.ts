import { DiagnosticSeverity, languages, Uri, workspace } from "vscode";
import type { Problem } from "../../core/data/problem";
import { quotedPlace } from "../../services/suggestion";
import { DIAGNOSTIC_SOURCE } from "../platform/diagnostic";

const NOT_A_LABEL = /Returned "([^"]*)", which is not a label/;

/** Whether a fault is a label that is none. */
export const isOfLabel = ({ message }: Problem): boolean => NOT_A_LABEL.test(message);

/** A problem that VS Code's own checks of TypeScript and JSON find too: code that cannot be read, and a label that is none. */
const isFoundByOthers = ({ severity, message, file }: Problem): boolean =>
  severity === "error" && (NOT_A_LABEL.test(message) || message.startsWith("This is not valid JSON") || /\.tsx?$/.test(file));

/**
 * Problems as they are to be shown: none that stands in the same line for the same reason already, and a label that is none under the label itself.
 * @param problems those of config, data and code, and faults of labels; no other faults
 */
export const saidOnce = (problems: readonly Problem[]): Problem[] =>
  problems.map(underLabel).filter((problem) => !isFoundByOthers(problem) || !othersSay(problem));

function othersSay({ file, line = 1, endLine = line }: Problem): boolean {
  return languages
    .getDiagnostics(Uri.file(file))
    .some(
      ({ source, severity, range }) =>
        source !== DIAGNOSTIC_SOURCE &&
        /^(ts|json|jsonc)$/.test(source ?? "") &&
        severity === DiagnosticSeverity.Error &&
        range.start.line < endLine &&
        range.end.line >= line - 1,
    );
}

/** The label stands where the text quotes it first, from the LF's line on; where the file is not open, the whole line is marked. */
function underLabel(problem: Problem): Problem {
  const label = NOT_A_LABEL.exec(problem.message)?.[1];
  const document = label === undefined ? undefined : workspace.textDocuments.find(({ uri }) => uri.fsPath === problem.file);
  if (label === undefined || !document) return problem;
  const from = document.offsetAt(document.lineAt(Math.min(problem.line ?? 1, document.lineCount) - 1).range.start);
  const place = quotedPlace(document.getText(), label, from);
  if (!place) return problem;
  const [start, end] = [document.positionAt(place.start), document.positionAt(place.end)];
  return { ...problem, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}
