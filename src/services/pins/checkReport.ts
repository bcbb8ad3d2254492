import { relative } from "node:path";
import * as z from "zod";
import type { ExampleVote } from "../../protocol/engine";
import type { LfSnapshot } from "../../protocol/snapshot";
import { percent, wholeNumber } from "../../core/data/numberText";
import type { FloorMetric, Pin } from "./pinFile";

const count = z.int().nonnegative();

/** What `lf-lens check --json` prints. */
export const checkReportSchema = z.strictObject({
  pins: count.describe("Pinned rows that were checked."),
  floors: count,
  failed: count,
  results: z.array(
    z.strictObject({
      lf: z.string(),
      kind: z.enum(["pin", "floor"]),
      name: z.string().describe("The pinned row's id, or the floor's metric."),
      expected: z.string(),
      found: z.string(),
      passed: z.boolean(),
      file: z.string().describe("The pin file; relative to the project's folder in what the command prints."),
      line: z.int().positive(),
    }),
  ),
});

export const checkReportJsonSchema = (): object => z.toJSONSchema(checkReportSchema);

export type CheckReport = z.infer<typeof checkReportSchema>;
export type CheckResult = CheckReport["results"][number];

export function checkReport(results: CheckResult[]): CheckReport {
  const ofKind = (kind: CheckResult["kind"]): number => results.filter((result) => result.kind === kind).length;
  return { pins: ofKind("pin"), floors: ofKind("floor"), failed: results.filter(({ passed }) => !passed).length, results };
}

/** The report with files named from the project's folder. */
export const relativeReport = (report: CheckReport, root: string): CheckReport => ({
  ...report,
  results: report.results.map((result) => ({ ...result, file: relative(root, result.file) })),
});

/** An LF's answer against its pin. A fault is never right: an LF that must abstain must do so of its own accord. */
export function pinOutcome(
  { vote, row }: Pin,
  { label, fault }: ExampleVote,
  columns: readonly string[],
): Pick<CheckResult, "expected" | "found" | "passed"> {
  const missing = columns.filter((column) => !(column in row));
  const advice = missing.length === 0 ? "" : ` (the pinned copy has no ${missing.join(", ")}; pin the row again)`;
  return {
    expected: vote === null ? "abstains" : `votes ${vote}`,
    found: fault ? `fault: ${fault.message}${advice}` : label === undefined ? "abstains" : `votes ${label}`,
    passed: !fault && (label ?? null) === vote,
  };
}

/**
 * An LF's figures on the sample against a floor. What cannot be known does not reach it.
 * @param lf undefined if there is no such LF
 * @param rows of the sample
 */
export function floorOutcome(
  metric: FloorMetric,
  least: number,
  lf: LfSnapshot | undefined,
  rows: number,
): Pick<CheckResult, "expected" | "found" | "passed"> {
  const expected = `${metric} >= ${percent(least, 1)}`;
  const unknown = (found: string): ReturnType<typeof floorOutcome> => ({ expected, found, passed: false });
  if (!lf?.summary) return unknown("has not run");
  if (lf.stale) return unknown("file does not compile");
  const { votes, correct, incorrect } = lf.summary;
  const [part, whole] = metric === "accuracy" ? [correct, correct + incorrect] : [votes, rows];
  if (whole === 0) return unknown(metric === "accuracy" ? "n/a: votes on no row with gold" : "n/a: there are no rows");
  return { expected, found: `${percent(part, whole)} (${wholeNumber(part)}/${wholeNumber(whole)})`, passed: part / whole >= least };
}
