import { Disposable, ViewColumn, workspace, type Uri, type WebviewPanel } from "vscode";
import { DEFAULT_STRATEGY } from "../../core/gold/queue";
import type { LabelPanelApi, LabelPanelEvents, QueueChoice } from "../../protocol/labelPanel";
import type { Remote } from "../../protocol/rpc";
import { labelSnapshot, nextRows, judge } from "../../services/gold/labeling";
import type { Session } from "../../services/session";
import { commands, panels, settings } from "../ids";
import { register } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { createPanels, type PanelContent } from "../platform/panels";
import { votesBeforeJudgement } from "../platform/settings";
import { connectPage } from "../platform/webviewPage";
import { registerAssignRows } from "./assignRows";
import { registerRowActions } from "./rowActions";
import { whoJudges } from "./whoJudges";

interface Shown {
  readonly root: string;
  readonly by: string;
  readonly choice?: QueueChoice;
}

/** Labeling by hand: a panel for each project, with one row after the other. */
export function registerLabelRows(session: Session, extensionUri: Uri): Disposable {
  const open = createPanels<Shown>({
    ...{ viewType: panels.labelRows, title: "Label Rows", extensionUri },
    keyOf: ({ root }) => root,
    restored: ({ root, by }) => (root === undefined || by === undefined ? undefined : { root, by }),
    fill: (panel, shown) => fillPanel(session, panel, extensionUri, shown),
  });
  return Disposable.from(
    register(commands.labelRows, "Label Rows", async (asked) => {
      const { root, by: named, ...choice } = typeof asked === "object" ? asked : {};
      const project = await chooseProject(session, "Label rows of", root);
      const by = project && (named ?? (await whoJudges()));
      if (!project || by === undefined) return;
      open.show(
        { root: project.root, by, ...(choice.strategy && { choice: { ...choice, strategy: choice.strategy } }) },
        { viewColumn: ViewColumn.Active },
      );
    }),
    registerAssignRows(session),
    registerRowActions(session),
    open,
  );
}

function fillPanel(session: Session, panel: WebviewPanel, extensionUri: Uri, { root, by, choice: first }: Shown): PanelContent<Shown> {
  let choice: QueueChoice = first ?? { strategy: DEFAULT_STRATEGY };
  const snapshot = (): ReturnType<typeof labelSnapshot> =>
    labelSnapshot(session, { root, by, choice, votesBefore: votesBeforeJudgement() });
  const api: LabelPanelApi = {
    ready: snapshot,
    next: (query) => {
      choice = query.choice;
      return nextRows(session, { root, by }, query);
    },
    judge: (verdict) => judge(session, { root, by }, verdict),
  };
  const remote: Remote<LabelPanelEvents> = connectPage(panel, extensionUri, "labelPanel", api);
  const post = (): void => void snapshot().then((now) => remote.tell("snapshot", now));
  const stop = session.watch(({ projects }) => {
    const project = projects.find((one) => one.root === root);
    return [project?.phase === "ready", project?.labels, project?.numbers.sample.lfs.map(({ name }) => name)];
  }, post);
  const settled = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(settings.votesBefore)) post();
  });
  return {
    show(shown) {
      choice = shown.choice ?? choice;
      post();
    },
    dispose() {
      stop();
      settled.dispose();
      remote.close("The panel was closed.");
    },
  };
}
