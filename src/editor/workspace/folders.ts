import { Disposable, FileType, RelativePattern, workspace, type Uri } from "vscode";
import { CONFIG_FILE } from "../../services/config/schema";
import type { Session } from "../../services/session";
import { isWatchedFile, watchedFiles } from "./watchedFiles";

const ignored = "**/{node_modules,.lf-lens,.git}/**";
const isIgnored = (path: string): boolean => /[\\/](?:node_modules|\.lf-lens|\.git|\.[^\\/]*\.partial)(?:[\\/]|$)/.test(path);

/** Tells the session of folders that come, go or are renamed: VS Code gives one event for the folder, and none for the files in it. */
export function watchFolders(session: Session, fileChanged: (path: string) => void): Disposable {
  const watcher = workspace.createFileSystemWatcher("**", false, true, false);
  const cameIn = async (folder: Uri): Promise<void> => {
    for (const { fsPath } of await workspace.findFiles(new RelativePattern(folder, watchedFiles), ignored)) {
      if (fsPath.endsWith(CONFIG_FILE)) void session.open(fsPath);
      else fileChanged(fsPath);
    }
  };
  return Disposable.from(
    watcher,
    watcher.onDidCreate(async (uri) => {
      if (!isIgnored(uri.fsPath) && !isWatchedFile(uri.fsPath) && (await isFolder(uri))) await cameIn(uri);
    }),
    watcher.onDidDelete(({ fsPath }) => {
      if (isIgnored(fsPath) || isWatchedFile(fsPath)) return;
      session.closeBelow(fsPath);
      fileChanged(fsPath);
    }),
  );
}

/** False for what is gone again. */
const isFolder = async (uri: Uri): Promise<boolean> =>
  workspace.fs.stat(uri).then(
    ({ type }) => type === FileType.Directory,
    () => false,
  );
