import { cp, stat } from "node:fs/promises";
import { join } from "node:path";
import { commands as vscodeCommands, Uri, window, type Disposable } from "vscode";
import { commands } from "../ids";
import { register } from "../platform/commands";
import { chooseOne } from "../platform/dialogs";

const NAME = "bank-chat";

/**
 * Copies the example to where the user wants it and opens it: what is learned there is the user's to edit.
 * @param extensionPath of the installed extension, which brings the example
 */
export const registerOpenExample = (extensionPath: string): Disposable =>
  register(commands.openExample, "Open Example", () => openExample(join(extensionPath, "examples", NAME)));

async function openExample(source: string): Promise<void> {
  const [parent] =
    (await window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true, canSelectMany: false },
      title: `Folder to put the example "${NAME}" in`,
      openLabel: "Put Example Here",
    })) ?? [];
  if (!parent) return;
  const target = join(parent.fsPath, NAME);
  if (!(await isThere(target))) await cp(source, target, { recursive: true, filter: (path) => !path.includes(".lf-lens") });
  const ways = [
    { label: "Open in this window", newWindow: false },
    { label: "Open in a new window", newWindow: true },
  ];
  const way = await chooseOne(ways, { title: `The example is in ${target}` });
  if (way) await vscodeCommands.executeCommand("vscode.openFolder", Uri.file(target), { forceNewWindow: way.newWindow });
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
