import { ProgressLocation, StatusBarAlignment, window } from "vscode";
import type { Progress, ProjectSnapshot } from "../../protocol/snapshot";
import { createPace } from "../../services/pace";
import type { Session } from "../../services/session";

export interface Work<T> {
  /** The project that works. */
  readonly root: string;
  /** Heads the notification. */
  readonly title: string;
  /** Stands before the rate in the status bar, with an icon. */
  readonly label: string;
  /** Where the project says how far it is. */
  readonly progressOf: (project: ProjectSnapshot) => Progress | undefined;
  /** What it counts; no rate is said without. */
  readonly unit?: string;
  /** How many bars there are one after the other; all are one bar in the notification. Without, it only says what goes on. */
  readonly bars?: number;
  readonly run: () => Promise<T>;
  readonly cancel: () => Promise<void>;
}

/**
 * Shows rate and time left of long work, in a notification that can cancel it and in the status bar.
 * @returns undefined if the user cancelled it, here or by the command
 */
export function followWork<T>(session: Session, work: Work<T>): Thenable<T | undefined> {
  const { root, title, label, progressOf, unit, bars, run, cancel } = work;
  const options = { location: ProgressLocation.Notification, cancellable: true, title };
  return window.withProgress(options, async (progress, token) => {
    const status = window.createStatusBarItem(StatusBarAlignment.Left, 49);
    const pace = createPace(() => performance.now(), unit);
    let [cancelled, what, share] = [false, "", 0];
    const stop = session.onChange(({ projects }) => {
      const project = projects.find((candidate) => candidate.root === root);
      const now = project && progressOf(project);
      if (!now) return;
      if (now.what !== what) [what, share] = [now.what, 0];
      const percent = now.total === 0 ? 0 : Math.min(100, (100 * now.done) / now.total);
      const message = pace(now);
      progress.report(bars === undefined ? { message } : { message, increment: Math.max(0, percent - share) / bars });
      share = percent;
      status.text = `${label}: ${message}`;
      status.show();
    });
    token.onCancellationRequested(() => {
      cancelled = true;
      void cancel();
    });
    try {
      return await run();
    } catch (error) {
      if (!cancelled && !(error instanceof Error && error.message === "Cancelled.")) throw error;
      return undefined;
    } finally {
      stop();
      status.dispose();
    }
  });
}
