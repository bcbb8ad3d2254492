import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, Uri, workspace } from "vscode";
import type { Problem, Severity } from "../../core/problem";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../services/wording";

/** Names our diagnostics among those of other tools. */
export const DIAGNOSTIC_SOURCE = "LF Lens";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Faults at the throwing line, and the problems of config, data and LF files on their files. */
export function registerDiagnostics(session: Session): Disposable {
  const collection = languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  let drawn = "";
  const draw = (): void => {
    const problems = session.snapshot.projects.flatMap((project) => [
      ...project.problems,
      ...project.lfs.flatMap((lf) => faultProblems(lf, project)),
    ]);
    const text = JSON.stringify(problems);
    if (text === drawn) return;
    drawn = text;
    collection.clear();
    for (const [file, ofFile] of groupByFile(problems)) collection.set(Uri.file(file), ofFile.map(diagnostic));
  };
  return Disposable.from(collection, { dispose: session.onChange(draw) });
}

function faultProblems(lf: LfSnapshot, project: ProjectSnapshot): Problem[] {
  const verb = lf.stale ? "its older version faulted" : "faulted";
  return lf.faults.map((fault) => ({
    file: fault.file ?? lf.file,
    line: fault.line ?? lf.line,
    severity: "error",
    message: `${lf.name} ${verb} on ${counted(fault.rows, "row")} of ${wholeNumber(project.data?.sampleRows ?? 0)} (they abstain): ${fault.message}`,
    ...(fault.column === undefined ? {} : { column: fault.column }),
  }));
}

function groupByFile(problems: readonly Problem[]): Map<string, Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) groups.set(problem.file, [...(groups.get(problem.file) ?? []), problem]);
  return groups;
}

function diagnostic(problem: Problem): Diagnostic {
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
