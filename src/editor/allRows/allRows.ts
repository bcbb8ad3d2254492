import { commands as vscodeCommands, Disposable, Uri, window, workspace } from "vscode";
import { allRowsTitle, withAllRows } from "../../services/allRows";
import { lfTable } from "../../services/lfTable";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { followWork } from "../platform/followWork";

const SCHEME = "lf-lens-all-rows";

/** Statistics on all rows, in a read-only document of their own: the numbers elsewhere stay those of the sample. */
export function registerAllRows(session: Session): Disposable {
  const texts = new Map<string, string>();
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: ({ query }) => texts.get(query) ?? "" }),
    vscodeCommands.registerCommand(commands.measureAllRows, async (root?: string) => {
      try {
        const text = await measure(session, root);
        if (text === undefined) return;
        // A document of an earlier run stays as it was: each has its number.
        const run = String(texts.size + 1);
        texts.set(run, text);
        await window.showTextDocument(Uri.from({ scheme: SCHEME, path: `/All rows ${run}.txt`, query: run }), { preview: false });
      } catch (error) {
        void window.showErrorMessage(`No statistics on all rows: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
}

async function measure(session: Session, root: string | undefined): Promise<string | undefined> {
  const project = await chooseProject(session, "Statistics on all rows of", root);
  if (!project) return undefined;
  const title = `All rows of ${project.name}`;
  const report = await followWork(session, {
    ...{ root: project.root, title, label: "$(graph) All rows", unit: "rows", bars: 1 },
    progressOf: ({ progress }) => progress,
    run: () => session.measure(project.root),
    cancel: () => session.cancel(project.root),
  });
  return report && `${allRowsTitle()}\n${lfTable(withAllRows(project, report))}\n`;
}
