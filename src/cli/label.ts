import { resolve } from "node:path";
import { Command } from "commander";
import type { LabelReport } from "../protocol/engine";
import { labelFormatOf } from "../services/labelFormat";
import { counted, wholeNumber } from "../services/wording";
import { openProject, problemPlace } from "./openProject";
import { parseSeconds, parseSplit } from "./options";
import { exitCode } from "./problems";

interface LabelOptions {
  out: string;
  split?: ReturnType<typeof parseSplit>;
  json?: boolean;
  strict?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens label [dir] --out FILE`: denoised labels for every row. */
export function labelCommand(): Command {
  return new Command("label")
    .description("Run the labeling functions on every row and write the denoised labels.")
    .argument("[dir]", "the project's folder, the one with lf.config.json", ".")
    .requiredOption("--out <file>", "where to write: .jsonl, .csv or .parquet; it appears under this name only when it is whole")
    .option("--split <split>", "only train, dev or test rows (default: all)", parseSplit)
    .option("--json", "print a report as one JSON object: rows, written, labels, unlabeled, faults, badLines, seconds")
    .option("--strict", "exit 1 also for faults of LFs and for malformed records")
    .option("--lf-seconds <s>", "how long one LF may take on a batch (default: 10)", parseSeconds)
    .option("--allow-outside", "let the config read data from outside the project's folder")
    .addHelpText(
      "after",
      "\nColumns: the id column (or row, the position in its file), split, label (null where unlabeled), confidence, margin, p_<LABEL> for each label." +
        "\nExit code: 0 all ran, 1 something did not, 2 wrong usage.",
    )
    .action(label);
}

async function label(folder: string, options: LabelOptions): Promise<void> {
  const format = labelFormatOf(options.out);
  if (!format) throw new Error(`${options.out}: the name must end in .jsonl, .csv or .parquet.`);
  const project = await openProject(folder, options);
  try {
    const split = options.split === undefined || options.split === "all" ? {} : { split: options.split };
    const report = await project.session.label(project.root, { out: resolve(options.out), format, ...split });
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : reportText(report, options.out)}\n`);
    for (const problem of report.problems) process.stderr.write(`${problemPlace(problem)}${problem.severity}: ${problem.message}\n`);
    for (const { lf, fault } of report.faults) {
      const place = fault.file === undefined ? "" : problemPlace({ ...fault, file: fault.file });
      process.stderr.write(`${place}fault: ${lf} on ${counted(fault.rows, "row")}: ${fault.message}\n`);
    }
    const faulty = report.faults.length > 0 || report.badLines > 0;
    process.exitCode = exitCode(project.snapshot(), false) === 1 || (options.strict === true && faulty) ? 1 : 0;
  } finally {
    await project.close();
  }
}

function reportText(report: LabelReport, out: string): string {
  const perLabel = Object.entries(report.labels).map(([name, rows]) => `  ${name}  ${wholeNumber(rows)}`);
  return [
    `Wrote ${counted(report.written, "row")} of ${wholeNumber(report.rows)} to ${out} in ${report.seconds.toFixed(1)} s.`,
    ...perLabel,
    `  (no label)  ${wholeNumber(report.unlabeled)}`,
  ].join("\n");
}
