import { basename, dirname, relative } from "node:path";
import { commands as vscodeCommands, Uri, type Disposable, type Memento } from "vscode";
import type { ExportOrder } from "../../core/export/exportOptions";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { editedFiles } from "../../services/export/verify";
import type { Session } from "../../services/session";
import { counted } from "../../core/data/numberText";
import { withoutLabelText } from "../../services/reports/wording";
import { commands } from "../ids";
import { register } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { runExport } from "../platform/runExport";
import { askForExport } from "./exportDialog";
import { showInformation, showWarning } from "../platform/dialogs";

/** Exports the denoised labels of a project, with progress that can be cancelled. */
export function registerExportLabels(session: Session, memory: Memento): Disposable {
  return register(commands.exportLabels, "The labels could not be exported", async (root) => {
    const project = await chooseProject(session, "Export the denoised labels of", root);
    const order = project && (await askForExport(project, await session.forecast(project.root), memory));
    const allowed = order && (await askToReplace(order));
    if (allowed) await exportTo(session, project, allowed);
  });
}

/** Before files are replaced that the user has changed since an earlier export, asks. Undefined if they must stay. */
async function askToReplace(order: ExportOrder): Promise<ExportOrder | undefined> {
  const edited = await editedFiles(order.out);
  if (edited.length === 0) return order;
  const [overwrite, detail] = ["Overwrite", edited.map((path) => relative(dirname(order.out), path)).join("\n")];
  const question = `${counted(edited.length, "file")} of ${basename(order.out)} ${edited.length === 1 ? "was" : "were"} changed since the last export. Overwrite?`;
  return (await showWarning(question, { modal: true, detail }, overwrite)) === overwrite ? { ...order, overwrite: true } : undefined;
}

async function exportTo(session: Session, project: ProjectSnapshot, order: ExportOrder): Promise<void> {
  const report = await runExport(session, project, order);
  if (report) await tellReport(report);
}

async function tellReport(report: LabelReport): Promise<void> {
  const { files, written, faults, resumedRows } = report;
  const main = files.at(-1)!;
  const parts = [
    `Wrote ${counted(written, "row")} to ${files.length === 1 ? basename(main) : counted(files.length, "file")}. ${withoutLabelText(report)}`,
    ...(resumedRows > 0 ? [`Resumed an interrupted export after ${counted(resumedRows, "row")}.`] : []),
    ...(faults.length > 0 ? [`${counted(faults.length, "fault")}: see the log.`] : []),
  ];
  const answer = await showInformation(parts.join(" "), "Open", "Show in Folder");
  if (answer === "Open") await vscodeCommands.executeCommand("vscode.open", Uri.file(main));
  if (answer === "Show in Folder") await vscodeCommands.executeCommand("revealFileInOS", Uri.file(main));
}
