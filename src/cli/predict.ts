import { resolve } from "node:path";
import { Command, Option } from "commander";
import { TABLE_FORMATS, type TableFormat } from "../core/export/exportOptions";
import type { PredictReport } from "../protocol/endModel";
import { tableFormatOf } from "../services/export/labelFormat";
import { counted, wholeNumber } from "../core/data/numberText";
import { plainJson } from "../services/reports/plainText";
import { openProject } from "./openProject";
import { print } from "./output";
import { reportMishaps } from "./problems";
import { untilDone } from "./train";

interface PredictFlags {
  out: string;
  model?: string;
  format?: TableFormat;
  json?: boolean;
  allowOutside?: boolean;
}

/** `lf-lens predict [dir] --out FILE`: the end model's label and probabilities for every row. */
export function predictCommand(): Command {
  return new Command("predict")
    .description("Write the end model's label and probabilities for every row of the data.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--out <file>", "output file or folder; appears only once it is complete")
    .option("--model <file>", "model file (default: from the latest training)")
    .addOption(new Option("--format <format>", "default: from the extension of --out").choices(TABLE_FORMATS))
    .option("--json", "print a JSON report: rows, labels, badLines, seconds, file")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText(
      "after",
      "\nColumns: the id column (or row, the position in its file), split, label, confidence, margin, p_<LABEL> for each label.\nExit code: 0 success, 1 failure, 2 wrong usage.",
    )
    .action(predict);
}

async function predict(folder: string, flags: PredictFlags, command: Command): Promise<void> {
  const { out, format = tableFormatOf(out), model } = flags;
  if (!format) return command.error(`error: ${out}: unknown file extension; use .parquet, .csv, .jsonl or .arrow, or add --format.`);
  const project = await openProject(folder, { ...flags, runsSample: false });
  try {
    const request = { out: resolve(out), format, ...(model === undefined ? {} : { model: resolve(model) }) };
    await untilDone(project, project.session.training(project.root).predict(request), (predicted) => {
      const report = { ...predicted, seconds: performance.now() / 1000 };
      print(flags.json ? plainJson(report) : reportText(report));
      process.exitCode = reportMishaps(project.snapshot(), { problems: [], faults: [] }, false);
    });
  } finally {
    await project.close();
  }
}

const reportText = ({ rows, labels, seconds, file }: PredictReport): string =>
  [
    `Wrote ${counted(rows, "row")} in ${seconds.toFixed(1)} s to ${file}:`,
    ...Object.entries(labels).map(([name, count]) => `  ${name}  ${wholeNumber(count)}`),
  ].join("\n");
