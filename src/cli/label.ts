import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import {
  EXPORT_FORMATS,
  isTaskFormat,
  TASK_FORMATS,
  type ExportFormat,
  type ExportOptions,
  type ExportOrder,
} from "../core/export/exportOptions";
import type { LabelReport } from "../protocol/engine";
import { keepParts } from "../services/export/resume";
import { parseTemplate } from "../services/export/options";
import { exportFormatOf } from "../services/export/labelFormat";
import { plainJson } from "../services/reports/plainText";
import { counted, wholeNumber } from "../core/data/numberText";
import { withoutLabelText } from "../services/reports/wording";
import { isInterruption, untilInterrupted } from "./interruption";
import { openProject, type OpenProject } from "./openProject";
import { parseCount, parseNames, parseResplit, parseLfSeconds, parseSeed, parseSplit, parseThreshold } from "./options";
import { reportMishaps } from "./problems";
import { print, warn } from "./output";

/** The flags of an order; those that are named as the export's options are these. */
interface OrderFlags extends Omit<ExportOrder, "format" | "options">, Partial<Omit<ExportOptions, "splits" | "template">> {
  readonly format?: ExportFormat;
  readonly split?: ReturnType<typeof parseSplit>;
  /** A file. */
  readonly template?: string;
}

interface LabelFlags extends OrderFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly allowOutside?: boolean;
  readonly lfSeconds?: number;
}

/** `lf-lens label [dir] --out FILE`: denoised labels for every row, or for those asked for, in any format. */
export function labelCommand(): Command {
  return new Command("label")
    .description("Run the labeling functions on every row and export the denoised labels.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .requiredOption("--out <file>", "output file or folder; appears only once it is complete")
    .addOption(new Option("--format <format>", "default: from the extension of --out").choices(EXPORT_FORMATS))
    .option("--split <split>", "only rows of train, dev or test (default: all)", parseSplit)
    .option("--slice <name>", "only rows of this slice")
    .addOption(new Option("--unlabeled <what>", "rows without a label (default: keep)").choices(["keep", "drop", "only"]))
    .addOption(new Option("--conflicts <what>", "rows where LFs disagree (default: keep)").choices(["keep", "drop", "only"]))
    .option("--min-confidence <p>", "treat labels below this probability (0 to 1) as missing", parseThreshold)
    .addOption(new Option("--gold <what>", "gold in its own column, or also replacing the label").choices(["none", "beside", "override"]))
    .option("--feature-aware", "also use the text to label rows with votes; up to 200,000 rows")
    .option("--dedupe", "drop rows with duplicate text (keep the first)")
    .option("--per-label <n>", "at most n random rows per label", parseCount)
    .option("--sample <n>", "n random rows, stratified by label", parseCount)
    .addOption(
      new Option("--resplit [shares]", "make new splits: train/test or train/dev/test (default: 80/20); near-duplicates stay together")
        .preset("80/20")
        .argParser(parseResplit),
    )
    .option("--seed <n>", "random seed (default: 7)", parseSeed)
    .option("--votes", "add a column with each LF's votes")
    .option("--columns <a,b>", "data columns to include", parseNames)
    .option("--no-probabilities", "omit the columns p_<LABEL>")
    .option("--no-certainty", "omit the columns confidence and margin")
    .option("--template <file>", "for chat, prompt and contents: a JSON file with system, prompt, completion, answers")
    .option("--resume", "resume an interrupted export if its inputs have not changed")
    .option("--overwrite", "replace an earlier export even if its files have been edited")
    .option("--json", "print a JSON report: rows, written, labels, unlabeled, faults, badLines, seconds, manifest, ...")
    .option("--strict", "also exit 1 on LF faults and malformed records")
    .option("--lf-seconds <s>", "time limit for one LF on a batch (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action((folder: string, flags: LabelFlags, command: Command) => label(folder, flags, command));
}

const help = `
Formats:
  parquet, csv, jsonl, arrow  one table (.parquet, .csv, .jsonl, .arrow)
  huggingface                 a folder for load_dataset: a Parquet file per split and a dataset card
  notebook                    a Jupyter notebook that trains a first model, and its Parquet file (.ipynb)
  chat, prompt, contents      fine-tuning examples as JSON Lines, one file per split: OpenAI messages;
                              prompt and completion (Snowflake, Together); Vertex AI contents
Columns: the id column (or row, the position in its file), split, label (null where unlabeled), gold, confidence, margin,
p_<LABEL> for each label, votes, columns of the data. A data or vote column whose name is taken gets the prefix data_ or vote_.
The label model is always fitted on all rows, so a label does not depend on which rows are exported.
Template: {{column}} inserts a cell, {{label}} in the completion the label; "answers" can map a label to another word.
<out>.manifest.json records everything the export was made from; lf-lens verify checks it.
Edited files of an earlier export are replaced only with --overwrite. Files that no export has written are never replaced, except --out itself.
After Ctrl+C (or SIGTERM) there is no export, but --resume can continue.
Exit code: 0 success, 1 failure, 2 wrong usage, 130 or 143 interrupted.`;

async function label(folder: string, { json, strict, allowOutside, lfSeconds, ...flags }: LabelFlags, command: Command): Promise<void> {
  const order = exportOrder(flags, command);
  const project = await openProject(folder, {
    runsSample: false,
    ...(allowOutside === undefined ? {} : { allowOutside }),
    ...(lfSeconds === undefined ? {} : { lfSeconds }),
  });
  try {
    const exported = await untilInterrupted(project.session.label(project.root, order));
    if (isInterruption(exported)) return await endEarly(project, order.out, exported.exitCode);
    const report = { ...exported, seconds: performance.now() / 1000 };
    print(json ? plainJson(report) : reportText(report));
    process.exitCode = reportMishaps(project.snapshot(), report, strict === true);
  } finally {
    await project.close();
  }
}

function exportOrder({ out: name, format, split, template, resume, overwrite, ...options }: OrderFlags, command: Command): ExportOrder {
  const out = resolve(name);
  return {
    out,
    format: usableFormat({ out, ...(format && { format }), ...(template !== undefined && { template }), ...options }, command),
    options: {
      ...options,
      ...(split === undefined || split === "all" ? {} : { splits: [split] }),
      ...(template === undefined ? {} : { template: parseTemplate(readTemplate(template), template) }),
    },
    ...(resume && { resume }),
    ...(overwrite && { overwrite }),
  };
}

/** Ends with "wrong usage" where the name, the format and the other options do not go together: nothing that was asked for is dropped. */
function usableFormat(
  { out, format, template, votes, columns, probabilities, certainty, gold }: OrderFlags,
  command: Command,
): ExportFormat {
  const named = exportFormatOf(out);
  const usable = format ?? named;
  if (!usable)
    return command.error(`error: ${out}: unknown file extension; use .parquet, .csv, .jsonl, .arrow or .ipynb, or add --format.`);
  const isTask = isTaskFormat(usable);
  if (named && named !== usable && !(named === "jsonl" && isTask))
    command.error(`error: ${out}: the extension means ${named}, but --format is ${usable}. Choose another name.`);
  const ofTables = {
    "--votes": votes,
    "--columns": columns,
    "--no-probabilities": probabilities === false,
    "--no-certainty": certainty === false,
  };
  const asked = [...Object.entries(ofTables), ["--gold beside", gold === "beside"] as const].find(([, value]) => value);
  if (isTask && asked) command.error(`error: ${asked[0]} applies to tables only, not to ${usable}.`);
  if (!isTask && template !== undefined) command.error(`error: --template applies to ${TASK_FORMATS.join(", ")} only, not to ${usable}.`);
  return usable;
}

async function endEarly(project: OpenProject, out: string, exitCode: number): Promise<void> {
  await project.close();
  const folder = await keepParts(out);
  warn(
    folder === undefined
      ? "lf-lens: Interrupted. Nothing was exported."
      : `lf-lens: Interrupted. Nothing was exported; ${folder} keeps the progress. Run the same command with --resume to continue.`,
  );
  process.exitCode = exitCode;
}

function readTemplate(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The template ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function reportText(report: LabelReport): string {
  const perLabel = Object.entries(report.labels).map(([name, rows]) => `  ${name}  ${wholeNumber(rows)}`);
  const resumed = report.resumedRows > 0 ? ` (${wholeNumber(report.resumedRows)} rows resumed)` : "";
  return [
    `Wrote ${counted(report.written, "row")} of ${wholeNumber(report.rows)} in ${report.seconds.toFixed(1)} s${resumed}:`,
    ...report.files.map((file) => `  ${file}`),
    ...perLabel,
    `  (no label)  ${wholeNumber(report.unlabeled)}`,
    withoutLabelText(report),
  ].join("\n");
}
