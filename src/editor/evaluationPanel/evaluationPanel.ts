import { Disposable, type Uri, type WebviewPanel } from "vscode";
import type { EvaluationApi, EvaluationEvents, EvaluationSnapshot, RowFilter } from "../../protocol/evaluationPanel";
import type { Remote } from "../../protocol/rpc";
import type { NamedComparison } from "../../services/evaluation/comparisonText";
import { evaluatedProject } from "../../services/evaluation/evaluatedProject";
import { sideBySide } from "../../services/evaluation/sideBySide";
import type { Session } from "../../services/session";
import { commands, internalCommands, panels } from "../ids";
import { register, reporting, run as runCommand } from "../platform/commands";
import { createPanels, type PanelContent } from "../platform/panels";
import { projectToShow } from "../platform/projectOnScreen";
import { connectPage } from "../platform/webviewPage";
import { exportEvaluation } from "./exportEvaluation";

/** What the panel shows again after the window was reloaded. */
interface Shown {
  readonly root?: string;
  readonly run?: string;
}

/** The evaluation: one panel, which shows one project's runs at a time. */
export function registerEvaluationPanel(session: Session, extensionUri: Uri): Disposable {
  const open = createPanels<Shown>({
    ...{ viewType: panels.evaluation, title: "Evaluation", extensionUri },
    keyOf: () => "",
    restored: (kept) => kept,
    fill: (panel, shown) => fillPanel(session, extensionUri, panel, shown),
  });
  return Disposable.from(
    register(commands.openEvaluation, "Evaluation", (root) => open.show(typeof root === "string" ? { root } : {})),
    register(commands.exportEvaluation, "The evaluation could not be exported", (root, run) => exportEvaluation(session, root, run)),
    open,
  );
}

function fillPanel(session: Session, extensionUri: Uri, panel: WebviewPanel, first: Shown): PanelContent<Shown> {
  let shown = first;
  let compared: (NamedComparison & { readonly root: string }) | undefined;
  let posted = "";
  const project = () => session.snapshot.projects.find(({ root }) => root === shown.root) ?? projectToShow(session.snapshot);
  const snapshot = (): EvaluationSnapshot => {
    const current = project();
    return {
      projects: session.snapshot.projects.map(({ root, name }) => ({ root, name })),
      ...(current && { project: evaluatedProject(current, session.runs(current.root).known, shown.run) }),
    };
  };
  /** A keystroke changes the session, and seldom anything that is shown here. */
  const post = (): void => {
    const next = snapshot();
    const text = JSON.stringify(next);
    if (text !== posted) remote.tell("snapshot", next);
    posted = text;
  };
  const show = async (next: Shown): Promise<void> => {
    shown = next;
    const current = project();
    if (current) await session.runs(current.root).read();
    post();
  };

  const api: EvaluationApi = {
    ready: async () => {
      await show(shown);
      return snapshot();
    },
    select: (root) => show({ root }),
    chooseRun: (run) => show({ ...shown, run }),
    sideBySide: ({ first: one, second, covered }) => {
      const { root } = project() ?? {};
      return Promise.resolve(sideBySide(root === undefined ? [] : session.runs(root).known.records, one, second, covered));
    },
    rowByRow: async (models) => {
      const { root } = project() ?? {};
      if (root === undefined) throw new Error("There is no project.");
      const { records, tuned } = session.runs(root).known;
      const comparison = await session.compare(root, { runs: records, tuned, ...models });
      compared = { root, ...models, comparison };
      return comparison;
    },
    train: async () => {
      const { root } = project() ?? {};
      shown = root === undefined ? {} : { root }; // the new run is the one to see
      await runCommand(commands.trainEndModel, root);
    },
    useAsLf: async () => void (await runCommand(commands.useAsLf, project()?.root)),
    exportMarkdown: () =>
      reporting("The evaluation could not be exported", () =>
        exportEvaluation(session, project()?.root, snapshot().project?.run?.id, compared?.root === project()?.root ? compared : undefined),
      ),
    showRows: (filter) => showRows(session, project()?.root, filter),
  };
  const remote: Remote<EvaluationEvents> = connectPage(panel, extensionUri, "evaluationPanel", api);
  const stop = session.watch(snapshot, post);
  return {
    show: (next) => {
      if (next.root !== undefined) void show(next);
    },
    dispose: () => {
      stop();
      remote.close("The panel was closed.");
    },
  };
}

/** An evaluation is of all rows, the rows panel of the sample's: it is better said here than shown as an empty list there. */
async function showRows(session: Session, root: string | undefined, filter: RowFilter): Promise<void> {
  if (root === undefined) return;
  const { total } = await session.rows(root, filter, 0, 1);
  if (total > 0) await runCommand(internalCommands.showRows, root, filter);
  else
    throw new Error(
      'None of these rows is in the sample. The sample leaves out test rows; "sample" in lf.config.json sets how many of the others it draws.',
    );
}
