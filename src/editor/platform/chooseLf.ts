import { window } from "vscode";
import { scanExports } from "../../core/data/scanExports";
import type { RowView } from "../../protocol/panel";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { rowText, voteText } from "./rowText";
import { lfTitle } from "../../services/reports/wording";
import { chooseOne, showInformation } from "./dialogs";

export interface ChosenLf {
  readonly project: ProjectSnapshot;
  readonly lf: LfSnapshot;
}

/** The LF under the cursor; where there is none, the user chooses. */
export async function chooseLf({ snapshot: { projects } }: Session, title: string): Promise<ChosenLf | undefined> {
  const all = projects.flatMap((project) => project.numbers.sample.lfs.map((lf) => ({ project, lf })));
  const under = all.find(isUnderCursor());
  if (under) return under;
  if (all.length === 0) {
    void showInformation("There is no labeling function in this workspace yet.");
    return undefined;
  }
  const items = all.map((chosen) => ({ label: chosen.lf.name, description: lfTitle(chosen.lf, chosen.project), chosen }));
  return (await chooseOne(items, { title, placeHolder: "Choose a labeling function", matchOnDescription: true }))?.chosen;
}

/** Lets the user choose an LF for a row: those that vote on it first. `more` is said of an LF beside its vote. */
export async function chooseLfOfRow(
  { numbers }: ProjectSnapshot,
  row: RowView,
  title: string,
  more: (lf: string) => string = () => "",
): Promise<string | undefined> {
  const items = numbers.sample.lfs.map(({ name }) => ({
    label: name,
    description: [voteText(row, name), more(name)].filter((text) => text !== "").join(", "),
  }));
  const abstains = (item: { description: string }): number => Number(item.description.startsWith("abstains"));
  items.sort((a, b) => abstains(a) - abstains(b));
  return (await chooseOne(items, { title, placeHolder: rowText(row), matchOnDescription: true }))?.label;
}

/** The last LF that begins at or above the cursor's line. */
function isUnderCursor(): (chosen: ChosenLf) => boolean {
  const editor = window.activeTextEditor;
  if (!editor) return () => false;
  const line = editor.selection.active.line + 1;
  const name = scanExports(editor.document.getText()).findLast((site) => site.line <= line)?.name;
  return ({ lf }) => lf.name === name && lf.file === editor.document.uri.fsPath;
}
