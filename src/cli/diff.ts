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
    .description("Compare the LFs of the working tree with those of a git revision, on the same rows: votes, denoised labels, figures.")
    .argument("[rev]", "a commit, branch or tag", "HEAD")
    .argument("[dir]", "the project's folder, the one with lf.config.json", ".")
    .option("--json", "print one JSON object (--json-schema describes it)")
    .option("--json-schema", "print the JSON schema of what --json prints, and stop")
    .option("--details", "list every changed row with what changed on it")
    .option("--fail-on <limits>", 'exit 1 if a change breaks a limit, such as "accuracy<-1,coverage<-5"', parseFailOn)
    .option("--split <split>", "draw the sample from train, dev, test or all (default: train and dev)", parseSplit)
    .option("--rows <n|all>", "size of the sample (default: the config's, 10000)", parseRows)
    .option("--seed <n>", "seed of the sample (default: the config's, 7)", parseSeed)
    .option("--lf-seconds <s>", "how long one LF may take (default: 10)", parseLfSeconds)
    .option("--allow-outside", "let the config read data from outside the project's folder")
    .addHelpText("after", help)
    .action(diff);
}

const help = `
Both sides run on the rows and under the config of the working tree; what else changed since is said.

Limits of --fail-on: a metric (accuracy, coverage, overlap, conflict), <, <=, > or >=, and a change in points of a percent.
  accuracy<-1,coverage<-5    fails when accuracy falls by more than 1 point or coverage by more than 5
  set:accuracy<0             only for the set: its accuracy is that of the denoised labels on rows with gold
  lf:conflict>2              only for single LFs
A limit holds for the set and for each LF that both sides have. LFs with little gold move by many points: see "right" in the table.

Exit code: 0 all ran and no limit broke, 1 otherwise, 2 wrong usage.`;

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
