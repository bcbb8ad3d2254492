import { StatusBarAlignment, window, type Disposable } from "vscode";
import type { Session } from "../../services/session";
import { commands } from "../ids";

/** A training in the background is a word in the status bar, and no notification. */
export function showRetraining(session: Session): Disposable {
  const item = window.createStatusBarItem("lfLens.retraining", StatusBarAlignment.Left, 48);
  item.name = "LF Lens: training in the background";
  const stop = session.onChange(({ projects }) => {
    const project = projects.find(({ retraining }) => retraining !== undefined);
    if (!project?.retraining) return item.hide();
    item.text = "$(mortar-board) training again";
    item.accessibilityInformation = { label: `The end model of ${project.name} is being trained again` };
    item.tooltip = `The end model of ${project.name} learns what was saved: ${project.retraining.what}.\nClick for the evaluation.`;
    item.command = { command: commands.openEvaluation, title: "Open Evaluation", arguments: [project.root] };
    item.show();
  });
  return { dispose: () => (stop(), item.dispose()) };
}
