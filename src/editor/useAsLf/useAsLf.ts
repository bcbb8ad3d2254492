import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands as vscodeCommands, ProgressLocation, ViewColumn, window, type Disposable } from "vscode";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { readPredictions } from "../../services/modelVotes/readPredictions";
import { voteTable, type MadeTable } from "../../services/modelVotes/voteTable";
import { modelLfFile, nameProblem, writeModelLf } from "../../services/modelVotes/writeModelLf";
import type { Session } from "../../services/session";
import { counted } from "../../services/wording";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { openPlace } from "../platform/documents";

/** Makes the latest end model one more LF, whose votes are kept in a file beside it. */
export function registerUseAsLf(session: Session): Disposable {
  return vscodeCommands.registerCommand(commands.useAsLf, async (root?: string, asked?: { name: string; threshold: number }) => {
    const project = await chooseProject(session, "Use the end model as an LF of", typeof root === "string" ? root : undefined);
    if (!project) return;
    try {
      const idColumn = usableIdColumn(project);
      const choice = asked ?? (await askForName(project));
      if (choice) await writeLf(session, project, { ...choice, idColumn });
    } catch (error) {
      void window.showErrorMessage(`The end model is no LF yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function usableIdColumn({ endModel, columns }: ProjectSnapshot): string {
  if (!endModel) throw new Error('there is none. Run "LF Lens: Train End Model" first.');
  if (columns?.id === undefined)
    throw new Error('its votes are kept by row id, and lf.config.json names no id column. Add one: "columns": { "id": "..." }.');
  return columns.id;
}

async function askForName({ root, lfs }: ProjectSnapshot): Promise<{ name: string; threshold: number } | undefined> {
  const taken = (name: string): boolean => lfs.some((lf) => lf.name === name && lf.file !== modelLfFile(root, name));
  const name = await window.showInputBox({
    title: "Use End Model as LF: its name",
    value: "endModel",
    validateInput: (text) => nameProblem(text) ?? (taken(text) ? `There is an LF "${text}" already.` : undefined),
  });
  if (name === undefined) return undefined;
  const threshold = await window.showInputBox({
    title: "Use End Model as LF: how sure it must be to vote",
    prompt: "The least probability of its label, 0 to 1; below it the LF abstains. You can change it in the file.",
    value: "0.9",
    validateInput: (text) => (text.trim() !== "" && Number(text) >= 0 && Number(text) <= 1 ? undefined : "A number from 0 to 1."),
  });
  return threshold === undefined ? undefined : { name, threshold: Number(threshold) };
}

interface Choice {
  readonly name: string;
  readonly threshold: number;
  readonly idColumn: string;
}

async function writeLf(session: Session, project: ProjectSnapshot, { name, threshold, idColumn }: Choice): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: `The end model votes on all rows of ${project.name}` };
  const made = await window.withProgress(options, () => predictedVotes(session, project, idColumn));
  const { id, at } = project.endModel!;
  const { file, isNew } = await writeModelLf({
    ...{ root: project.root, name, idColumn, threshold, made },
    madeFrom: `Votes of the end model of run ${id} (${at}).`,
  });
  await openPlace(file, undefined, undefined, ViewColumn.One);
  const parts = [
    `${name} votes on ${counted(made.table.keys.length, "row")}, where it is sure enough.`,
    ...(made.ambiguous > 0 ? [`${counted(made.ambiguous, "id")} stand for rows with different labels and were left out.`] : []),
    ...(isNew ? [] : ["Its votes are new; the file with the LF is as it was."]),
  ];
  void window.showInformationMessage(parts.join(" "));
}

async function predictedVotes(session: Session, { root, labels }: ProjectSnapshot, idColumn: string): Promise<MadeTable> {
  const folder = await mkdtemp(join(tmpdir(), "lf-lens-votes-"));
  try {
    const out = join(folder, "predictions.jsonl");
    await session.training(root).predict({ out, format: "jsonl" });
    return await voteTable(labels, readPredictions(out, idColumn));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
