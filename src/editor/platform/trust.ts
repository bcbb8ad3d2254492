import { commands as vscodeCommands, workspace } from "vscode";
import { showWarning } from "./dialogs";

/**
 * Whether the workspace is trusted; if not, says what to do first.
 * @param what the user wants to do: "create a project"
 */
export function requireTrust(what: string): boolean {
  if (workspace.isTrusted) return true;
  void showWarning(`Trust this workspace to ${what}: labeling functions are code that LF Lens runs.`, "Manage Workspace Trust").then(
    (answer) => answer && vscodeCommands.executeCommand("workbench.trust.manage"),
  );
  return false;
}
