import { basename, dirname } from "node:path";
import { Disposable, workspace, type Uri } from "vscode";
import type { Jobs } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";

/** Takes on the jobs of the open projects, and sees what other windows and terminals do to them. */
export function watchJobs(session: Session, jobs: Jobs): Disposable {
  const watcher = workspace.createFileSystemWatcher("**/.lf-jobs/*/job.json");
  const roots = (): string[] => session.snapshot.projects.map(({ root }) => root);
  let known = "";
  const follow = (): void => {
    const now = JSON.stringify(roots());
    if (now === known) return;
    known = now;
    jobs.watch(roots());
  };
  const onDisk = ({ fsPath }: Uri): void => {
    const folder = dirname(fsPath);
    const root = dirname(dirname(folder));
    if (roots().includes(root)) void jobs.changedOnDisk(root, basename(folder));
  };
  follow();
  return Disposable.from(watcher, watcher.onDidCreate(onDisk), watcher.onDidChange(onDisk), watcher.onDidDelete(onDisk), {
    dispose: session.onChange(follow),
  });
}
