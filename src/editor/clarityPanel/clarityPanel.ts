import { commands as vscodeCommands, Disposable, Uri, ViewColumn, window, type WebviewPanel } from "vscode";
import type { RowFilter } from "../../core/rowFilter";
import type { PanelApi, PanelEvents, PanelSnapshot } from "../../protocol/panel";
import { connect, type Remote } from "../../protocol/rpc";
import type { Session } from "../../services/session";
import { commands, internalCommands, panels } from "../ids";
import { openPlace } from "../platform/documents";
import { projectOnScreen } from "../platform/projectOnScreen";
import { webviewOptions, webviewPage, webviewPipe } from "../platform/webviewPage";

/** The clarity matrix: one panel, which shows one project at a time and the rows behind any of its numbers. */
export function registerClarityPanel(session: Session, extensionUri: Uri): Disposable {
  let open: OpenPanel | undefined;
  const show = (root: string | undefined, filter?: RowFilter): void => {
    if (!open) {
      const column = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
      const panel = window.createWebviewPanel(
        panels.clarity,
        "Clarity Matrix",
        { viewColumn: column, preserveFocus: filter !== undefined },
        webviewOptions(extensionUri),
      );
      open = attach(panel, root, filter);
    } else {
      open.panel.reveal(undefined, filter !== undefined);
      open.show(root, filter);
    }
  };
  const attach = (panel: WebviewPanel, root?: string, filter?: RowFilter): OpenPanel => {
    const made = openPanel(session, panel, extensionUri, root, filter);
    panel.onDidDispose(() => {
      made.dispose();
      if (open === made) open = undefined;
    });
    return made;
  };
  return Disposable.from(
    vscodeCommands.registerCommand(commands.openClarityMatrix, () => show(projectOnScreen(session.snapshot)?.root)),
    vscodeCommands.registerCommand(internalCommands.showRows, (root: string, filter: RowFilter) => show(root, filter)),
    window.registerWebviewPanelSerializer(panels.clarity, {
      deserializeWebviewPanel: (panel, kept?: { root?: string }) => {
        panel.webview.options = webviewOptions(extensionUri);
        open = attach(panel, kept?.root);
        return Promise.resolve();
      },
    }),
    { dispose: (): void => void open?.panel.dispose() },
  );
}

interface OpenPanel {
  readonly panel: WebviewPanel;
  show(root: string | undefined, filter: RowFilter | undefined): void;
  dispose(): void;
}

function openPanel(session: Session, panel: WebviewPanel, extensionUri: Uri, firstRoot?: string, firstFilter?: RowFilter): OpenPanel {
  let root = firstRoot;
  let filter = firstFilter;
  const snapshot = (): PanelSnapshot => {
    const { projects } = session.snapshot;
    const project = projects.find((candidate) => candidate.root === root) ?? projects[0];
    return { projects: projects.map(({ root: path, name }) => ({ root: path, name })), ...(project ? { project } : {}) };
  };
  const post = (): void => remote.tell("snapshot", snapshot());
  const api: PanelApi = {
    ready: () => {
      // Handed out once: when the panel is drawn again, what the user has chosen since counts.
      const asked = filter;
      filter = undefined;
      return Promise.resolve({ snapshot: snapshot(), ...(asked === undefined ? {} : { filter: asked }) });
    },
    rows: (query) => session.rows(query.root, query.filter, query.offset, query.limit),
    select: (chosen) => {
      root = chosen;
      post();
      return Promise.resolve();
    },
    openLf: async ({ root: project, name }) => void (await vscodeCommands.executeCommand(internalCommands.openLf, project, name)),
    openFile: ({ file, line, column }) => openPlace(file, line, column, ViewColumn.One),
    clarity: ({ root: project, goldLabel, source = "labelModel" }) => Promise.resolve(session.clarity(project, goldLabel, source)),
    explain: ({ root: project, row }) => session.explain(project, row),
    pin: async (row) => void (await vscodeCommands.executeCommand(commands.pinRow, row)),
    debugRow: async (row) => void (await vscodeCommands.executeCommand(commands.debugRow, row)),
    exportLabels: async (project) => void (await vscodeCommands.executeCommand(commands.exportLabels, project)),
    openEvaluation: async (project) => void (await vscodeCommands.executeCommand(commands.openEvaluation, project)),
  };
  const remote: Remote<PanelEvents> = connect<PanelEvents, PanelApi>(webviewPipe(panel), api);
  panel.iconPath = Uri.joinPath(extensionUri, "media", "icon.png");
  panel.webview.html = webviewPage(panel.webview, extensionUri, "webview", "Clarity Matrix");
  const stop = session.onChange(post);
  return {
    panel,
    show: (chosen, rows) => {
      root = chosen ?? root;
      filter = rows ?? filter;
      post();
      // A hidden panel's page is gone and cannot answer: it is handed the filter when it is drawn again.
      if (rows)
        void remote.call("show", rows).then(
          () => (filter = filter === rows ? undefined : filter),
          () => undefined,
        );
    },
    dispose: () => {
      stop();
      remote.close("The panel was closed.");
    },
  };
}
