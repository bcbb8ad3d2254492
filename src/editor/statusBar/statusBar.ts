import { commands as vscodeCommands, Disposable, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from "vscode";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, percent, sampleText, wholeNumber } from "../../core/data/numberText";
import { commands, contextKeys } from "../ids";
import { projectToShow } from "../platform/projectOnScreen";

/** Work that is over sooner than this is not worth a flicker. */
const SHOW_PROGRESS_AFTER_MS = 200;

/** Project, sample size and coverage; what is under way, once it takes longer than a blink. */
export function registerStatusBar(session: Session): Disposable {
  const item = window.createStatusBarItem("lfLens.status", StatusBarAlignment.Left, 50);
  item.name = "LF Lens";
  item.command = commands.openClarityMatrix;
  let busySince: number | undefined;
  let couldCancel = false;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const project = projectToShow(session.snapshot);
    const busy = project?.phase === "running" || project?.phase === "loading";
    const canCancel = busy || session.snapshot.projects.some(({ tasks }) => tasks.length > 0);
    if (canCancel !== couldCancel) void vscodeCommands.executeCommand("setContext", contextKeys.busy, canCancel);
    couldCancel = canCancel;
    busySince = busy ? (busySince ?? Date.now()) : undefined;
    clearTimeout(timer);
    const elapsed = busySince === undefined ? 0 : Date.now() - busySince;
    if (busy && elapsed < SHOW_PROGRESS_AFTER_MS) timer = setTimeout(draw, SHOW_PROGRESS_AFTER_MS - elapsed);
    drawItem(item, project, busy && elapsed >= SHOW_PROGRESS_AFTER_MS);
  };
  draw();
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(draw),
    { dispose: session.watch(({ projects }) => projects, draw) },
    { dispose: () => clearTimeout(timer) },
  );
}

function drawItem(item: StatusBarItem, project: ProjectSnapshot | undefined, busy: boolean): void {
  if (!project) return item.hide();
  const failed = project.phase === "failed";
  item.text = failed
    ? `$(error) ${project.name}: cannot run`
    : `${busy ? "$(sync~spin)" : "$(beaker)"} ${project.name}: ${busy ? busyText(project) : readyText(project)}`;
  item.tooltip = failed ? (project.problems[0]?.message ?? "See the Problems view") : tooltip(project);
  item.backgroundColor = failed ? new ThemeColor("statusBarItem.errorBackground") : undefined;
  item.command = failed ? "workbench.actions.view.problems" : commands.openClarityMatrix;
  item.accessibilityInformation = { label: `LF Lens, ${item.text.replace(/\$\([^)]*\)/g, "").trim()}` };
  item.show();
}

function busyText({ progress, phase }: ProjectSnapshot): string {
  if (!progress) return phase === "loading" ? "reading data" : "running";
  return progress.total > 0 ? `${progress.what} ${Math.floor((100 * progress.done) / progress.total)}%` : progress.what;
}

function readyText({ numbers, data }: ProjectSnapshot): string {
  const { set } = numbers.sample;
  return set && data ? `${wholeNumber(data.sampleRows)} rows · ${percent(set.covered, data.sampleRows)} covered` : "ready";
}

function tooltip({ numbers, data, lastRun }: ProjectSnapshot): string {
  const { lfs, set, labelModel } = numbers.sample;
  if (!set || !data) return "LF Lens";
  return [
    `${counted(lfs.length, "LF")} on ${sampleText(data)}`,
    `covered ${percent(set.covered, data.sampleRows)}, overlap ${percent(set.overlaps, data.sampleRows)}, conflict ${percent(set.conflicts, data.sampleRows)}`,
    ...(labelModel ? [`label model: ${labelModel.title}`] : []),
    ...(lastRun ? [`last run took ${Math.round(lastRun.ms)} ms`] : []),
    "Click to open the clarity matrix",
  ].join("\n");
}
