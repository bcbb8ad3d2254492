import { basename, join } from "node:path";
import { commands as vscodeCommands, Disposable, Uri, window } from "vscode";
import { counted } from "../../core/data/numberText";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { existingFiles, type BundleReport } from "../../services/cluster/bundleProject";
import { readStatistics } from "../../services/cluster/readStatistics";
import type { Session } from "../../services/session";
import { commands, internalCommands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { register, run, type SparkJobChoices } from "../platform/commands";
import { chooseOne, showInformation, showWarning } from "../platform/dialogs";
import { followTask } from "../platform/followTask";

/** A project's LFs as a job for Spark, and the statistics that come back. */
export function registerClusterJob(session: Session): Disposable {
  return Disposable.from(
    register(commands.exportSparkJob, "The Spark job could not be written", async (asked) => {
      const project = await chooseProject(session, "Export a Spark job of", asked?.root);
      const choices = project && (asked?.out === undefined ? await askForJob(project) : asked);
      if (!project || !choices) return;
      const { model, out, overwrite = false } = choices;
      const report = await followTask(session, project.root, "bundle", () =>
        session.bundle(project.root, { target: "spark", model, out, overwrite }),
      );
      if (report) await tellReport(report);
    }),
    register(commands.openClusterStatistics, "The statistics could not be opened", async (asked) => {
      const project = await chooseProject(session, "Open cluster statistics of", asked?.root);
      const file = project && (asked?.file ?? (await askForStatistics(project)));
      if (!project || file === undefined) return;
      const { report, labels, at } = await readStatistics(file, project.root);
      session.measuring(project.root).adopt(report, labels, { at, from: basename(file) });
      await run(internalCommands.showAllRows, project.root);
    }),
  );
}

const models = [
  {
    model: "fit",
    label: "Fit the label model on the cluster",
    detail: "To the votes on the cluster's rows. Best when there are many more rows there than here.",
  },
  {
    model: "frozen",
    label: "Use the label model fitted here",
    detail: "Runs the LFs on all rows of this project first. Best when the rows there are like the rows here, or without gold.",
  },
] as const;

async function askForJob({ name, root }: ProjectSnapshot): Promise<SparkJobChoices | undefined> {
  const picked = await chooseOne(models, { title: `Export a Spark job of ${name}` });
  const place =
    picked &&
    (await window.showSaveDialog({
      title: "Folder of the Spark job",
      saveLabel: "Write Job",
      defaultUri: Uri.file(join(root, "spark-job")),
    }));
  if (!place) return undefined;
  const there = existingFiles(place.fsPath);
  if (there.length === 0) return { model: picked.model, out: place.fsPath };
  const detail = there.join("\n");
  const question = `${counted(there.length, "file")} of an earlier job in ${basename(place.fsPath)} will be replaced.`;
  const answer = await showWarning(question, { modal: true, detail }, "Replace");
  return answer === "Replace" ? { model: picked.model, out: place.fsPath, overwrite: true } : undefined;
}

async function tellReport({ out, lfs }: BundleReport): Promise<void> {
  const answer = await showInformation(
    `Wrote a Spark job with ${counted(lfs.length, "LF")} to ${basename(out)}.`,
    "Open Instructions",
    "Show in Folder",
  );
  const readme = Uri.file(join(out, "README.md"));
  if (answer === "Open Instructions") await vscodeCommands.executeCommand("markdown.showPreview", readme);
  if (answer === "Show in Folder") await vscodeCommands.executeCommand("revealFileInOS", readme);
}

async function askForStatistics({ root }: ProjectSnapshot): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    title: "Statistics that a cluster job wrote (--statistics, or --mode statistics)",
    openLabel: "Open Statistics",
    defaultUri: Uri.file(root),
    filters: { "Cluster statistics": ["json", "txt"] },
  });
  return chosen?.[0]?.fsPath;
}
