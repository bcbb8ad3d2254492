import { basename, join } from "node:path";
import { commands as vscodeCommands, ProgressLocation, Uri, window, type Disposable } from "vscode";
import type { ExportFormat } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { exportFormatOf } from "../../services/labelFormat";
import { counted, wholeNumber } from "../../services/wording";
import { commands } from "../ids";

const filters: Record<string, ExportFormat[]> = { Parquet: ["parquet"], "JSON Lines": ["jsonl"], CSV: ["csv"] };

/** Writes the denoised label of every row of a project, with progress that can be cancelled. */
export function registerExportLabels(session: Session): Disposable {
  return vscodeCommands.registerCommand(commands.exportLabels, async (root?: string) => {
    const project = await pickProject(session, root);
    if (!project) return;
    const chosen = await window.showSaveDialog({
      title: "Export denoised labels",
      saveLabel: "Export",
      defaultUri: Uri.file(join(project.root, "labels.parquet")),
      filters,
    });
    const format = chosen && exportFormatOf(chosen.fsPath);
    if (!chosen) return;
    if (!format) return void window.showErrorMessage("The file's name must end in .parquet, .jsonl or .csv.");
    await exportTo(session, project, chosen.fsPath, format);
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

async function exportTo(session: Session, project: ProjectSnapshot, out: string, format: ExportFormat): Promise<void> {
  try {
    const report = await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: `Labels of ${project.name}` },
      async (progress, token) => {
        let last = 0;
        const stop = session.onChange(({ projects }) => {
          const now = projects.find((candidate) => candidate.root === project.root)?.progress;
          if (!now || now.total === 0) return;
          const share = Math.min(100, (100 * now.done) / now.total);
          progress.report({
            message: `${now.what}, ${wholeNumber(now.done)} of ${wholeNumber(now.total)}`,
            increment: Math.max(0, share - last),
          });
          last = share;
        });
        token.onCancellationRequested(() => void session.cancel(project.root));
        return session.label(project.root, { out, format }).finally(stop);
      },
    );
    const faults = report.faults.length > 0 ? ` ${counted(report.faults.length, "fault")} on the way: see the log.` : "";
    const answer = await window.showInformationMessage(
      `Wrote ${counted(report.written, "row")} to ${basename(out)}; ${wholeNumber(report.unlabeled)} got no label.${faults}`,
      "Open",
    );
    if (answer === "Open") await vscodeCommands.executeCommand("vscode.open", Uri.file(out));
  } catch (error) {
    void window.showErrorMessage(`No labels were exported: ${error instanceof Error ? error.message : String(error)}`);
  }
}
