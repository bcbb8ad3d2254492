import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { Split } from "../core/data/cells";
import type { Trained } from "../services/project/training";
import type { TrainOptions } from "../services/endModel/trainOptions";
import { trainingText } from "../services/endModel/trainingText";
import { plainJson } from "../services/reports/plainText";
import { isInterruption, untilInterrupted } from "./interruption";
import { parseScoredSplit, parseLfSeconds, parseSeed } from "./options";
import { openProject, type OpenProject } from "./openProject";
import { print, warn } from "./output";
import { reportMishaps } from "./problems";

export interface TrainFlags {
  out?: string;
  split?: Split;
  gold?: "auto" | "none";
  seed?: number;
  json?: boolean;
  strict?: boolean;
  allowOutside?: boolean;
  lfSeconds?: number;
}

/** `lf-lens train [dir]`: an end model from the denoised labels of all rows and from gold. */
export function trainCommand(): Command {
  return withTrainingOptions(new Command("train"))
    .description("Train a model on the denoised labels of all rows and on gold, and evaluate it.")
    .option(
      "--out <file>",
      "model file (default: a new one in .lf-lens/models); a file outside the project is only used when given with --model",
    )
    .option("--json", "print JSON: model, target, goldWeight, rows, seconds, file, metrics, crossover, ...")
    .addHelpText("after", help)
    .action(train);
}

/** What every command that may train takes. */
export const withTrainingOptions = (command: Command): Command =>
  command
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .option("--split <split>", "hold out this split for scoring (default: test if it has gold, else none)", parseScoredSplit)
    .addOption(new Option("--gold <what>", "auto: train on gold as far as it helps; none: train on LFs only").choices(["auto", "none"]))
    .option("--seed <n>", "random seed (default: endModel.seed in the config, else 7)", parseSeed)
    .option("--strict", "also exit 1 on LF faults and malformed records")
    .option("--lf-seconds <s>", "time limit for one LF on a batch (default: 10)", parseLfSeconds)
    .option("--allow-outside", "allow data outside the project folder");

const help = `
Features: TF-IDF of the text (columns.text or endModel.text in lf.config.json) and endModel.columns.
Test rows are never used for training. Gold of the other splits, except the scored one, gets the weight that predicts held-out gold
best, from 0 (LFs only) to "only" (gold only); with fewer than 20 such rows it counts as much as soft labels.
--gold none: gold only selects the regularization strength and the temperature.
Every training is recorded in .lf-lens/runs with the hashes of its inputs; lf-lens evaluate shows the latest.
Exit code: 0 success, 1 failure, 2 wrong usage.`;

async function train(folder: string, flags: TrainFlags): Promise<void> {
  const project = await openProject(folder, { ...flags, runsSample: false });
  try {
    await untilDone(project, project.session.training(project.root).train(trainOptions(flags)), (trained) => {
      print(flags.json ? plainJson(trained.record.training) : trainingText(trained.record));
      finish(project, trained, flags);
    });
  } finally {
    await project.close();
  }
}

/** Waits for the end model's work, and does the rest; Ctrl+C ends the work and leaves nothing of it. */
export async function untilDone<T extends object>(project: OpenProject, work: Promise<T>, rest: (done: T) => void): Promise<void> {
  const outcome = await untilInterrupted(work);
  if (!isInterruption(outcome)) return rest(outcome);
  await project.session.tasks(project.root).cancel();
  await work.catch(() => {});
  warn("lf-lens: interrupted; nothing was written.");
  process.exitCode = outcome.exitCode;
}

export const trainOptions = ({ split, gold, seed, out }: TrainFlags): TrainOptions => ({
  ...(split === undefined ? {} : { scored: split }),
  ...(gold === undefined ? {} : { gold }),
  ...(seed === undefined ? {} : { seed }),
  ...(out === undefined ? {} : { out: resolve(out) }),
});

/** Names what was not right on stderr, and sets the exit code. */
export function finish(project: OpenProject, trained: Trained, { strict = false }: TrainFlags): void {
  process.exitCode = reportMishaps(project.snapshot(), trained, strict);
}
