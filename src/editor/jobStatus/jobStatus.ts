import { Disposable, StatusBarAlignment, window, type StatusBarItem } from "vscode";
import type { JobView } from "../../protocol/jobsPanel";
import type { Jobs } from "../../services/jobs/jobs";
import { counted, percent } from "../../core/data/numberText";
import { commands } from "../ids";
import { showError, showInformation, showWarning } from "../platform/dialogs";
import { run as runCommand } from "../platform/commands";

/** What runs stands in the status bar; the end of a job is told. */
export function registerJobStatus(jobs: Jobs): Disposable {
  const item = window.createStatusBarItem("lfLens.jobs", StatusBarAlignment.Left, 48);
  item.name = "LF Lens fine-tune jobs";
  const running = new Set<string>();
  const waiting = new Set<string>();
  const draw = (): void => {
    const views = jobs.views;
    drawItem(
      item,
      views.filter(({ ended, notAgreed }) => !ended && !notAgreed),
    );
    for (const job of views) {
      if (job.notAgreed) continue;
      if (!job.ended) running.add(job.id);
      else if (running.delete(job.id)) void tellEnd(job);
      if (!job.actions.includes("retry")) waiting.delete(job.id);
      else if (!waiting.has(job.id)) {
        waiting.add(job.id);
        void tellProblem(job);
      }
    }
  };
  draw();
  return Disposable.from(item, { dispose: jobs.onChange(draw) });
}

function drawItem(item: StatusBarItem, active: readonly JobView[]): void {
  const [job] = active;
  if (!job) return item.hide();
  const text = active.length === 1 ? `${job.baseModel}: ${shortState(job)}` : counted(active.length, "job");
  const icon = active.some(({ problem }) => problem !== undefined) ? "warning" : "rocket";
  item.text = `$(${icon}) ${text}`;
  item.tooltip = active.map((one) => `${one.baseModel} (${one.providerTitle}): ${one.stateText}${problemText(one)}`).join("\n");
  item.command = {
    title: "Open",
    command: commands.openJob,
    ...(active.length === 1 ? { arguments: [{ root: job.root, id: job.id }] } : {}),
  };
  item.accessibilityInformation = { label: `LF Lens fine-tune jobs, ${text}` };
  item.show();
}

const shortState = ({ state, progress, paused }: JobView): string =>
  paused ? "paused" : state === "running" && progress ? percent(progress.done, progress.total) : state;

const problemText = ({ problem }: JobView): string => (problem === undefined ? "" : `: ${problem}`);

async function tellEnd(job: JobView): Promise<void> {
  const name = `The job on ${job.baseModel} (${job.providerTitle})`;
  const open = "Open Job";
  const answer =
    job.state === "failed"
      ? await showError(`${name} failed${problemText(job)}`, open)
      : await showInformation(job.state === "cancelled" ? `${name} was cancelled.` : `${name} succeeded.`, open);
  if (answer === open) await runCommand(commands.openJob, { root: job.root, id: job.id });
}

async function tellProblem(job: JobView): Promise<void> {
  const [open, setKey] = ["Open Job", "Set API Key..."];
  const offers = job.actions.includes("setKey") ? [setKey, open] : [open];
  const answer = await showWarning(`The job on ${job.baseModel} needs your attention${problemText(job)}`, ...offers);
  if (answer === open) await runCommand(commands.openJob, { root: job.root, id: job.id });
  if (answer === setKey) await runCommand(commands.setKey, job.secret);
}
