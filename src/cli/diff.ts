import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { diffReport, diffReportJsonSchema, rowDetails, type DiffReport } from "../services/diff/diffReport";
import { brokenLimits, parseLimits, type Limit } from "../services/diff/failOn";
import { CONFIG_FILE } from "../services/config/schema";
import { plainJson } from "../services/reports/plainText";
import { diffText } from "./diffText";
import { openProject, type OpenProject } from "./openProject";
import { parseRows, parseLfSeconds, parseSeed, parseSplit } from "./options";
import { exitCode, printProblems } from "./problems";
import { print } from "./output";

interface DiffOptions {
  json?: boolean;
  jsonSchema?: boolean;
  failOn?: readonly Limit[];
  details?: boolean;
  split?: ReturnType<typeof parseSplit>;
  rows?: number | "all";
  seed?: number;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens diff [REV] [dir]`: what the working tree's LFs do differently from a git revision's. */
export function diffCommand(): Command {
  return new Command("diff")
    .description("Compare the LFs of the working tree with a git revision on the same rows: votes, denoised labels, statistics.")
    .argument("[rev]", "a commit, branch or tag", "HEAD")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--json", "print JSON (see --json-schema)")
    .option("--json-schema", "print the JSON schema of --json and exit")
    .option("--details", "list every changed row")
    .option("--fail-on <limits>", 'exit 1 if a change exceeds a limit, such as "accuracy<-1,coverage<-5"', parseFailOn)
    .option("--split <split>", "splits to sample: train, dev, test or all (default: train and dev)", parseSplit)
    .option("--rows <n|all>", "sample size (default: from the config, else 10000)", parseRows)
    .option("--seed <n>", "sample seed (default: from the config, else 7)", parseSeed)
    .option("--lf-seconds <s>", "time limit for one LF (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action(diff);
}

const help = `
Both versions run on the rows and the config of the working tree. Other changes since then are reported.

Limits of --fail-on: a metric (accuracy, coverage, overlap, conflict), <, <=, > or >=, and a change in percentage points.
  accuracy<-1,coverage<-5    fails when accuracy falls by more than 1 point or coverage by more than 5
  set:accuracy<0             only for the set: its accuracy is that of the denoised labels on rows with gold
  lf:conflict>2              only for single LFs
A limit applies to the set and to each LF in both versions. LFs with little gold can move by many points: see "right" in the table.

Exit code: 0 all ran within the limits, 1 otherwise, 2 wrong usage.`;

async function diff(revision: string, folder: string, options: DiffOptions): Promise<void> {
  if (options.jsonSchema) return print(plainJson(diffReportJsonSchema()));
  if (folder === "." && existsSync(join(revision, CONFIG_FILE)))
    throw new Error(`${revision} is a project, not a revision. Name the revision first: lf-lens diff HEAD ${revision}`);
  const { split, rows, seed, allowOutside, lfSeconds } = options;
  const project = await openProject(folder, {
    baseline: { revision },
    sample: { ...(split && { split }), ...(rows && { rows }), ...(seed !== undefined && { seed }) },
    ...(allowOutside && { allowOutside }),
    ...(lfSeconds && { lfSeconds }),
  });
  try {
    const report = await reportOf(project, options);
    const snapshot = project.snapshot();
    print(options.json ? plainJson(report) : diffText(snapshot.name, report));
    printProblems(snapshot);
    process.exitCode = report.failed.length > 0 ? 1 : exitCode(snapshot, false);
  } finally {
    await project.close();
  }
}

async function reportOf({ session, root, ...project }: OpenProject, { failOn = [], details }: DiffOptions): Promise<DiffReport> {
  await session.baselineKnown(root);
  const now = project.snapshot();
  const moves = session.moves(root);
  if (!now.baseline || !moves) throw new Error(now.baselineProblem ?? "The revision could not be run.");
  const report = diffReport(now, now.baseline, moves);
  const { rows } = details ? await session.rows(root, { changed: { of: "any" } }, 0, moves.rows) : { rows: undefined };
  return { ...report, failed: brokenLimits(report, failOn), ...(rows && { details: rows.map(rowDetails) }) };
}

function parseFailOn(text: string): Limit[] {
  try {
    return parseLimits(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
