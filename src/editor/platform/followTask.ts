import { ProgressLocation, window } from "vscode";
import { isCancelled } from "../../protocol/cancelled";
import type { Progress, TaskKind, TaskSnapshot } from "../../protocol/snapshot";
import { createProgressText } from "../../services/reports/progressText";
import type { Session } from "../../services/session";

/**
 * Begins long work, and shows how far it is in a notification that can cancel it.
 * @param root the project
 * @param kind of the task that `run` begins, or joins
 * @returns undefined if the user cancelled it, here or elsewhere
 */
export async function followTask<T>(session: Session, root: string, kind: TaskKind, run: () => Promise<T>): Promise<T | undefined> {
  const work = run().catch((error: unknown) => {
    if (isCancelled(error)) return undefined;
    throw error;
  });
  const task = taskOf(session, root, (one) => one.kind === kind);
  return task ? showTask(session, root, task, work) : work;
}

function showTask<T>(session: Session, root: string, { id, title, unit, bars }: TaskSnapshot, work: Promise<T>): Thenable<T> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title };
  return window.withProgress(options, async (progress, token) => {
    const pace = createProgressText(() => performance.now(), unit);
    let [what, share] = ["", 0];
    const progressNow = (): Progress | undefined => taskOf(session, root, (one) => one.id === id)?.progress;
    const stop = session.watch(progressNow, (now) => {
      if (!now) return;
      if (now.what !== what) [what, share] = [now.what, 0];
      const percent = now.total === 0 ? 0 : Math.min(100, (100 * now.done) / now.total);
      const message = pace(now);
      progress.report(bars === undefined ? { message } : { message, increment: Math.max(0, percent - share) / bars });
      share = percent;
    });
    token.onCancellationRequested(() => void session.tasks(root).cancel((one) => one.id === id));
    return work.finally(stop);
  });
}

const taskOf = (session: Session, root: string, which: (task: TaskSnapshot) => boolean): TaskSnapshot | undefined =>
  session.snapshot.projects.find((project) => project.root === root)?.tasks.find(which);
