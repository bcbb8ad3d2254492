import { Disposable, workspace, type Uri } from "vscode";
import type { Session } from "../../services/session";

/** Tells the session what other windows and terminals do to jobs, and to trainings and evaluations on record. */
export function watchRecords(session: Session): Disposable {
  const onDisk = ({ fsPath }: Uri): void => session.recordChanged(fsPath);
  const watchers = ["**/.lf-jobs/*/{job,evaluation-*}.json", "**/.lf-lens/runs/*.json"].map((glob) => {
    const watcher = workspace.createFileSystemWatcher(glob);
    return Disposable.from(watcher, watcher.onDidCreate(onDisk), watcher.onDidChange(onDisk), watcher.onDidDelete(onDisk));
  });
  return Disposable.from(...watchers);
}
