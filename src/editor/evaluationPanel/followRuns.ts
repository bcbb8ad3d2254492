import { Disposable, RelativePattern, Uri, workspace } from "vscode";
import { runsFolder } from "../../services/endModel/trainingStore";
import { JOBS_FOLDER } from "../../services/jobs/jobsFolder";
import { readRuns, type Runs } from "../../services/evaluation/readRuns";
import { reporting } from "../platform/commands";

/** The runs of the projects that were opened, up to date whether the editor or a terminal trains. */
export interface FollowedRuns {
  /** What is known of a project's runs; none before they were read, which this asks for. */
  of(root: string): Runs;
  /** Reads a project's runs if they are not known yet, and follows them from then on. */
  read(root: string): Promise<void>;
  dispose(): void;
}

/** @param changed called after runs were read again */
export function followRuns(changed: () => void): FollowedRuns {
  const known = new Map<string, Runs>();
  const watchers = new Map<string, Disposable>();

  async function reread(root: string): Promise<void> {
    await reporting("The runs cannot be read", async () => {
      known.set(root, await readRuns(root));
      changed();
    });
  }

  async function read(root: string): Promise<void> {
    if (watchers.has(root)) return;
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(runsFolder(root)), "*.json"));
    const jobs = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(root), `${JOBS_FOLDER}/*/evaluation-*.json`));
    watchers.set(root, Disposable.from(watcher, jobs));
    for (const { onDidCreate, onDidChange, onDidDelete } of [watcher, jobs])
      for (const event of [onDidCreate, onDidChange, onDidDelete]) event(() => void reread(root));
    await reread(root);
  }

  return {
    of(root) {
      void read(root);
      return known.get(root) ?? { records: [], tuned: [], unreadable: [] };
    },
    read,
    dispose: () => watchers.forEach((watcher): void => void watcher.dispose()),
  };
}
