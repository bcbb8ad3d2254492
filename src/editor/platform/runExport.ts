import { basename } from "node:path";
import { ProgressLocation, StatusBarAlignment, window } from "vscode";
import type { ExportFormat, ExportOptions } from "../../core/export/exportOptions";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { discardExport } from "../../services/export/cutOff";
import { createPace } from "../../services/pace";
import type { Session } from "../../services/session";
import { saveFiles } from "./saveFiles";

export interface ExportOrder {
  /** Absolute path. */
  readonly out: string;
  readonly format: ExportFormat;
  readonly options: Partial<ExportOptions>;
}

/**
 * Exports a project's denoised labels, with progress that can be cancelled.
 * @returns undefined if the user cancelled
 */
export async function runExport(session: Session, project: ProjectSnapshot, order: ExportOrder): Promise<LabelReport | undefined> {
  await saveFiles(project.root);
  return withProgress(session, project, order);
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
