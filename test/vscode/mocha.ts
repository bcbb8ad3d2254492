// Loaded by the extension host, which calls run(). What the suite needs comes in by environment variables: LF_LENS_REPORT, LF_LENS_GREP.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** Runs the bundled suites beside this file. Rejects when a test fails: that makes the exit code 1. */
export function run(): Promise<void> {
  const grep = process.env["LF_LENS_GREP"];
  const mocha = new Mocha({
    timeout: 60_000,
    reporter: "json",
    reporterOptions: { output: process.env["LF_LENS_REPORT"] },
    ...(grep === undefined || grep === "" ? {} : { grep }),
  });
  const suites = join(__dirname, "suite");
  for (const file of readdirSync(suites)) if (file.endsWith(".test.js")) mocha.addFile(join(suites, file));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
}
