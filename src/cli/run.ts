import { Command, Option } from "commander";
import type { Split } from "../core/data/cells";
import type { LfPair } from "../core/patterns/pairwise";
import type { Numbers, ProjectSnapshot } from "../protocol/snapshot";
import { allRowsNumbers, allRowsTitle } from "../services/allRows/allRowsNumbers";
import { lfTable } from "../services/reports/lfTable";
import { pairTable } from "../services/reports/pairTable";
import { runReport, runReportJsonSchema } from "../services/reports/runReport";
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
    const numbers = all ? allRowsNumbers(all, snapshot.labels) : snapshot.numbers.sample;
    const pairs = all ? all.pairs : session.pairs(root);
    print(
      options.json
        ? plainJson(runReport(snapshot, numbers, pairs))
        : runText(snapshot, numbers, options.pairs ? pairs : undefined, all?.splits),
    );
    printProblems(snapshot, numbers.lfs);
    process.exitCode = exitCode(snapshot, options.strict === true, numbers.lfs);
  } finally {
    await project.close();
  }
}

function runText(
  project: ProjectSnapshot,
  numbers: Numbers,
  pairs: readonly LfPair[] | undefined,
  allOf: readonly Split[] | undefined,
): string {
  const title = allOf ? `${allRowsTitle(allOf)}\n` : "";
  return title + lfTable(project, numbers) + (pairs ? `\n\n${pairTable(numbers, pairs)}` : "");
}
