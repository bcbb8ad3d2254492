import type { LabelReport } from "../protocol/engine";
import type { ProjectSnapshot } from "../protocol/snapshot";
import { counted } from "../core/data/numberText";
import { faultedRows } from "../services/reports/wording";
import { problemPlace } from "./openProject";
import { warn } from "./output";

/** Names every problem and fault on stderr, one a line, with its file and line. */
export function printProblems(project: ProjectSnapshot): void {
  for (const problem of project.problems) warn(`${problemPlace(problem)}${problem.severity}: ${problem.message}`);
  for (const lf of project.lfs) {
    for (const fault of lf.faults) {
      const place = problemPlace({ ...fault, file: fault.file ?? lf.file, line: fault.line ?? lf.line });
      warn(`${place}fault: ${lf.name} on ${counted(fault.rows, "row")}: ${fault.message}`);
    }
  }
  const { badLines = 0, problems = [] } = project.data ?? {};
  if (badLines > problems.length) warn(`${counted(badLines, "malformed record")} skipped; the first are listed above.`);
}

/** 1 if an LF file did not run or the data holds errors; with `strict` also for faults and malformed records. */
export function exitCode(project: ProjectSnapshot, strict: boolean): 0 | 1 {
  const failed = project.problems.some((problem) => problem.severity === "error") || project.lfs.some((lf) => !lf.summary || lf.stale);
  const faulty = project.lfs.some((lf) => faultedRows(lf) > 0) || (project.data?.badLines ?? 0) > 0;
  return failed || (strict && faulty) ? 1 : 0;
}

/** Names on stderr what a pass over all rows met: malformed records, files that do not compile, faults of LFs. */
export function printMishaps({ problems, faults }: Pick<LabelReport, "problems" | "faults">): void {
  for (const problem of problems) warn(`${problemPlace(problem)}${problem.severity}: ${problem.message}`);
  for (const { lf, fault } of faults) {
    const place = fault.file === undefined ? "" : problemPlace({ ...fault, file: fault.file });
    warn(`${place}fault: ${lf} on ${counted(fault.rows, "row")}: ${fault.message}`);
  }
}
