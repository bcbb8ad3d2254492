import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError } from "commander";
import { counted } from "../core/data/numberText";
import { describeColumn, ROLES, type RoleColumns } from "../core/proposal/proposeColumns";
import { isInside } from "../files/paths";
import type { AnalysedData } from "../protocol/newProject";
import { hasConfig, makeProject, openDataReader, type MadeProject } from "../services/newProject/makeProject";
import { goldFits, labelsIn, labelsProblem, parseLabels, type NewProject } from "../services/newProject/newProject";
import { plainJson } from "../services/reports/plainText";
import { textTable } from "../services/reports/textTable";
import { print, warn } from "./output";

interface Options extends RoleColumns {
  readonly dir: string;
  readonly labels?: readonly string[];
  readonly yes?: true;
  readonly json?: true;
}

/** `lf-lens init DATA...`: a project made of data files. */
export function initCommand(): Command {
  return new Command("init")
    .description("Make a project of data files: propose columns and labels, and write a config and first labeling functions.")
    .argument("<data...>", "data files of any format that is read; files named after splits (train.csv, test.csv) become these splits")
    .option("--dir <dir>", "the project's folder, made if it is not there", ".")
    .option("--id <column>", "column that tells rows apart")
    .option("--text <column>", "column that is labeled")
    .option("--gold <column>", "column with trusted labels")
    .option("--split <column>", "column that says train, dev or test")
    .option("--labels <a,b>", "labels (default: the values of the gold column)", parseLabelList)
    .option("--yes", "do not ask")
    .option("--json", "print JSON: config, files, columns and labels")
    .addHelpText(
      "after",
      '\nAt a terminal it shows what it proposes and asks before it writes. --gold "" and the like leave a role out. Files that exist are never ' +
        "overwritten. Exit code: 0 success, 1 failure, 2 wrong usage.",
    )
    .action(init);
}

function parseLabelList(text: string): readonly string[] {
  const labels = parseLabels(text);
  const problem = labelsProblem(labels);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return labels;
}

async function init(given: readonly string[], options: Options, command: Command): Promise<void> {
  const root = resolve(options.dir);
  if (await hasConfig(root))
    throw new Error(
      `${join(root, "lf.config.json")} is there already: the folder is a project. Edit it, or choose another folder with --dir.`,
    );
  const dataFiles = given.map((path) => resolve(path));
  const reader = openDataReader(__dirname);
  try {
    const data = await reader.analyse(dataFiles);
    const columns = columnsOf(data, options, command);
    const found = options.labels ?? labelsIn(data, columns.gold);
    const asks = options.yes !== true && options.json !== true && process.stdin.isTTY;
    if (asks) print(proposalText(data, columns, found));
    const labels = found.length < 2 && asks ? parseLabels(await ask("Labels, separated by commas: ")) : found;
    if (labels.length < 2)
      throw new Error(
        "No column of gold was found that would give the labels. Name them with --labels HAM,SPAM, or the column with --gold.",
      );
    if (asks && !/^(|y|yes)$/i.test((await ask(`Write a project to ${root}? [Y/n] `)).trim())) return warn("Nothing was written.");
    const project: NewProject = { root, dataFiles, columns, labels };
    const made = await makeProject(project, await reader.mine(project));
    tell({ ...project, made, data, options, shown: asks });
  } finally {
    await reader.dispose();
  }
}

/** The proposed columns, but for what the user says; an empty name leaves a role out. */
function columnsOf(data: AnalysedData, options: Options, command: Command): RoleColumns {
  const { columns, proposed } = data;
  const names = columns.map(({ name }) => name);
  const roles = ROLES.flatMap((role) => {
    const name = options[role] ?? proposed[role];
    if (name === undefined || name === "") return [];
    if (!names.includes(name)) command.error(`error: --${role} ${name}: there is no such column; the columns are ${names.join(", ")}.`);
    // A column that the user gives a role has no other.
    const isTaken = options[role] === undefined && ROLES.some((other) => options[other] === name);
    // Gold of other values than the labels that the user names is another column, or there is none.
    const isOther = role === "gold" && options.gold === undefined && options.labels !== undefined && !goldFits(data, name, options.labels);
    return isTaken || isOther ? [] : [[role, name]];
  });
  return Object.fromEntries(roles) as RoleColumns;
}

function proposalText(data: AnalysedData, columns: RoleColumns, labels: readonly string[]): string {
  const facts = new Map(data.columns.map((column) => [column.name, column]));
  const lines = ROLES.map((role) => {
    const name = columns[role];
    return [role, name ?? "none", name === undefined ? "" : describeColumn(facts.get(name)!)];
  });
  const looked = `${counted(data.rows, "row")}${data.complete ? "" : " looked at; there are more"}, ${counted(data.columns.length, "column")}`;
  const table = textTable([["role", "column", "what speaks for it"], ...lines], [0, 1, 2]);
  return `${looked}\n${table}\nlabels: ${labels.length === 0 ? "none found" : labels.join(", ")}`;
}

interface Outcome extends NewProject {
  readonly made: MadeProject;
  readonly data: AnalysedData;
  readonly options: Options;
  /** The proposal stands on the screen already. */
  readonly shown: boolean;
}

function tell({ made, data, options, shown, root, dataFiles, columns, labels }: Outcome): void {
  const roles = Object.fromEntries(ROLES.map((role) => [role, columns[role] ?? null]));
  if (options.json) print(plainJson({ config: made.config, files: made.written, columns: roles, labels }));
  else {
    if (!shown) print(proposalText(data, columns, labels));
    print(`Written: ${made.written.map((path) => relative(process.cwd(), path) || path).join(", ")}`);
    print(`Next: lf-lens run ${relative(process.cwd(), root) || "."}`);
  }
  for (const path of made.kept) warn(`${path} is there already and stays as it is.`);
  for (const file of dataFiles)
    if (!isInside(file, root)) warn(`${file} lies outside ${root}: run with --allow-outside, or move it into the project.`);
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
