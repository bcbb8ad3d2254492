import { Disposable, ViewColumn, window, type Uri, type WebviewPanel } from "vscode";
import type { AskedView, PanelApi, PanelEvents, PanelSnapshot } from "../../protocol/panel";
import type { Remote } from "../../protocol/rpc";
import type { Session } from "../../services/session";
import { commands, internalCommands, panels } from "../ids";
import { register, run as runCommand } from "../platform/commands";
import { openPlace } from "../platform/documents";
import { createPanels, type PanelContent } from "../platform/panels";
import { projectOnScreen, projectToShow } from "../platform/projectOnScreen";
import { connectPage } from "../platform/webviewPage";

interface Shown extends AskedView {
  /** The one on the screen if undefined. */
  readonly root: string | undefined;
}

/** The clarity matrix: one panel, which shows one project at a time and the rows behind any of its numbers. */
export function registerClarityPanel(session: Session, extensionUri: Uri): Disposable {
  const open = createPanels<Shown>({
    ...{ viewType: panels.clarity, title: "Clarity Matrix", extensionUri },
    keyOf: () => "",
    restored: ({ root }) => ({ root }),
    fill: (panel, shown) => fillPanel(session, panel, extensionUri, shown),
  });
  const show = (shown: Shown): void =>
    open.show(shown, {
      viewColumn: window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active,
      preserveFocus: shown.filter !== undefined,
    });
  return Disposable.from(
    register(commands.openClarityMatrix, "Clarity Matrix", (root) =>
      show({ root: typeof root === "string" ? root : projectToShow(session.snapshot)?.root }),
    ),
    register(internalCommands.showRows, "Show Rows", (root, filter) => show({ root, filter })),
    register(internalCommands.showAllRows, "Statistics on All Rows", (root) => show({ root, scope: "allRows" })),
    open,
  );
}

function fillPanel(session: Session, panel: WebviewPanel, extensionUri: Uri, first: Shown): PanelContent<Shown> {
  let root = first.root;
  let asked: AskedView | undefined = first;
  const snapshot = (): PanelSnapshot => {
    const { projects } = session.snapshot;
    const project = projects.find((candidate) => candidate.root === root) ?? projectToShow(session.snapshot);
    return { projects: projects.map(({ root: path, name }) => ({ root: path, name })), ...(project ? { project } : {}) };
  };
  const post = (): void => remote.tell("snapshot", snapshot());
  const api: PanelApi = {
    ready: () => {
      // Handed out once: when the panel is drawn again, what the user has chosen since counts.
      const { filter, scope } = asked ?? {};
      asked = undefined;
      return Promise.resolve({
        snapshot: snapshot(),
        ...(filter === undefined ? {} : { filter }),
        ...(scope === undefined ? {} : { scope }),
      });
    },
    rows: (query) => session.rows(query.root, query.filter, query.offset, query.limit),
    findings: (query) => session.findings(query.root, query.rows),
    select: (chosen) => {
      root = chosen;
      post();
      return Promise.resolve();
    },
    openLf: async ({ root: project, name }) => void (await runCommand(internalCommands.openLf, project, name)),
    openFile: ({ file, line, column }) => openPlace(file, line, column, ViewColumn.One),
    clarity: ({ root: project, goldLabel, source = "labelModel" }) => Promise.resolve(session.clarity(project, goldLabel, source)),
    explain: ({ root: project, row }) => session.explain(project, row),
    pin: async (row) => void (await runCommand(commands.pinRow, row)),
    labelRows: async (project) => void (await runCommand(commands.labelRows, { root: project })),
    labelRow: async (row) => void (await runCommand(internalCommands.labelRow, row)),
    tagRow: async (row) => void (await runCommand(internalCommands.tagRow, row)),
    commentRow: async (row) => void (await runCommand(internalCommands.commentRow, row)),
    labelFiltered: async ({ root: project, filter }) => void (await runCommand(internalCommands.labelFiltered, project, filter)),
    debugRow: async (row) => void (await runCommand(commands.debugRow, row)),
    measureAllRows: async (project) => void (await runCommand(commands.measureAllRows, project)),
    cancelAllRows: (project) => session.tasks(project).cancel(({ kind }) => kind === "measure"),
    suggestLfs: async (asked) => void (await runCommand(commands.suggestLfs, asked)),
    exportLabels: async (project) => void (await runCommand(commands.exportLabels, project)),
    openEvaluation: async (project) => void (await runCommand(commands.openEvaluation, project)),
  };
  const remote: Remote<PanelEvents> = connectPage(panel, extensionUri, "webview", api);
  const stop = session.watch(snapshot, post);
  // The panel follows the file in front; what is chosen in the panel itself counts until another file comes to the front.
  const following = window.onDidChangeActiveTextEditor((editor) => {
    const front = editor && projectOnScreen(session.snapshot)?.root;
    if (front === undefined || front === root) return;
    root = front;
    post();
  });
  return {
    show: ({ root: chosen, ...view }) => {
      root = chosen ?? root;
      post();
      if (view.filter === undefined && view.scope === undefined) return;
      // A hidden panel's page is gone and cannot answer: it is handed this when it is drawn again.
      asked = view;
      void remote.call("show", view).then(
        () => (asked = asked === view ? undefined : asked),
        () => undefined,
      );
    },
    dispose: () => {
      stop();
      following.dispose();
      remote.close("The panel was closed.");
    },
  };
}
