import { Command, Option } from "commander";
import type { Split } from "../core/data/cells";
import type { LfPair } from "../core/patterns/pairwise";
import type { Numbers, ProjectSnapshot } from "../protocol/snapshot";
import { allRowsNumbers, allRowsTitle, slicesOfAllRows } from "../services/allRows/allRowsNumbers";
import { lfTable } from "../services/reports/lfTable";
import { pairTable } from "../services/reports/pairTable";
import { runReport, runReportJsonSchema } from "../services/reports/runReport";
import { sliceTable, type NamedNumbers } from "../services/reports/sliceTable";
import { assertSlice, usableSlices } from "../services/slices/chooseSlice";
import { plainJson } from "../services/reports/plainText";
import { openProject } from "./openProject";
import { parseRows, parseLfSeconds, parseSeed, parseSplit } from "./options";
import { exitCode, printProblems } from "./problems";
import { print } from "./output";

interface RunOptions {
  json?: boolean;
  jsonSchema?: boolean;
  split?: ReturnType<typeof parseSplit>;
  rows?: number | "all";
  all?: true;
  seed?: number;
  pairs?: true;
  slice?: string;
  strict?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens run [dir]`: runs the LFs on the sample and prints what each is worth. */
export function runCommand(): Command {
  return new Command("run")
    .description("Run the labeling functions on a sample and print statistics for each.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--json", "print JSON (see --json-schema)")
    .option("--json-schema", "print the JSON schema of --json and exit")
    .option("--split <split>", "splits to sample: train, dev, test or all (default: train and dev)", parseSplit)
    .option("--rows <n|all>", "sample size (default: from the config, else 10000)", parseRows)
    .option("--seed <n>", "sample seed (default: from the config, else 7)", parseSeed)
    .addOption(new Option("--all", "use all rows of these splits instead of a sample (streamed)").conflicts(["rows", "seed"]))
    .option("--pairs", "also print overlap, conflict and agreement of each pair of LFs (always in --json)")
    .option("--slice <name>", "only rows of this slice")
    .option("--strict", "also exit 1 on LF faults and malformed records")
    .option("--lf-seconds <s>", "time limit for one LF (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", "\nFaults and malformed records are reported on stderr. Exit code: 0 success, 1 failure, 2 wrong usage.")
    .action(run);
}

async function run(folder: string, options: RunOptions): Promise<void> {
  if (options.jsonSchema) return print(plainJson(runReportJsonSchema()));
  const { split, rows, seed } = options;
  const sample = {
    ...(split === undefined ? {} : { split }),
    ...(rows === undefined ? {} : { rows }),
    ...(seed === undefined ? {} : { seed }),
  };
  const project = await openProject(folder, { ...options, sample });
  try {
    const { session, root } = project;
    const all = options.all && (await session.measuring(root).measure());
    const snapshot = project.snapshot();
    const { slice } = options;
    if (slice !== undefined) assertSlice(slice, snapshot.numbers.slices);
    const every = all ? allRowsNumbers(all, snapshot.labels) : snapshot.numbers.sample;
    const slices = all ? slicesOfAllRows(all, snapshot.labels) : usableSlices(snapshot.numbers.slices);
    const numbers = slice === undefined ? every : slices.find(({ name }) => name === slice)!.numbers;
    const pairs = all ? (slice === undefined ? all : all.slices.find(({ name }) => name === slice)!).pairs : session.pairs(root, slice);
    const shown: Shown = { numbers, pairs: options.pairs ? pairs : undefined, title: titleOf(slice, all?.splits), every, slices };
    print(options.json ? plainJson(runReport(snapshot, numbers, pairs, { slice: slice ?? null, slices })) : runText(snapshot, shown));
    printProblems(snapshot, every.lfs);
    process.exitCode = exitCode(snapshot, options.strict === true, every.lfs);
  } finally {
    await project.close();
  }
}

/** What is printed, and of which rows it is. */
interface Shown {
  readonly title: string;
  readonly numbers: Numbers;
  readonly pairs: readonly LfPair[] | undefined;
  readonly every: Numbers;
  readonly slices: readonly NamedNumbers[];
}

const titleOf = (slice: string | undefined, allOf: readonly Split[] | undefined): string =>
  [...(slice === undefined ? [] : [`Slice ${slice}.`]), ...(allOf ? [allRowsTitle(allOf)] : [])].join(" ");

const runText = (project: ProjectSnapshot, { title, numbers, pairs, every, slices }: Shown): string =>
  [
    ...(title === "" ? [] : [title]),
    lfTable(project, numbers),
    ...(pairs ? ["", pairTable(numbers, pairs)] : []),
    ...(slices.length > 0 && numbers === every ? ["", sliceTable(every, slices)] : []),
  ].join("\n");
