import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commands as vscodeCommands, Uri, window } from "vscode";
import { evaluationMarkdown } from "../../services/endModel/evaluationMarkdown";
import { evaluatedProject } from "../../services/evaluation/evaluatedProject";
import { comparisonMarkdown, type NamedComparison } from "../../services/evaluation/comparisonText";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { run as runCommand } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { showInformation } from "../platform/dialogs";

/** Writes a run's evaluation to a Markdown file that the user names. @param run the newest if absent @param compared goes with it */
export async function exportEvaluation(session: Session, root?: string, run?: string, compared?: NamedComparison): Promise<void> {
  const project = await chooseProject(session, "Export the evaluation of", typeof root === "string" ? root : undefined);
  if (!project) return;
  const { records } = await session.runs(project.root).read();
  const record = records.find(({ id }) => id === run) ?? records[0];
  if (!record) return offerTraining(project.root);
  const out = await window.showSaveDialog({
    title: "Export the evaluation",
    defaultUri: Uri.file(join(project.root, `evaluation-${record.id}.md`)),
    filters: { Markdown: ["md"] },
  });
  if (!out) return;
  const { stale } = evaluatedProject(project, { records, unreadable: [] }, record.id);
  const parts = [evaluationMarkdown(record, { name: project.name, stale }), ...(compared ? [comparisonMarkdown(compared, false)] : [])];
  await writeFile(out.fsPath, parts.join("\n"));
  await vscodeCommands.executeCommand("markdown.showPreview", out);
}

async function offerTraining(root: string): Promise<void> {
  const answer = await showInformation("There is no evaluation yet. Train an end model first.", "Train End Model");
  if (answer !== undefined) await runCommand(commands.trainEndModel, root);
}
