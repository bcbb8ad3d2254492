import type { Disposable } from "vscode";
import type { Session } from "../../services/session";
import { commands, internalCommands } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { followTask } from "../platform/followTask";

/** Statistics on all rows, measured on request and shown in the clarity panel. */
export function registerAllRows(session: Session): Disposable {
  return register(commands.measureAllRows, "Statistics on all rows failed", async (asked) => {
    const project = await chooseProject(session, "Statistics on all rows of", asked);
    if (!project) return;
    const { root } = project;
    await runCommand(internalCommands.showAllRows, root);
    await followTask(session, root, "measure", () => session.measuring(root).measure());
  });
}
