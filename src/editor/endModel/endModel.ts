import { basename, join } from "node:path";
import { commands as vscodeCommands, Disposable, Uri, window } from "vscode";
import type { TrainingRecord } from "../../protocol/endModel";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { share } from "../../services/endModel/sourceNames";
import { tableFormatOf } from "../../services/export/labelFormat";
import type { Session } from "../../services/session";
import { counted } from "../../core/data/numberText";
import { commands } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { followTask } from "../platform/followTask";
import { saveFiles } from "../platform/saveFiles";
import { showInformation } from "../platform/dialogs";

/** Trains a project's end model, and writes its predictions; both with progress that can be cancelled. */
export function registerEndModel(session: Session): Disposable {
  type EndModelCommand = typeof commands.trainEndModel | typeof commands.predictEndModel;
  const onProject = (id: EndModelCommand, title: string, work: (project: ProjectSnapshot) => Promise<void>): Disposable =>
    register<EndModelCommand>(id, title, async (...[root]) => {
      const project = await chooseProject(session, title, root);
      if (project) await work(project);
    });
  return Disposable.from(
    onProject(commands.trainEndModel, "Train the end model", (project) => train(session, project)),
    onProject(commands.predictEndModel, "Predict with the end model", (project) => predict(session, project)),
  );
}

async function train(session: Session, { root }: ProjectSnapshot): Promise<void> {
  await saveFiles(root);
  const trained = await followTask(session, root, "train", () => session.training(root).train({}));
  if (trained) void tellTrained(root, trained.record);
}

async function tellTrained(root: string, record: TrainingRecord): Promise<void> {
  const answer = await showInformation(summary(record), "Show Clarity Matrix", "Open Evaluation");
  if (answer === "Show Clarity Matrix") await runCommand(commands.openClarityMatrix, root);
  if (answer === "Open Evaluation") await runCommand(commands.openEvaluation, root);
}

/** The end model beside the label model, on the rows that never trained where there are some. */
function summary({ evaluation, training }: TrainingRecord): string {
  const { metrics, scored } = evaluation;
  const split = scored ?? (metrics["endModel"]?.dev ? "dev" : "train");
  const [ours, theirs] = [metrics["endModel"]?.[split], metrics["labelModel"]?.[split]];
  const figures =
    ours && theirs ? ` ${share(ours.accuracy)} right on ${split} (label model ${share(theirs.accuracy)}, ${counted(ours.n, "row")}).` : "";
  return `Trained on ${training.target} in ${training.seconds.toFixed(1)} s.${figures}`;
}

async function predict(session: Session, { root, endModel }: ProjectSnapshot): Promise<void> {
  if (!endModel) throw new Error("There is no end model yet. Train one first.");
  const place = await window.showSaveDialog({
    title: endModel.stale
      ? "Predict with the end model (LFs, data or settings have changed since it was trained)"
      : "Predict with the end model",
    saveLabel: "Predict",
    defaultUri: Uri.file(join(root, "predictions.parquet")),
    filters: { Table: ["parquet", "csv", "jsonl", "arrow"] },
  });
  if (!place) return;
  const out = tableFormatOf(place.fsPath) ? place.fsPath : `${place.fsPath}.parquet`;
  const request = { out, format: tableFormatOf(out)! };
  const report = await followTask(session, root, "predict", () => session.training(root).predict(request));
  if (!report) return;
  const answer = await showInformation(`Wrote ${counted(report.rows, "row")} to ${basename(out)}.`, "Open", "Show in Folder");
  if (answer === "Open") await vscodeCommands.executeCommand("vscode.open", Uri.file(out));
  if (answer === "Show in Folder") await vscodeCommands.executeCommand("revealFileInOS", Uri.file(out));
}
