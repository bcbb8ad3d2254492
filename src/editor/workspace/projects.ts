import { commands as vscodeCommands, Disposable, workspace, type Uri } from "vscode";
import { CONFIG_FILE } from "../../services/config/schema";
import type { Session } from "../../services/session";
import { contextKeys, settings } from "../ids";
import { onSettingChange } from "../platform/settings";

const ignored = "**/{node_modules,.lf-lens,.git}/**";

/** Opens every project of the workspace, now and when a config file comes, changes or goes. */
export function watchProjects(session: Session): Disposable {
  const watcher = workspace.createFileSystemWatcher(`**/${CONFIG_FILE}`);
  const open = (uri: Uri): void => {
    if (!/[\\/](node_modules|\.lf-lens)[\\/]/.test(uri.fsPath)) void session.open(uri.fsPath);
  };
  const stop = session.watch(
    ({ projects }) => projects.length > 0,
    (hasProject) => void vscodeCommands.executeCommand("setContext", contextKeys.hasProject, hasProject),
  );
  void workspace.findFiles(`**/${CONFIG_FILE}`, ignored).then((found) => found.forEach(open));
  return Disposable.from(
    watcher,
    watcher.onDidCreate(open),
    watcher.onDidChange((uri) => session.fileChanged(uri.fsPath, "disk")),
    watcher.onDidDelete((uri) => void session.close(uri.fsPath)),
    onSettingChange([settings.lfSeconds, settings.rowSeconds, settings.memoryMb, settings.allowOutsidePaths], () => void session.reload()),
    { dispose: stop },
  );
}
