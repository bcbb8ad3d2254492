// The small project that the suite edits: eight comments, three LFs, all numbers countable by eye (fixtures/spam).
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { LfLensApi } from "../../../src/extension";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import { eventually } from "../../eventually";

const folder = vscode.workspace.workspaceFolders!.find(({ name }) => name === "spam")!.uri.fsPath;

export const files = {
  lfs: join(folder, "comments.lf.ts"),
  config: join(folder, "lf.config.json"),
  data: join(folder, "comments.csv"),
};

const originals = new Map(Object.values(files).map((path) => [path, readFileSync(path, "utf8")]));

/** What the extension knows of a project; throws while it does not know it. */
export async function project(name = "spam"): Promise<ProjectSnapshot> {
  const extension = vscode.extensions.getExtension<LfLensApi>("lf-lens.lf-lens");
  assert.ok(extension, "the extension is not installed");
  const { projects } = (await extension.activate()).snapshot();
  const found = projects.find((candidate) => candidate.name === name);
  assert.ok(found, `no project ${name} among ${projects.map((candidate) => candidate.name).join(", ")}`);
  return found;
}

/** The project once its numbers stand and are those of the current text. */
export function settled(name = "spam"): Promise<ProjectSnapshot> {
  return eventually(async () => {
    const found = await project(name);
    assert.equal(found.phase, "ready", JSON.stringify(found.problems));
    return found;
  });
}

/** Replaces a piece of a file's text as if it was typed, and leaves it unsaved. */
export async function type(path: string, from: string, to: string): Promise<vscode.TextDocument> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
  const at = editor.document.getText().indexOf(from);
  assert.notEqual(at, -1, `${path} does not say ${from}`);
  const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + from.length));
  assert.ok(await editor.edit((edit) => edit.replace(range, to)));
  return editor.document;
}

/** Puts every file back as it was, in the editor and on disk, and waits for the numbers. */
export async function restore(): Promise<void> {
  for (const [path, text] of originals) {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === path);
    if (open && open.getText() !== text) {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(open.uri, new vscode.Range(0, 0, open.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    }
    if (open?.isDirty) await open.save();
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await eventually(async () => assert.deepEqual(await titles(), originalTitles));
}

/** The CodeLenses above each LF of the file that lead to rows, as "line: title | title". */
export async function titles(path = files.lfs): Promise<string[]> {
  await vscode.workspace.openTextDocument(path);
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", vscode.Uri.file(path), 100);
  const byLine = new Map<number, string[]>();
  for (const { range, command } of lenses) {
    const line = range.start.line + 1;
    if (command?.command === "lfLens.showRows") byLine.set(line, [...(byLine.get(line) ?? []), command.title]);
  }
  return [...byLine].sort(([a], [b]) => a - b).map(([line, parts]) => `${line}: ${parts.join(" | ")}`);
}

export const originalTitles = [
  "4: 3 rows (37.5%) · 66.7% right (2/3) | 1 wrong | 1 in conflict",
  "6: 3 rows (37.5%) · 100.0% right (2/2) | 1 in conflict",
  "8: 2 rows (25.0%) · no gold on its rows",
];

/** LF Lens's diagnostics of a file, as "severity line: message". */
export const problems = (path: string): string[] =>
  vscode.languages
    .getDiagnostics(vscode.Uri.file(path))
    .filter(({ source }) => source === "LF Lens")
    .map(({ severity, range, message }) => `${vscode.DiagnosticSeverity[severity]} ${range.start.line + 1}: ${message}`);
