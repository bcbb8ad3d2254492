import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { EXPORT_FORMATS, isTaskFormat, TASK_FORMATS, type ExportFormat, type ExportOptions } from "../core/export/exportOptions";
import type { LabelReport } from "../protocol/engine";
import { keepParts } from "../services/export/resume";
import { checkOptions, parseShares, parseTemplate } from "../services/export/options";
import { exportFormatOf } from "../services/export/labelFormat";
import { plainJson } from "../services/reports/plainText";
import { counted, wholeNumber } from "../core/data/numberText";
import { withoutLabelText } from "../services/reports/wording";
import { isInterruption, untilInterrupted } from "./interruption";
import { openProject, type OpenProject } from "./openProject";
import { parseCount, parseResplit, parseLfSeconds, parseSeed, parseSplit } from "./options";
import { exitCode, printMishaps } from "./problems";
import { print, warn } from "./output";

interface LabelFlags {
  out: string;
  format?: ExportFormat;
  split?: ReturnType<typeof parseSplit>;
  unlabeled?: ExportOptions["unlabeled"];
  conflicts?: ExportOptions["conflicts"];
  minConfidence?: number;
  gold?: ExportOptions["gold"];
  dedupe?: true;
  featureAware?: true;
  perLabel?: number;
  sample?: number;
  resplit?: ExportOptions["resplit"] | true;
  seed?: number;
  votes?: true;
  columns?: string[];
  probabilities: boolean;
  certainty: boolean;
  template?: string;
  resume?: true;
  overwrite?: true;
  json?: boolean;
  strict?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens label [dir] --out FILE`: denoised labels for every row, or for those asked for, in any format. */
export function labelCommand(): Command {
  return new Command("label")
    .description("Run the labeling functions on every row and export the denoised labels.")
    .argument("[dir]", "the project's folder, the one with lf.config.json", ".")
    .requiredOption("--out <file>", "where to write; it appears under this name only when it is whole")
    .addOption(new Option("--format <format>", "default: by the ending of --out").choices(EXPORT_FORMATS))
    .option("--split <split>", "only train, dev or test rows (default: all)", parseSplit)
    .addOption(new Option("--unlabeled <what>", "rows without a label (default: keep)").choices(["keep", "drop", "only"]))
    .addOption(new Option("--conflicts <what>", "rows on which LFs disagree (default: keep)").choices(["keep", "drop", "only"]))
    .option("--min-confidence <p>", "leave out labels that are less probable than this, 0 to 1", parseShare)
    .addOption(
      new Option("--gold <what>", "gold in a column of its own, or also in the label's place").choices(["none", "beside", "override"]),
    )
    .option("--feature-aware", "labels of rows with votes by their texts, too; for up to 200,000 rows")
    .option("--dedupe", "of rows with the same text only the first")
    .option("--per-label <n>", "at most so many rows of each label, drawn by the seed", parseCount)
    .option("--sample <n>", "so many rows in all, each label with its share, drawn by the seed", parseCount)
    .option("--resplit [shares]", "split anew: train/test or train/dev/test (default: 80/20); near-duplicates stay together", parseResplit)
    .option("--seed <n>", "seed of all that is drawn (default: 7)", parseSeed)
    .option("--votes", "a column with each LF's vote")
    .option("--columns <a,b>", "columns of the data that go along", (names) => names.split(",").map((name) => name.trim()))
    .option("--no-probabilities", "leave out the columns p_<LABEL>")
    .option("--no-certainty", "leave out the columns confidence and margin")
    .option("--template <file>", "for chat, prompt and contents: JSON with system, prompt, completion, answers")
    .option("--resume", "go on where an export that was cut off ended, if nothing has changed since")
    .option("--overwrite", "replace an earlier export of this name though its files were changed since")
    .option("--json", "print a report as one JSON object: rows, written, labels, unlabeled, faults, badLines, seconds, manifest, ...")
    .option("--strict", "exit 1 also for faults of LFs and for malformed records")
    .option("--lf-seconds <s>", "how long one LF may take on a batch (default: 10)", parseLfSeconds)
    .option("--allow-outside", "let the config read data from outside the project's folder")
    .addHelpText("after", help)
    .action((folder: string, flags: LabelFlags, command: Command) => label(folder, flags, command));
}

const help = `
Formats:
  parquet, csv, jsonl, arrow  one table (.parquet, .csv, .jsonl, .arrow)
  huggingface                 a folder for load_dataset: a Parquet file for each split, and a card
  notebook                    a Jupyter notebook that trains a first model, beside its Parquet file (.ipynb)
  chat, prompt, contents      fine-tuning examples, one a line, a file for each split: OpenAI messages;
                              prompt and completion (Snowflake, Together); Vertex AI contents
Columns: the id column (or row, the position in its file), split, label (null where unlabeled), gold, confidence, margin,
p_<LABEL> for each label, votes, columns of the data. A name that is taken gets data_ or vote_ before it.
The label model is always fitted on all rows: a row's label never depends on which rows are exported.
Template: {{column}} stands for a cell, {{label}} in the completion for the label; "answers" may say another word for a label.
Beside the export stands <out>.manifest.json with all it was made from; lf-lens verify checks it.
A file of an earlier export that was changed since is not replaced without --overwrite; a file that no export has made, only as --out.
Ctrl+C (or SIGTERM) leaves no export, but what --resume goes on from, and says so.
Exit code: 0 all ran, 1 something did not, 2 wrong usage, 130 or 143 interrupted.`;

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share >= 0 && share <= 1)) throw new InvalidArgumentError("It is a number from 0 to 1.");
  return share;
}

async function label(folder: string, flags: LabelFlags, command: Command): Promise<void> {
  const { resume, overwrite } = flags;
  const out = resolve(flags.out);
  const format = usableFormat(flags, command);
  const options = exportOptions(flags);
  const { allowOutside, lfSeconds } = flags;
  const project = await openProject(folder, {
    ...(allowOutside === undefined ? {} : { allowOutside }),
    ...(lfSeconds === undefined ? {} : { lfSeconds }),
  });
  try {
    const work = project.session.label(project.root, { out, format, options, ...(resume && { resume }), ...(overwrite && { overwrite }) });
    const report = await untilInterrupted(work);
    if (isInterruption(report)) return await endEarly(project, out, report.exitCode);
    print(flags.json ? plainJson(report) : reportText(report));
    printMishaps(report);
    const faulty = report.faults.length > 0 || report.badLines > 0;
    process.exitCode = exitCode(project.snapshot(), false) === 1 || (flags.strict === true && faulty) ? 1 : 0;
  } finally {
    await project.close();
  }
}

/** Ends with "wrong usage" where the name, the format and the other options do not go together: nothing that was asked for is dropped. */
function usableFormat(
  { out, format, template, votes, columns, probabilities, certainty, gold }: LabelFlags,
  command: Command,
): ExportFormat {
  const named = exportFormatOf(out);
  const usable = format ?? named;
  if (!usable)
    return command.error(`error: ${out}: the name does not end in .parquet, .csv, .jsonl, .arrow or .ipynb; say which --format is meant.`);
  const isTask = isTaskFormat(usable);
  if (named && named !== usable && !(named === "jsonl" && isTask))
    command.error(`error: ${out}: the name says ${named}, --format says ${usable}. Choose another name.`);
  const ofTables = { "--votes": votes, "--columns": columns, "--no-probabilities": !probabilities, "--no-certainty": !certainty };
  const asked = [...Object.entries(ofTables), ["--gold beside", gold === "beside"] as const].find(([, value]) => value);
  if (isTask && asked) command.error(`error: ${asked[0]} is about the columns of a table; ${usable} has none.`);
  if (!isTask && template !== undefined) command.error(`error: --template is for ${TASK_FORMATS.join(", ")}; ${usable} has its columns.`);
  return usable;
}

async function endEarly(project: OpenProject, out: string, exitCode: number): Promise<void> {
  await project.close();
  const folder = await keepParts(out);
  warn(
    folder === undefined
      ? "lf-lens: Interrupted. Nothing was exported and nothing is left behind."
      : `lf-lens: Interrupted. Nothing was exported; ${folder} holds what was done: the same command with --resume goes on from there.`,
  );
  process.exitCode = exitCode;
}

function exportOptions(flags: LabelFlags): Partial<ExportOptions> {
  const { split, resplit, template, unlabeled, conflicts, minConfidence, gold, dedupe, featureAware, perLabel, sample, seed } = flags;
  const { votes, columns, probabilities, certainty } = flags;
  return checkOptions({
    ...{
      unlabeled,
      conflicts,
      minConfidence,
      gold,
      dedupe,
      featureAware,
      perLabel,
      sample,
      seed,
      votes,
      columns,
      probabilities,
      certainty,
    },
    splits: split === undefined || split === "all" ? undefined : [split],
    resplit: resplit === true ? parseShares("") : resplit,
    template: template === undefined ? undefined : parseTemplate(readTemplate(template), template),
  });
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
  const resumed = report.resumedRows > 0 ? ` (${wholeNumber(report.resumedRows)} rows had been voted on before)` : "";
  return [
    `Wrote ${counted(report.written, "row")} of ${wholeNumber(report.rows)} in ${report.seconds.toFixed(1)} s${resumed}:`,
    ...report.files.map((file) => `  ${file}`),
    ...perLabel,
    `  (no label)  ${wholeNumber(report.unlabeled)}`,
    withoutLabelText(report),
  ].join("\n");
}
