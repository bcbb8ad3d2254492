import { Disposable, env, type Uri, type WebviewPanel } from "vscode";
import type { JobPanelApi, JobPanelEvents, JobView } from "../../protocol/jobsPanel";
import type { Remote } from "../../protocol/rpc";
import { actOn, type JobName } from "../../services/jobs/jobActions";
import type { Jobs } from "../../services/jobs/jobs";
import { commands, internalCommands, panels } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { createPanels, type PanelContent } from "../platform/panels";
import { connectPage } from "../platform/webviewPage";
import { chooseOne, showInformation } from "../platform/dialogs";

/** A panel for each job that is opened: state, loss curve, events, and what can be done with it. */
export function registerJobPanel(jobs: Jobs, extensionUri: Uri): Disposable {
  const open = createPanels<JobName>({
    ...{ viewType: panels.job, title: "Fine-Tune Job", extensionUri },
    keyOf: ({ root, id }) => JSON.stringify([root, id]),
    restored: ({ root, id }) => (root === undefined || id === undefined ? undefined : { root, id }),
    fill: (panel, job) => fillPanel(jobs, panel, job, extensionUri),
  });
  return Disposable.from(
    register(commands.openJob, "Open Job", async (asked) => {
      const job = asked ?? (await chooseJob(jobs));
      if (job) open.show({ root: job.root, id: job.id });
    }),
    open,
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
    void showInformation("There is no fine-tune job in this workspace yet.");
    return undefined;
  }
  return (await chooseOne(items, { title: "Open the fine-tune job", matchOnDetail: true }))?.job;
}

/** Draws the job into the panel whenever it changes. */
function fillPanel(jobs: Jobs, panel: WebviewPanel, name: JobName, extensionUri: Uri): PanelContent<JobName> {
  const { root, id } = name;
  const view = (): JobView | undefined => jobs.views.find((job) => job.root === root && job.id === id);
  const api: JobPanelApi = {
    ready: () => Promise.resolve({ name, ...withJob(view()) }),
    act: async (action) => {
      if (action === "setKey") await runCommand(commands.setKey, view()?.secret);
      else if (action === "agree") await runCommand(internalCommands.agreeToJob, name);
      else if (action === "evaluate") await runCommand(commands.evaluateTuned, name);
      else if (action === "useAsLf") await runCommand(commands.useTunedAsLf, name);
      else if (action === "cancel") await runCommand(internalCommands.cancelJob, name);
      else if (action === "remove") await runCommand(internalCommands.removeJob, name);
      else await actOn(jobs, name, action);
    },
    revealFiles: async () => void (await runCommand(internalCommands.revealJob, name)),
    showEvents: async () => void (await runCommand(internalCommands.showJobEvents, name)),
    copy: async (text) => void (await env.clipboard.writeText(text)),
  };
  const remote: Remote<JobPanelEvents> = connectPage(panel, extensionUri, "jobPanel", api);
  const draw = (): void => {
    const job = view();
    panel.title = job ? `Job: ${job.suffix ?? job.baseModel}` : "Fine-Tune Job";
    remote.tell("job", withJob(job));
  };
  draw();
  const stop = jobs.onChange(draw);
  return {
    show: draw,
    dispose: () => {
      stop();
      remote.close("The panel was closed.");
    },
  };
}

const withJob = (job: JobView | undefined): { readonly job?: JobView } => (job ? { job } : {});
