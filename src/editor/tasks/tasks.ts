import { Disposable, StatusBarAlignment, window, type QuickPickItem, type StatusBarItem } from "vscode";
import type { ProjectSnapshot, TaskKind, TaskSnapshot } from "../../protocol/snapshot";
import { createProgressText } from "../../services/reports/progressText";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseOne } from "../platform/dialogs";
import { register } from "../platform/commands";

/** Long work in the status bar, and the command that cancels it. */
export function registerTasks(session: Session): Disposable {
  const item = window.createStatusBarItem("lfLens.tasks", StatusBarAlignment.Left, 49);
  item.name = "LF Lens: running work";
  item.command = commands.cancel;
  let pace = createProgressText(() => performance.now());
  let shown: number | undefined;
  const draw = (): void => {
    const [task, ...more] = session.snapshot.projects.flatMap(({ tasks }) => tasks);
    if (!task) return void ((shown = undefined), item.hide());
    if (task.id !== shown) [shown, pace] = [task.id, createProgressText(() => performance.now(), task.unit)];
    drawItem(item, task, pace(task.progress), more.length);
  };
  return Disposable.from(
    item,
    { dispose: session.watch(({ projects }) => projects.map(({ tasks }) => tasks), draw) },
    register(commands.cancel, "Cancel", () => cancel(session)),
  );
}

const icons: Readonly<Record<TaskKind, string>> = {
  export: "$(export)",
  measure: "$(graph)",
  train: "$(mortar-board)",
  retrain: "$(mortar-board)",
  predict: "$(mortar-board)",
  structure: "$(type-hierarchy)",
  suggest: "$(lightbulb)",
  read: "$(table)",
  compare: "$(diff)",
  bundle: "$(package)",
  ask: "$(comment-discussion)",
};

function drawItem(item: StatusBarItem, { kind, title, progress }: TaskSnapshot, pace: string, others: number): void {
  const more = others === 0 ? "" : ` +${others}`;
  // In the background each step is told once: a share would not move.
  item.text = `${icons[kind]} ${title}: ${kind === "retrain" ? progress.what : pace}${more}`;
  item.tooltip = "Click to cancel.";
  item.accessibilityInformation = { label: `LF Lens, ${title}: ${progress.what}${more}. Activate to cancel.` };
  item.show();
}

interface Cancellable extends QuickPickItem {
  cancel(): Promise<void>;
}

/** Cancels what is under way; asks which where there are several. */
async function cancel(session: Session): Promise<void> {
  const found = session.snapshot.projects.flatMap((project) => cancellable(session, project));
  const chosen = found.length > 1 ? await chooseOne(found, { title: "Cancel", placeHolder: "Choose what to cancel" }) : found[0];
  await chosen?.cancel();
}

function cancellable(session: Session, { root, name, phase, tasks }: ProjectSnapshot): Cancellable[] {
  const run = { label: `Labeling functions of ${name}`, description: "on the sample", cancel: () => session.cancelRun(root) };
  return [
    ...tasks.map(({ id, title, progress }) => ({
      label: title,
      description: progress.what,
      cancel: () => session.tasks(root).cancel((task) => task.id === id),
    })),
    ...(phase === "running" || phase === "loading" ? [run] : []),
  ];
}
