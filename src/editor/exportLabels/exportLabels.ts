import { basename } from "node:path";
import {
  commands as vscodeCommands,
  ProgressLocation,
  StatusBarAlignment,
  Uri,
  window,
  workspace,
  type Disposable,
  type Memento,
} from "vscode";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { discardExport } from "../../services/export/cutOff";
import { createPace } from "../../services/pace";
import { isInside } from "../../services/config/spec";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../services/wording";
import { commands } from "../ids";
import { askForExport, type ExportOrder } from "./exportDialog";

/** Exports the denoised labels of a project, with progress that can be cancelled. */
export function registerExportLabels(session: Session, memory: Memento): Disposable {
  return vscodeCommands.registerCommand(commands.exportLabels, async (root?: string) => {
    const project = await pickProject(session, root);
    const order = project && (await askForExport(project, memory));
    if (order) await exportTo(session, project, order);
  });
}

async function pickProject(session: Session, root: string | undefined): Promise<ProjectSnapshot | undefined> {
  const { projects } = session.snapshot;
  const named = projects.find((project) => project.root === root);
  if (named || projects.length === 1) return named ?? projects[0];
  if (projects.length === 0) {
    void window.showInformationMessage("There is no LF Lens project in this workspace yet.");
    return undefined;
  }
  const picked = await window.showQuickPick(
    projects.map((project) => ({ label: project.name, description: project.root, project })),
    { title: "Export the denoised labels of" },
  );
  return picked?.project;
}

async function exportTo(session: Session, project: ProjectSnapshot, order: ExportOrder): Promise<void> {
  try {
    await saveFiles(project.root);
    const report = await withProgress(session, project, order);
    if (report) await tellReport(report);
  } catch (error) {
    void window.showErrorMessage(`No labels were exported: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The manifest names files on disk, so what is exported must stand there. */
async function saveFiles(root: string): Promise<void> {
  const unsaved = workspace.textDocuments.filter((document) => document.isDirty && isInside(document.uri.fsPath, root));
  for (const document of unsaved)
    if (!(await document.save())) throw new Error(`${document.uri.fsPath} could not be saved; an export is made from saved files.`);
}

/** Shows rate and time left in a notification and in the status bar. Undefined if the user cancelled. */
function withProgress(session: Session, { root, name }: ProjectSnapshot, order: ExportOrder): Thenable<LabelReport | undefined> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title: `Labels of ${name}` };
  return window.withProgress(options, async (progress, token) => {
    const status = window.createStatusBarItem(StatusBarAlignment.Left, 49);
    const pace = createPace(() => performance.now(), "rows");
    let [cancelled, what, share] = [false, "", 0];
    const stop = session.onChange(({ projects }) => {
      const now = projects.find((project) => project.root === root)?.progress;
      if (!now || now.total === 0) return;
      if (now.what !== what) [what, share] = [now.what, 0];
      const text = pace(now);
      const percent = Math.min(100, (100 * now.done) / now.total);
      // The bar goes through the LFs' pass and through the writing, half each.
      progress.report({ message: text, increment: Math.max(0, percent - share) / 2 });
      share = percent;
      status.text = `$(export) ${basename(order.out)}: ${text}`;
      status.show();
    });
    token.onCancellationRequested(() => {
      cancelled = true;
      void session.cancel(root);
    });
    try {
      return await session.label(root, { ...order, resume: true });
    } catch (error) {
      // The command that cancels whatever runs ends an export, too.
      if (!cancelled && !(error instanceof Error && error.message === "Cancelled.")) throw error;
      await discardExport(order.out);
      return undefined;
    } finally {
      stop();
      status.dispose();
    }
  });
}

async function tellReport({ files, written, unlabeled, faults, resumedRows }: LabelReport): Promise<void> {
  const main = files.at(-1)!;
  const parts = [
    `Wrote ${counted(written, "row")} to ${files.length === 1 ? basename(main) : counted(files.length, "file")}; ${wholeNumber(unlabeled)} got no label.`,
    ...(resumedRows > 0 ? [`It went on from an export that was cut off at ${counted(resumedRows, "row")}.`] : []),
    ...(faults.length > 0 ? [`${counted(faults.length, "fault")} on the way: see the log.`] : []),
  ];
  const answer = await window.showInformationMessage(parts.join(" "), "Open", "Show in Folder");
  if (answer === "Open") await vscodeCommands.executeCommand("vscode.open", Uri.file(main));
  if (answer === "Show in Folder") await vscodeCommands.executeCommand("revealFileInOS", Uri.file(main));
}
