import { Disposable, workspace } from "vscode";
import type { Session } from "../../services/session";
import { runMode } from "../platform/settings";
import { watchFolders } from "./folders";
import { watchedFiles } from "./watchedFiles";

/** Tells the session what changes: text as it is typed, and files on disk that any program wrote. */
export function watchChanges(session: Session): Disposable {
  const watcher = workspace.createFileSystemWatcher(watchedFiles);
  const onDisk = ({ fsPath }: { fsPath: string }): void => {
    if (runMode() !== "manual" && !fsPath.includes(".lf-lens")) session.fileChanged(fsPath, "disk");
  };
  return Disposable.from(
    watcher,
    watchFolders(session, (fsPath) => onDisk({ fsPath })),
    watcher.onDidCreate(onDisk),
    watcher.onDidChange(onDisk),
    watcher.onDidDelete(onDisk),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && runMode() === "onType" && document.uri.scheme === "file")
        session.fileChanged(document.uri.fsPath, "text");
    }),
    workspace.onDidSaveTextDocument((document) => onDisk({ fsPath: document.uri.fsPath })),
    // Closing without saving throws the typed text away: what the disk holds counts again.
    workspace.onDidCloseTextDocument((document) => onDisk({ fsPath: document.uri.fsPath })),
  );
}
