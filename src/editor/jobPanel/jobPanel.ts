import { commands as vscodeCommands, Disposable, env, Uri, ViewColumn, window, type WebviewPanel } from "vscode";
import type { JobPanelApi, JobPanelEvents, JobView } from "../../protocol/jobsPanel";
import { connect, type Remote } from "../../protocol/rpc";
import { actOn, type JobName } from "../../services/jobs/actOn";
import type { Jobs } from "../../services/jobs/jobs";
import { commands, internalCommands, panels } from "../ids";
import { webviewOptions, webviewPage, webviewPipe } from "../platform/webviewPage";

/** A panel for each job that is opened: state, loss curve, events, and what can be done with it. */
export function registerJobPanel(jobs: Jobs, extensionUri: Uri): Disposable {
  const open = new Map<string, WebviewPanel>();
  const attach = (panel: WebviewPanel, job: JobName): void => {
    const key = JSON.stringify([job.root, job.id]);
    const stop = openPanel(jobs, panel, job, extensionUri);
    open.set(key, panel);
    panel.onDidDispose(() => {
      stop();
      if (open.get(key) === panel) open.delete(key);
    });
  };
  const show = (job: JobName): void => {
    const known = open.get(JSON.stringify([job.root, job.id]));
    if (known) return known.reveal();
    attach(window.createWebviewPanel(panels.job, "Fine-Tune Job", ViewColumn.Active, webviewOptions(extensionUri)), job);
  };
  return Disposable.from(
    vscodeCommands.registerCommand(commands.openJob, async (asked?: JobName) => {
      const job = asked ?? (await chooseJob(jobs));
      if (job) show({ root: job.root, id: job.id });
    }),
    window.registerWebviewPanelSerializer(panels.job, {
      deserializeWebviewPanel: (panel, kept?: Partial<JobName>) => {
        panel.webview.options = webviewOptions(extensionUri);
        if (kept?.root === undefined || kept.id === undefined) panel.dispose();
        else attach(panel, { root: kept.root, id: kept.id });
        return Promise.resolve();
      },
    }),
    { dispose: (): void => open.forEach((panel) => void panel.dispose()) },
  );
}

async function chooseJob(jobs: Jobs): Promise<JobName | undefined> {
  const items = jobs.views.map((job) => ({
    label: job.baseModel,
    description: `${job.stateText} · ${job.providerTitle}`,
    detail: job.id,
    job,
  }));
  if (items.length === 0) {
    void window.showInformationMessage("There is no fine-tune job in this workspace yet.");
    return undefined;
  }
  return (await window.showQuickPick(items, { title: "Open the fine-tune job", matchOnDetail: true }))?.job;
}

/** Draws the job into the panel whenever it changes. Returns the way to stop it. */
function openPanel(jobs: Jobs, panel: WebviewPanel, name: JobName, extensionUri: Uri): () => void {
  const { root, id } = name;
  const view = (): JobView | undefined => jobs.views.find((job) => job.root === root && job.id === id);
  const api: JobPanelApi = {
    ready: () => Promise.resolve({ name, ...withJob(view()) }),
    act: async (action) => {
      if (action === "setKey") await vscodeCommands.executeCommand(commands.setKey, view()?.secret);
      else if (action === "evaluate") await vscodeCommands.executeCommand(commands.evaluateTuned, name);
      else if (action === "remove") await vscodeCommands.executeCommand(internalCommands.removeJob, name);
      else await actOn(jobs, name, action);
    },
    revealFiles: async () => void (await vscodeCommands.executeCommand(internalCommands.revealJob, name)),
    showEvents: async () => void (await vscodeCommands.executeCommand(internalCommands.showJobEvents, name)),
    copy: async (text) => void (await env.clipboard.writeText(text)),
  };
  const remote: Remote<JobPanelEvents> = connect<JobPanelEvents, JobPanelApi>(webviewPipe(panel), api);
  const draw = (): void => {
    const job = view();
    panel.title = job ? `Job: ${job.suffix ?? job.baseModel}` : "Fine-Tune Job";
    remote.tell("job", withJob(job));
  };
  panel.iconPath = Uri.joinPath(extensionUri, "media", "icon.png");
  panel.webview.html = webviewPage(panel.webview, extensionUri, "jobPanel", "Fine-Tune Job");
  draw();
  const stop = jobs.onChange(draw);
  return () => {
    stop();
    remote.close("The panel was closed.");
  };
}

const withJob = (job: JobView | undefined): { readonly job?: JobView } => (job ? { job } : {});
