import { commands as vscodeCommands, type Disposable } from "vscode";
import type { Session } from "../../services/session";
import { commands, internalCommands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { followTask } from "../platform/followTask";
import { showError } from "../platform/dialogs";

/** Statistics on all rows, measured on request and shown in the clarity panel. */
export function registerAllRows(session: Session): Disposable {
  return vscodeCommands.registerCommand(commands.measureAllRows, async (asked?: string) => {
    const project = await chooseProject(session, "Statistics on all rows of", asked);
    if (!project) return;
    const { root } = project;
    await vscodeCommands.executeCommand(internalCommands.showAllRows, root);
    try {
      await followTask(session, root, "measure", () => session.measuring(root).measure());
    } catch (error) {
      void showError(`Statistics on all rows failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}
