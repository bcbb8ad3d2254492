import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Follow } from "../core/dependencies/findDependencies";
import { MODEL_KINDS } from "../core/labelModel/registry";
import type { TablesApi, VoteRoles, VoteTable, VoteTableRequest } from "../protocol/voteTable";
import { parseBalance } from "../services/denoise/balance";
import { denoise, type DenoiseOptions, type DenoiseReport, type MetricFigures } from "../services/denoise/denoise";
import { holdsRows, readVoteJson } from "../services/denoise/voteJson";
import { tableFormatOf } from "../services/export/labelFormat";
import { createThread } from "../services/thread";
import { counted } from "../core/data/numberText";
import { plainJson } from "../services/reports/plainText";
import { print, warn } from "./output";
import { progressBar } from "./progressBar";

interface Options extends Omit<DenoiseOptions, "balance" | "structure"> {
  classes?: readonly string[];
  lfs?: readonly string[];
  abstain?: readonly string[];
  idColumn?: string;
  goldColumn?: string;
  splitColumn?: string;
  balance?: string;
  calibrate?: boolean;
  structure?: boolean;
  json?: boolean;
  out?: string;
}

/** `lf-lens denoise VOTES`: a label model on a table of votes, without a project. */
export function denoiseCommand(): Command {
  return new Command("denoise")
    .description("Fit a label model on a table of votes, evaluate it and write denoised labels.")
    .argument(
      "<votes>",
      "data file of any format with one column per LF (optionally id, gold and split), or a .json.gz with classes and vote matrices by split",
    )
    .option(
      "--classes <a,b,c>",
      "labels, in order (default: the names in the table). Votes are names or indexes; empty, -1 and ABSTAIN mean abstain unless they are labels",
      parseClasses,
    )
    .option("--lfs <a,b,c>", "LF columns (default: all columns of votes)", parseNames)
    .option("--id-column <name>", "row id column (default: id)")
    .option("--gold-column <name>", "gold column (default: gold)")
    .option("--split-column <name>", "split column (default: split)")
    .option("--abstain <a,b>", "additional values that mean abstain", parseNames)
    .addOption(new Option("--model <kind>", "the label model").choices(MODEL_KINDS).default("auto"))
    .option("--balance <shares|uniform>", "class balance: share of each label, in order")
    .addOption(
      new Option("--gold <use>", "how to use gold; auto decides by log loss on held-out gold")
        .choices(["auto", "none", "prior", "calibrate", "clamp"])
        .default("auto"),
    )
    .option("--calibrate", "the same as --gold calibrate")
    .option("--fit-split <name>", "split to fit on (default: train, else the only split)")
    .option("--gold-split <name>", "split whose gold may be used (default: valid or dev)")
    .option("--score-split <name>", "split to score on (default: test, else the fitted split)")
    .option("--structure", "look for LFs that depend on each other by structure learning, too; takes seconds")
    .option("--dependent <a,b>", "two LFs that count as dependent, for --model metal; may be given several times", parsePair)
    .option("--out <file>", "write id, label and a probability per label: .jsonl, .csv or .parquet")
    .option("--json", "print a JSON report")
    .addHelpText(
      "after",
      "\nRows without a vote, and ties, count as chance in the metrics of all rows. Exit code: 0 success, 1 failure, 2 wrong usage.",
    )
    .action(run);
}

async function run(path: string, options: Options, command: Command): Promise<void> {
  const format = options.out === undefined ? undefined : tableFormatOf(options.out);
  if (options.out !== undefined && !format) command.error(`error: ${options.out}: the name must end in .jsonl, .csv or .parquet.`);
  if (options.out !== undefined && resolve(options.out) === resolve(path))
    command.error(`error: --out ${options.out} is the input table. Choose another file.`);
  const tables = createThread<TablesApi>(join(__dirname, "tables.js"), "Reading the table");
  try {
    const read = await readTable(path, () => tables.remote().call("readVotes", { path: resolve(path), ...tableOptions(options) }));
    const table = asUsage(command, () => withLabels(read, options.classes));
    for (const note of read.columns?.notes ?? []) warn(`${path}: ${note}`);
    const { balance, calibrate, structure, ...rest } = options;
    if (rest.dependent && rest.model !== "metal") command.error("error: --dependent is for --model metal; no other label model uses it.");
    const bar = progressBar(process.stderr);
    const follow: Follow = (done, total) => bar.draw({ what: "comparing labeling functions", done, total });
    const { report, denoised } = denoise(
      table,
      {
        ...rest,
        ...(structure ? { structure: follow } : {}),
        gold: calibrate ? "calibrate" : options.gold,
        ...(balance === undefined ? {} : { balance: asUsage(command, () => parseBalance(balance, table.labels.length)) }),
      },
      () => performance.now(),
    );
    bar.clear();
    if (options.out !== undefined && format)
      await tables.remote().call("writeDenoised", { out: resolve(options.out), format, table: denoised });
    print(options.json ? plainJson(report) : reportText(report));
    for (const note of report.notes) warn(`warning: ${note}`);
  } finally {
    await tables.dispose();
  }
}

async function readTable(path: string, read: () => Promise<VoteTable>): Promise<VoteTable> {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`);
  if (!path.endsWith(".json.gz")) return read();
  const bytes = await readFile(path);
  return holdsRows(bytes) ? read() : readJson(path, bytes);
}

function tableOptions({ classes, abstain, lfs, idColumn, goldColumn, splitColumn }: Options): Omit<VoteTableRequest, "path"> {
  const roles = { lfs, id: idColumn, gold: goldColumn, split: splitColumn };
  const given = Object.fromEntries(Object.entries(roles).filter(([, value]) => value !== undefined)) as VoteRoles;
  return { roles: given, ...(classes ? { labels: classes } : {}), ...(abstain ? { abstain } : {}) };
}

/** Names in a list with commas between them. */
const parseNames = (text: string): readonly string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

function parsePair(text: string, before: readonly (readonly [string, string])[] = []): readonly (readonly [string, string])[] {
  const [a, b, ...more] = parseNames(text);
  if (a === undefined || b === undefined || a === b || more.length > 0)
    throw new InvalidArgumentError("Give two LFs, for example hasLink,hasUrl.");
  return [...before, [a, b]];
}

function parseClasses(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length < 2 || names.includes("")) throw new InvalidArgumentError("Give two or more names, for example HAM,SPAM.");
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is given twice.`);
  return names;
}

function readJson(path: string, bytes: Uint8Array): VoteTable {
  try {
    return readVoteJson(bytes);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The table with the names that the user gives its labels, if any. */
function withLabels(table: VoteTable, labels: readonly string[] = table.labels): VoteTable {
  const expected = table.labels.length;
  if (labels.length !== expected) throw new Error(`The file has ${expected} classes, but --classes has ${labels.length}.`);
  return { ...table, labels };
}

/** What an option cannot mean is wrong usage, also where only the table tells so. */
function asUsage<T>(command: Command, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What was taken for what: a mistake here would make all figures wrong. */
function readLines({ labels, lfs, columns }: DenoiseReport["read"]): string[] {
  const roles = (["id", "gold", "split"] as const).flatMap((role) =>
    columns?.[role] === undefined ? [] : [`${role} from ${columns[role]}`],
  );
  const abstains = Object.entries(columns?.abstains ?? {}).map(
    ([text, cells]) => `${text === "" ? "empty" : text} (${counted(cells, "cell")})`,
  );
  return [
    `${counted(lfs.length, "LF")}: ${lfs.join(", ")}`,
    `labels: ${labels.join(", ")}${roles.length > 0 ? `; ${roles.join(", ")}` : ""}${abstains.length > 0 ? `; abstains: ${abstains.join(", ")}` : ""}`,
    ...(columns && columns.leftOut.length > 0
      ? [`not taken as LFs: ${columns.leftOut.map(({ name, why }) => `${name} (${why})`).join(", ")}`]
      : []),
    "",
  ];
}

function reportText({
  read,
  model,
  fitMs,
  patterns,
  splits,
  metrics,
  ties,
  lfs,
  dependencies,
  structure,
  gold,
  compareWithMajority,
}: DenoiseReport): string {
  const figure = (value: number | undefined, digits = 3): string => (value === undefined ? "n/a" : value.toFixed(digits));
  const line = (name: string, m: MetricFigures): string =>
    `${name}: n ${m.n}, accuracy ${figure(m.accuracy)}, macro F1 ${figure(m.macroF1)}, log loss ${figure(m.logLoss)}, Brier ${figure(m.brier)}, ECE ${figure(m.ece)}`;
  return [
    ...readLines(read),
    `${model}: fitted on ${splits.fit} (${counted(patterns, "pattern")}, ${fitMs.toFixed(0)} ms), scored on ${splits.score}`,
    `gold: ${gold.used}, ${counted(gold.rows, "row")}${gold.candidates.map(({ name, logLoss }) => `; ${name} ${logLoss.toFixed(3)}`).join("")}`,
    line("covered rows", metrics.covered),
    line("all rows    ", metrics.all),
    ...(ties > 0 ? [`no label: ${counted(ties, "row")} in which two labels tie, or nearly do`] : []),
    ...(compareWithMajority
      ? [
          `majority vote: ${figure(compareWithMajority.majorityAccuracy)} against ${figure(compareWithMajority.modelAccuracy)}, p = ${figure(compareWithMajority.pValue)}`,
        ]
      : []),
    ...(compareWithMajority?.causes ?? []).map((cause) => `  ${cause}`),
    "",
    ...lfs.map(
      (lf) =>
        `${lf.name}  coverage ${figure(lf.coverage)}  accuracy ${figure(lf.accuracy)} (${lf.correct}/${lf.correct + lf.incorrect})  est. ${figure(lf.estimated)}`,
    ),
    ...(structure ? structureLines(structure) : dependencies.length > 0 ? ["", ...dependencies] : []),
  ].join("\n");
}

/** Each pair, how strongly it depends and what to do. */
function structureLines(found: NonNullable<DenoiseReport["structure"]>): string[] {
  if (found.length === 0) return ["", "structure: no two LFs depend on each other"];
  return [
    "",
    `structure: ${counted(found.length, "pair")} of LFs that depend on each other`,
    ...found.map(({ lfs: [a, b], kind, strength, text }) => `  ${a}, ${b}  ${kind} ${strength.toFixed(2)}: ${text}`),
    `to accept a pair: --model metal --dependent ${found[0]!.lfs.join(",")}, or labelModel.dependent in a project's lf.config.json`,
  ];
}
