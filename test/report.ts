import { readFileSync } from "node:fs";

/** The outcome of a suite. */
export interface TestReport {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly title: string; readonly error: string }[];
}

/** The part of mocha's JSON report that is read here. */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly pending: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string; readonly stack?: string } }[];
}

/** Reads the report that mocha's "json" reporter left in a file. A suite that left none has failed as a whole. */
export function readReport(file: string, suite: string): TestReport {
  try {
    const { stats, failures } = JSON.parse(readFileSync(file, "utf8")) as MochaReport;
    const described = failures.map(({ fullTitle, err }) => ({
      title: `${suite}: ${fullTitle}`,
      error: err.stack ?? err.message ?? "no reason given",
    }));
    return { passed: stats.passes, skipped: stats.pending, failures: described };
  } catch {
    return { passed: 0, skipped: 0, failures: [{ title: suite, error: "ended without a report: see its output above" }] };
  }
}
