import { basename, dirname } from "node:path";
import { Disposable, workspace, type Uri } from "vscode";
import type { Jobs } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";
import { rootsIn } from "../platform/watched";

/** Takes on the jobs of the open projects, and sees what other windows and terminals do to them and to the runs on record. */
export function watchJobs(session: Session, jobs: Jobs): Disposable {
  const watcher = workspace.createFileSystemWatcher("**/.lf-jobs/*/job.json");
  const onDisk = ({ fsPath }: Uri): void => {
    const folder = dirname(fsPath);
    const root = dirname(dirname(folder));
    if (rootsIn(session.snapshot).includes(root)) void jobs.changedOnDisk(root, basename(folder));
  };
  const runs = ["**/.lf-lens/runs/*.json", "**/.lf-jobs/*/evaluation-*.json"].map((glob) => workspace.createFileSystemWatcher(glob));
  const onRecord = ({ fsPath }: Uri): void => session.recordChanged(fsPath);
  const follow = (roots: readonly string[]): void => jobs.watch(roots);
  follow(rootsIn(session.snapshot));
  return Disposable.from(
    ...runs.flatMap((one) => [one, one.onDidCreate(onRecord), one.onDidChange(onRecord), one.onDidDelete(onRecord)]),
    watcher,
    watcher.onDidCreate(onDisk),
    watcher.onDidChange(onDisk),
    watcher.onDidDelete(onDisk),
    {
      dispose: session.watch(rootsIn, follow),
    },
  );
}
