// npm test: everything, with nothing but Node and npm needed beforehand. `npm test -- unit`, `parts`, `vscode` or `e2e` runs those alone.
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { showCommand } from "./command";
import { readReport, type TestReport } from "./report";
import { requirePrograms } from "./vscode/programs";
import { versions } from "./vscode/install";
import { packVsix } from "./vsix";

const root = resolve(__dirname, "..");

/** One step of a part; what it says of itself, it shows on stderr. */
interface Step {
  readonly title: string;
  run(): TestReport;
}

const parts: Readonly<Record<string, readonly Step[]>> = {
  check: [npmStep("build"), npmStep("types"), npmStep("lint")],
  unit: [mochaStep("unit", [])],
  parts: [mochaStep("parts", ["--config", "test/.mocharc.parts.json"])],
  vscode: versions.map((version) => reportStep(`vscode ${version}`, ["test/prepare.mjs", "test/vscode/run.ts", version])),
  e2e: [packageStep(), mochaStep("e2e", ["--config", "test/e2e/.mocharc.json"])],
  spark: [mochaStep("spark", ["--config", "test/spark/.mocharc.json"])],
};

function main(): void {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((part) => !(part in parts));
  if (unknown !== undefined) throw new Error(`Unknown part ${unknown}; there are ${Object.keys(parts).join(", ")}.`);
  requirePrograms("chromium");
  // What runs in VS Code needs the bundles of the build.
  const steps = wanted.length === 0 ? Object.values(parts).flat() : [npmStep("build"), ...wanted.flatMap((part) => parts[part]!)];
  const reports = steps.map(runStep);
  const failures = reports.flatMap((report) => report.failures);
  for (const { title, error } of failures) console.log(`\nFAILED ${title}\n${error}`);
  const skipped = sum(reports.map((report) => report.skipped));
  const passed = sum(reports.map((report) => report.passed));
  console.log(`\n${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function runStep(step: Step): TestReport {
  console.error(`\n== ${step.title}`);
  const start = Date.now();
  const report = step.run();
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.error(`== ${step.title}: ${report.passed} passed, ${report.failures.length} failed, ${report.skipped} skipped, ${seconds} s`);
  return report;
}

const outcome = (title: string, error?: string): TestReport => ({
  passed: error === undefined ? 1 : 0,
  skipped: 0,
  failures: error === undefined ? [] : [{ title, error }],
});

function npmStep(script: string): Step {
  const run = (): TestReport =>
    outcome(script, showCommand("npm", ["run", "--silent", script], { cwd: root }) ? undefined : "see its output above");
  return { title: script, run };
}

function packageStep(): Step {
  const title = "package for linux-x64";
  const run = (): TestReport => {
    try {
      packVsix("linux-x64");
      return outcome(title);
    } catch (error) {
      return outcome(title, error instanceof Error ? error.message : String(error));
    }
  };
  return { title, run };
}

function mochaStep(title: string, args: readonly string[]): Step {
  const report = reportFile(title);
  const mocha = ["node_modules/mocha/bin/mocha.js", ...args, "--reporter", "json", "--reporter-option", `output=${report}`];
  return reportStep(title, mocha);
}

function reportFile(title: string): string {
  return join(root, "out/test", `${title.replaceAll(" ", "-")}.json`);
}

/** A Node process that runs tests and leaves mocha's report. */
function reportStep(title: string, args: readonly string[]): Step {
  const run = (): TestReport => {
    const file = reportFile(title);
    rmSync(file, { force: true });
    const succeeded = showCommand(process.execPath, args, { cwd: root });
    const report = readReport(file, title);
    if (succeeded || report.failures.length > 0) return report;
    return { ...report, failures: [{ title, error: "ended with an error after its tests: see its output above" }] };
  };
  return { title, run };
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
