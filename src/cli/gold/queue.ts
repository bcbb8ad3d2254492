import { Command, InvalidArgumentError, Option } from "commander";
import { cellText } from "../../core/data/cells";
import { counted } from "../../core/data/numberText";
import { DEFAULT_STRATEGY, STRATEGIES, STRATEGY_NAMES, type Strategy } from "../../core/gold/queue";
import { assignRows } from "../../services/gold/assignRows";
import { plainJson } from "../../services/reports/plainText";
import { textTable } from "../../services/reports/textTable";
import { parseCount, parseSeed } from "../options";
import { print, warn } from "../output";
import { withGoldProject, type GoldFlags, type GoldProject } from "./project";

interface QueueFlags extends GoldFlags {
  strategy: Strategy;
  rows: number;
  by?: string;
  shared?: true;
  tag?: string;
  lf?: string;
  label?: string;
  seed: number;
  json?: true;
}

const strategies = STRATEGY_NAMES.map((name) => `  ${name.padEnd(12)}${STRATEGIES[name]}`).join("\n");

const withQueueOptions = (command: Command): Command =>
  command
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .addOption(new Option("--strategy <strategy>", "which rows come first").choices(STRATEGY_NAMES).default(DEFAULT_STRATEGY))
    .option("--lf <name>", "for the strategy lf: whose votes")
    .option("--label <label>", "for the strategy label: which")
    .option("--tag <tag>", "only rows with this tag")
    .option("--seed <n>", "seed for drawing", parseSeed, 7)
    .option("--json", "print JSON")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", `\nRows come from the project's sample. Strategies:\n${strategies}`);

/** `lf-lens gold queue`: which rows to judge next. */
export function queueCommand(): Command {
  return withQueueOptions(new Command("queue").description("List the rows to judge next."))
    .option("--rows <n>", "at most this many rows", parseCount, 20)
    .option("--by <who>", "leave out what this person has judged")
    .option("--shared", "also rows that have gold or that others have judged")
    .action((folder: string, flags: QueueFlags) => withGoldProject(folder, flags, true, (project) => list(project, flags)));
}

async function list({ session, root, judgements, ...project }: GoldProject, flags: QueueFlags): Promise<void> {
  const { strategy, seed, by, shared, tag, lf, label } = flags;
  const order = await judgements.queue({ strategy, seed, by, shared, tag, lf, label });
  const { columns } = project.snapshot();
  const views = await Promise.all([...order.subarray(0, flags.rows)].map((row) => session.row(root, row)));
  const rows = views.map(({ row, id, split, cells, prediction, votes }) => ({
    ...{ row: judgements.keyOf(row), id, split, text: columns?.text === undefined ? null : cellText(cells[columns.text] ?? null) },
    ...{ prediction: prediction ?? null, votes: votes.map((vote) => ({ lf: vote.lf, label: vote.label })) },
  }));
  if (flags.json) return print(plainJson({ strategy, why: STRATEGIES[strategy], left: order.length, rows }));
  print(`${STRATEGIES[strategy]} ${counted(order.length, "row")} left.`);
  const short = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").slice(0, 80);
  if (rows.length > 0)
    print(textTable([["row", "label model", "text"], ...rows.map((row) => [row.row, row.prediction ?? "-", short(row.text)])]));
}

interface AssignFlags extends QueueFlags {
  to: string[];
  overlap: number;
}

/** `lf-lens gold assign`: a batch of rows for each of several people. */
export function assignCommand(): Command {
  return withQueueOptions(new Command("assign").description("Give people rows to judge: gold/assigned/<person>.json for each."))
    .requiredOption("--to <people>", "names, with commas between", parseNames)
    .requiredOption("--rows <n>", "rows for each person", parseCount)
    .option("--overlap <n>", "of these, rows that all of them get, to measure how far they agree", parseOverlap, 0)
    .action((folder: string, flags: AssignFlags) => withGoldProject(folder, flags, true, (project) => assign(project, flags)));
}

async function assign({ root, judgements }: GoldProject, flags: AssignFlags): Promise<void> {
  const { strategy, seed, tag, lf, label, to, rows, overlap } = flags;
  const files = await assignRows(root, judgements, { strategy, seed, tag, lf, label, to, rows, overlap });
  if (flags.json) return print(plainJson({ strategy, assigned: files }));
  for (const { person, rows: count, file } of files) print(`${person}: ${counted(count, "row")} in ${file}`);
  if (files.some(({ rows: count }) => count < rows)) warn("There were no more rows to give.");
}

function parseNames(text: string): string[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("It must be one name, or several with commas between.");
  return names;
}

function parseOverlap(text: string): number {
  return text.trim() === "0" ? 0 : parseCount(text);
}
