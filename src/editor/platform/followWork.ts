import { ProgressLocation, StatusBarAlignment, window } from "vscode";
import { createPace } from "../../services/pace";
import type { Session } from "../../services/session";

export interface Work<T> {
  /** The project that works. */
  readonly root: string;
  /** Heads the notification. */
  readonly title: string;
  /** Stands before the rate in the status bar, with an icon. */
  readonly label: string;
  /** How many bars there are one after the other; all are one bar in the notification. */
  readonly bars: number;
  readonly run: () => Promise<T>;
}

/**
 * Shows rate and time left of long work, in a notification that can cancel it and in the status bar.
 * @returns undefined if the user cancelled it, here or by the command
 */
export function followWork<T>(session: Session, { root, title, label, bars, run }: Work<T>): Thenable<T | undefined> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title };
  return window.withProgress(options, async (progress, token) => {
    const status = window.createStatusBarItem(StatusBarAlignment.Left, 49);
    const pace = createPace(() => performance.now(), "rows");
    let [cancelled, what, share] = [false, "", 0];
    const stop = session.onChange(({ projects }) => {
      const now = projects.find((project) => project.root === root)?.progress;
      if (!now || now.total === 0) return;
      if (now.what !== what) [what, share] = [now.what, 0];
      const text = pace(now);
      const percent = Math.min(100, (100 * now.done) / now.total);
      progress.report({ message: text, increment: Math.max(0, percent - share) / bars });
      share = percent;
      status.text = `${label}: ${text}`;
      status.show();
    });
    token.onCancellationRequested(() => {
      cancelled = true;
      void session.cancel(root);
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
