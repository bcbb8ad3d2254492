import { window } from "vscode";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { modelFolder } from "../../services/modelVotes/modelFolder";
import { modelLfFile, nameProblem } from "../../services/modelVotes/writeModelLf";

/** Asks for the name of a model's LF. @returns undefined if the user went away */
export async function askForLfName(title: string, value: string, { root, numbers }: ProjectSnapshot): Promise<string | undefined> {
  const folder = await modelFolder(root);
  const taken = (name: string): boolean => numbers.sample.lfs.some((lf) => lf.name === name && lf.file !== modelLfFile(folder, name));
  return window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: LF name`,
    value,
    validateInput: (text) => nameProblem(text) ?? (taken(text) ? `There is already an LF named "${text}".` : undefined),
  });
}

/** Asks how sure a model must be to vote. @returns 0..1; undefined if the user went away */
export async function askForThreshold(title: string): Promise<number | undefined> {
  const threshold = await window.showInputBox({
    ignoreFocusOut: true,
    title: `${title}: confidence threshold`,
    prompt: "From 0 to 1. The LF abstains where the model's probability is lower. You can change it later in the file.",
    value: "0.9",
    validateInput: (text) => (text.trim() !== "" && Number(text) >= 0 && Number(text) <= 1 ? undefined : "Enter a number from 0 to 1."),
  });
  return threshold === undefined ? undefined : Number(threshold);
}

/** The column by which votes are kept. @throws Error if the project names none */
export function idColumnOf({ columns }: ProjectSnapshot): string {
  if (columns?.id === undefined)
    throw new Error('votes are stored by row ID, but lf.config.json has no id column. Add one: "columns": { "id": "..." }.');
  return columns.id;
}
