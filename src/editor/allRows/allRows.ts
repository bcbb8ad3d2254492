import { commands as vscodeCommands, window, type Disposable } from "vscode";
import type { Session } from "../../services/session";
import { commands, internalCommands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { followWork } from "../platform/followWork";

/** Statistics on all rows, measured on request and shown in the clarity panel. */
export function registerAllRows(session: Session): Disposable {
  return vscodeCommands.registerCommand(commands.measureAllRows, async (asked?: string) => {
    const project = await chooseProject(session, "Statistics on all rows of", asked);
    if (!project) return;
    const { root, name } = project;
    const measuring = session.measuring(root);
    await vscodeCommands.executeCommand(internalCommands.showAllRows, root);
    try {
      await followWork(session, {
        ...{ root, title: `All rows of ${name}`, label: "$(graph) All rows", unit: "rows", bars: 1 },
        progressOf: ({ allRows }) => allRows?.progress,
        run: () => measuring.measure(),
        cancel: () => measuring.cancel(),
      });
    } catch (error) {
      void window.showErrorMessage(`No statistics on all rows: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}
