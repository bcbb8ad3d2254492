import { Disposable, languages } from "vscode";
import type { Problem } from "../../core/data/problem";
import type { LfSnapshot, ProjectSnapshot, Snapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../core/data/numberText";
import { isInside } from "../../files/paths";
import { DIAGNOSTIC_SOURCE, markProblems } from "../platform/diagnostic";
import { isOfLabel, saidOnce } from "./saidOnce";

/** Faults at the throwing line, and the problems of config, data and LF files on their files. */
export function registerDiagnostics(session: Session): Disposable {
  const collection = languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  let drawn = "";
  const draw = ({ known, labels, faults }: Found): void => {
    const shown = [...saidOnce([...known, ...labels]), ...faults];
    const text = JSON.stringify(shown);
    if (text === drawn) return;
    drawn = text;
    markProblems(collection, shown);
  };
  // What others say comes later than the run, and goes before it.
  const others = languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some(({ fsPath }) => session.snapshot.projects.some(({ root }) => isInside(fsPath, root)))) draw(problemsIn(session.snapshot));
  });
  return Disposable.from(collection, others, { dispose: session.watch(problemsIn, draw) });
}

interface Found {
  readonly known: readonly Problem[];
  /** Faults of labels that are none, and the others. */
  readonly labels: readonly Problem[];
  readonly faults: readonly Problem[];
}

function problemsIn({ projects }: Snapshot): Found {
  const faults = projects.flatMap((project) => project.numbers.sample.lfs.flatMap((lf) => faultProblems(lf, project)));
  return {
    known: projects.flatMap(({ problems }) => problems),
    labels: faults.filter(isOfLabel),
    faults: faults.filter((fault) => !isOfLabel(fault)),
  };
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
