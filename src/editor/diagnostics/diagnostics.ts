import { Disposable, languages } from "vscode";
import type { Problem } from "../../core/data/problem";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../core/data/numberText";
import { DIAGNOSTIC_SOURCE, markProblems } from "../platform/diagnostic";

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
    markProblems(collection, problems);
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
