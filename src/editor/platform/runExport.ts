import type { ExportOrder } from "../../core/export/exportOptions";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { discardPartial } from "../../services/export/resume";
import type { Session } from "../../services/session";
import { followTask } from "./followTask";
import { saveFiles } from "./saveFiles";

/**
 * Exports a project's denoised labels, with progress that can be cancelled.
 * @returns undefined if the user cancelled; then nothing is left of it
 */
export async function runExport(session: Session, { root }: ProjectSnapshot, order: ExportOrder): Promise<LabelReport | undefined> {
  await saveFiles(root);
  const report = await followTask(session, root, "export", () => session.label(root, { ...order, resume: true }));
  if (!report) await discardPartial(order.out);
  return report;
}
