import type { Problem } from "../core/data/problem";
import type { LabelReport } from "../protocol/engine";
import type { LfSnapshot, ProjectSnapshot } from "../protocol/snapshot";
import { counted } from "../core/data/numberText";
import { faultedRows } from "../services/reports/wording";
import { problemPlace } from "./openProject";
import { warn } from "./output";

/** Names every problem and fault on stderr, one a line, with its file and line. */
export function printProblems(project: ProjectSnapshot, lfs: readonly LfSnapshot[] = project.numbers.sample.lfs): void {
  for (const problem of project.problems) warn(problemText(problem));
  for (const lf of lfs) {
    for (const fault of lf.faults) {
      const place = problemPlace({ ...fault, file: fault.file ?? lf.file, line: fault.line ?? lf.line });
      warn(`${place}fault: ${lf.name} on ${counted(fault.rows, "row")}: ${fault.message}`);
    }
  }
  const { badLines = 0, problems = [] } = project.data ?? {};
  if (badLines > problems.length) warn(`${counted(badLines, "malformed record")} skipped; the first are listed above.`);
}

/** Names what work on all rows met, and what stood in its way before, each once; answers the exit code as exitCode does. */
export function reportMishaps(project: ProjectSnapshot, met: Pick<LabelReport, "problems" | "faults">, strict: boolean): 0 | 1 {
  const told = new Set(met.problems.map(problemText));
  const before = project.problems.filter((problem) => problem.severity === "error" && !told.has(problemText(problem)));
  const problems = [...before, ...met.problems];
  for (const problem of problems) warn(problemText(problem));
  for (const { lf, fault } of met.faults) {
    const place = fault.file === undefined ? "" : problemPlace({ ...fault, file: fault.file });
    warn(`${place}fault: ${lf} on ${counted(fault.rows, "row")}: ${fault.message}`);
  }
  const faulty = met.faults.length > 0 || (project.data?.badLines ?? 0) > 0;
  return problems.some(({ severity }) => severity === "error") || (strict && faulty) ? 1 : 0;
}

const problemText = (problem: Problem): string => `${problemPlace(problem)}${problem.severity}: ${problem.message}`;

/** 1 if an LF file did not run or the data holds errors; with `strict` also for faults and malformed records. */
export function exitCode(project: ProjectSnapshot, strict: boolean, lfs: readonly LfSnapshot[] = project.numbers.sample.lfs): 0 | 1 {
  const failed = project.problems.some((problem) => problem.severity === "error") || lfs.some((lf) => !lf.summary || lf.stale);
  const faulty = lfs.some((lf) => faultedRows(lf) > 0) || (project.data?.badLines ?? 0) > 0;
  return failed || (strict && faulty) ? 1 : 0;
}
