import { commands as vscodeCommands, Disposable, env, EventEmitter, Uri, window, type TreeDataProvider } from "vscode";
import type { JobView, UnreadableJob } from "../../protocol/jobsPanel";
import { actOn, type JobName } from "../../services/jobs/jobActions";
import type { Jobs } from "../../services/jobs/jobs";
import { commands, internalCommands, views } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { agreeToJob } from "./agreeToJob";
import { jobItem, unreadableItem } from "./jobItems";
import { registerJobLog } from "./jobLog";
import { showWarning } from "../platform/dialogs";

/** The sidebar's list of fine-tune jobs, newest first, and what can be done with each. */
export function registerJobsView(jobs: Jobs): Disposable {
  const changed = new EventEmitter<undefined>();
  const provider: TreeDataProvider<JobView | UnreadableJob> = {
    onDidChangeTreeData: changed.event,
    getChildren: (job) => (job === undefined ? [...jobs.views, ...jobs.unreadable] : []),
    getTreeItem: (job) => ("state" in job ? jobItem(job) : unreadableItem(job)),
  };
  const log = registerJobLog(jobs);
  return Disposable.from(
    changed,
    window.createTreeView(views.jobs, { treeDataProvider: provider }),
    log,
    { dispose: jobs.onChange(() => changed.fire(undefined)) },
    ...jobCommands(jobs, log.open),
  );
}

function jobCommands(jobs: Jobs, openLog: (job: JobName) => Promise<void>): Disposable[] {
  const view = ({ root, id }: JobName): JobView | undefined => jobs.views.find((job) => job.root === root && job.id === id);
  return [
    register(internalCommands.cancelJob, "Cancel Job", async (job) => {
      const [question, yes, detail] = ["Cancel this fine-tune job?", "Cancel Job", "Training ends, and a cancelled job cannot be resumed."];
      if ((await showWarning(question, { modal: true, detail }, yes)) === yes) await actOn(jobs, job, "cancel");
    }),
    register(internalCommands.pauseJob, "Pause Job", (job) => actOn(jobs, job, "pause")),
    register(internalCommands.resumeJob, "Resume Job", (job) => actOn(jobs, job, "resume")),
    register(internalCommands.retryJob, "Retry Job", (job) => actOn(jobs, job, "retry")),
    register(internalCommands.agreeToJob, "Review Job", (job) => agreeToJob(jobs, job)),
    register(internalCommands.setJobKey, "Set API Key", async (job) => void (await runCommand(commands.setKey, view(job)?.secret))),
    register(internalCommands.removeJob, "Remove Job", async (job) => {
      const question = "Delete this job's record, its copy of the data and its output from this machine?";
      const yes = "Delete";
      const detail = `${view(job)?.folder ?? ""}\nNothing is deleted at the provider.`;
      if ((await showWarning(question, { modal: true, detail }, yes)) === yes) await actOn(jobs, job, "remove");
    }),
    register(internalCommands.copyJobId, "Copy Job ID", async (job) => env.clipboard.writeText(job.id)),
    register(internalCommands.showJobEvents, "Show Job Events", openLog),
    register(internalCommands.revealJob, "Reveal Job", async (job) => {
      const found = view(job);
      if (found) await vscodeCommands.executeCommand("revealFileInOS", Uri.file(`${found.folder}/job.json`));
    }),
  ];
}
