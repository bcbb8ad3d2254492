import { ProgressLocation, StatusBarAlignment, window } from "vscode";
import { createPace } from "../../services/pace";
import type { Training } from "../../services/project/training";
import type { Session } from "../../services/session";

/** Shows the end model's work in a notification and in the status bar. Undefined if the user cancelled. */
export function whileTraining<T>(
  session: Session,
  { root, title }: { readonly root: string; readonly title: string },
  work: (training: Training) => Promise<T>,
): Thenable<T | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title }, async (progress, token) => {
    const status = window.createStatusBarItem(StatusBarAlignment.Left, 48);
    const pace = createPace(() => performance.now());
    const training = session.training(root);
    const stop = session.onChange(({ projects }) => {
      const now = projects.find((project) => project.root === root)?.training;
      if (!now) return;
      const text = now.total > 0 ? pace(now) : now.what;
      progress.report({ message: text });
      status.text = `$(mortar-board) ${title}: ${text}`;
      status.show();
    });
    token.onCancellationRequested(() => void training.cancel());
    try {
      return await work(training);
    } catch (error) {
      // The command that cancels whatever runs ends a training, too.
      if (error instanceof Error && error.message === "Cancelled.") return undefined;
      throw error;
    } finally {
      stop();
      status.dispose();
    }
  });
}
