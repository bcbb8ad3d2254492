import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { JobState, JobView, UnreadableJob } from "../../protocol/jobsPanel";
import { commands } from "../ids";

const icons: Readonly<Record<JobState, readonly [icon: string, color?: string]>> = {
  pending: ["clock"],
  validating: ["sync"],
  queued: ["clock"],
  running: ["sync~spin"],
  succeeded: ["pass", "testing.iconPassed"],
  failed: ["error", "list.errorForeground"],
  cancelled: ["circle-slash", "disabledForeground"],
  unknown: ["question", "list.warningForeground"],
};

/** A job in the sidebar. Its context value names what can be done with it, for the menus. */
export function jobItem(job: JobView): TreeItem {
  const item = new TreeItem(job.suffix ?? job.baseModel, TreeItemCollapsibleState.None);
  const waits = job.actions.includes("retry");
  const [icon, color] = job.notAgreed
    ? (["shield", "list.warningForeground"] as const)
    : waits
      ? (["warning", "list.warningForeground"] as const)
      : job.paused
        ? (["debug-pause"] as const)
        : icons[job.state];
  item.id = `${job.root}\0${job.id}`;
  item.iconPath = new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
  item.description = `${job.stateText} · ${job.providerTitle}`;
  item.tooltip = new MarkdownString()
    .appendMarkdown("**")
    .appendText(job.baseModel)
    .appendMarkdown("**  \n")
    .appendText([job.stateText, ...(job.problem === undefined ? [] : [job.problem])].join(": "))
    .appendMarkdown("  \n")
    .appendText(`${job.providerTitle}, since ${new Date(job.createdAt).toLocaleString()}`)
    .appendMarkdown("  \n")
    .appendText(`cost so far: ${job.costText}`);
  item.accessibilityInformation = { label: `${item.label as string}, ${item.description}${waits ? ", needs your attention" : ""}` };
  item.command = { title: "Open", command: commands.openJob, arguments: [{ root: job.root, id: job.id }] };
  item.contextValue = ["job", ...job.actions].join(" ");
  return item;
}

/** A job of which this version knows no more than that it is there. */
export function unreadableItem({ root, id, isNewer, message }: UnreadableJob): TreeItem {
  const item = new TreeItem(id, TreeItemCollapsibleState.None);
  item.id = `${root}\0${id}`;
  item.iconPath = new ThemeIcon(isNewer ? "arrow-circle-up" : "warning", new ThemeColor("list.warningForeground"));
  item.description = isNewer ? "made by a newer LF Lens" : "damaged record";
  item.tooltip = new MarkdownString().appendText(message);
  item.accessibilityInformation = { label: `${id}, ${item.description}` };
  return item;
}
