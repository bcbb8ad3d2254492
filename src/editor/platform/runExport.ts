import { basename } from "node:path";
import type { ExportFormat, ExportOptions } from "../../core/export/exportOptions";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { discardExport } from "../../services/export/cutOff";
import type { Session } from "../../services/session";
import { saveFiles } from "./saveFiles";
import { followWork } from "./followWork";

export interface ExportOrder {
  /** Absolute path. */
  readonly out: string;
  readonly format: ExportFormat;
  readonly options: Partial<ExportOptions>;
  /** Replace files of an earlier export though they were changed since. */
  readonly overwrite?: boolean;
}

/**
 * Exports a project's denoised labels, with progress that can be cancelled.
 * @returns undefined if the user cancelled
 */
export async function runExport(session: Session, project: ProjectSnapshot, order: ExportOrder): Promise<LabelReport | undefined> {
  await saveFiles(project.root);
  return withProgress(session, project, order);
}

/** Undefined if the user cancelled; then nothing is left of it. */
async function withProgress(session: Session, { root, name }: ProjectSnapshot, order: ExportOrder): Promise<LabelReport | undefined> {
  const report = await followWork(session, {
    root,
    title: `Labels of ${name}`,
    label: `$(export) ${basename(order.out)}`,
    progressOf: ({ progress }) => progress,
    unit: "rows",
    // The LFs' pass and the writing.
    bars: 2,
    run: () => session.label(root, { ...order, resume: true }),
    cancel: () => session.cancel(root),
  });
  if (!report) await discardExport(order.out);
  return report;
}
