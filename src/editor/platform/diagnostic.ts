import { Diagnostic, DiagnosticSeverity, Range, Uri, workspace, type DiagnosticCollection } from "vscode";
import type { Problem, Severity } from "../../core/data/problem";

/** Names our diagnostics among those of other tools. */
export const DIAGNOSTIC_SOURCE = "LF Lens";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Shows these problems on their files, and no others. */
export function markProblems(collection: DiagnosticCollection, problems: readonly Problem[]): void {
  collection.clear();
  for (const [file, ofFile] of groupByFile(problems)) collection.set(Uri.file(file), ofFile.map(toDiagnostic));
}

function groupByFile(problems: readonly Problem[]): Map<string, Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) groups.set(problem.file, [...(groups.get(problem.file) ?? []), problem]);
  return groups;
}

function toDiagnostic(problem: Problem): Diagnostic {
  const made = new Diagnostic(rangeOf(problem), problem.message, severities[problem.severity]);
  made.source = DIAGNOSTIC_SOURCE;
  return made;
}

/** Marks to the end of the line where no end is known: a fault's column is where the throwing expression begins. */
function rangeOf({ file, line = 1, column, endLine, endColumn }: Problem): Range {
  const open = workspace.textDocuments.find((document) => document.uri.fsPath === file);
  const text = open && line <= open.lineCount ? open.lineAt(line - 1) : undefined;
  const start = (column ?? (text?.firstNonWhitespaceCharacterIndex ?? 0) + 1) - 1;
  const end = endColumn === undefined ? (text?.text.length ?? start + 1) : endColumn - 1;
  return new Range(line - 1, start, (endLine ?? line) - 1, Math.max(end, endLine === undefined || endLine === line ? start + 1 : 0));
}
