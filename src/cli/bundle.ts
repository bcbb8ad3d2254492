import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { BundleReport, BundleRequest } from "../services/cluster/bundleProject";
import { plainJson } from "../services/reports/plainText";
import { counted } from "../core/data/numberText";
import { isInterruption, untilInterrupted } from "./interruption";
import { openProject } from "./openProject";
import { print, warn } from "./output";

interface BundleFlags {
  target: BundleRequest["target"];
  out: string;
  model: BundleRequest["model"];
  overwrite?: true;
  json?: boolean;
  allowOutside?: boolean;
}

/** `lf-lens bundle [dir] --target spark --out FOLDER`: a folder that runs the LFs where the data are. */
export function bundleCommand(): Command {
  return new Command("bundle")
    .description("Write a folder that runs the labeling functions on a cluster, where the data are.")
    .argument("[dir]", "project folder (with lf.config.json)", ".")
    .addOption(new Option("--target <target>", "where it runs").choices(["spark"]).makeOptionMandatory())
    .requiredOption("--out <folder>", "the folder to write")
    .addOption(
      new Option("--model <model>", "label model: as fitted here on all rows, or fitted on the cluster's rows")
        .choices(["frozen", "fit"])
        .default("fit"),
    )
    .option("--overwrite", "replace the files of an earlier bundle in that folder")
    .option("--json", "print a JSON report: out, files, target, model, lfs, labels")
    .option("--allow-outside", "allow data outside the project folder")
    .addHelpText("after", help)
    .action(bundle);
}

const help = `
The folder stands by itself: job.py for spark-submit or Databricks, the LFs as one file for plain Node, and a README.md with the
commands. Executors need Node 20 or later. LFs that import what reaches beyond their row cannot go; they are named, and nothing
is written.
Exit code: 0 success, 1 failure, 2 wrong usage, 130 or 143 interrupted.`;

async function bundle(folder: string, flags: BundleFlags): Promise<void> {
  const { target, model, overwrite, allowOutside } = flags;
  const project = await openProject(folder, { ...(allowOutside === undefined ? {} : { allowOutside }) });
  try {
    const work = project.session.bundle(project.root, { target, model, out: resolve(flags.out), overwrite: overwrite ?? false });
    const report = await untilInterrupted(work);
    if (isInterruption(report)) {
      warn("lf-lens: Interrupted. Nothing was written.");
      process.exitCode = report.exitCode;
    } else print(flags.json ? plainJson(report) : reportText(report));
  } finally {
    await project.close();
  }
}

const reportText = ({ out, lfs, files }: BundleReport): string =>
  `Wrote ${counted(files.length, "file")} with ${counted(lfs.length, "labeling function")} to ${out}. README.md there says how to run them.`;
