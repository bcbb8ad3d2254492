import { Disposable, languages } from "vscode";
import type { Problem } from "../../core/data/problem";
import type { LfSnapshot, ProjectSnapshot, Snapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../core/data/numberText";
import { DIAGNOSTIC_SOURCE, markProblems } from "../platform/diagnostic";

/** Faults at the throwing line, and the problems of config, data and LF files on their files. */
export function registerDiagnostics(session: Session): Disposable {
  const collection = languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  return Disposable.from(collection, { dispose: session.watch(problemsIn, (problems) => markProblems(collection, problems)) });
}

const problemsIn = ({ projects }: Snapshot): Problem[] =>
  projects.flatMap((project) => [...project.problems, ...project.lfs.flatMap((lf) => faultProblems(lf, project))]);

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
