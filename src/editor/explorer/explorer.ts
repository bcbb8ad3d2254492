import { Disposable, EventEmitter, window, type Memento, type TreeDataProvider } from "vscode";
import type { Session } from "../../services/session";
import { numbersIn } from "../platform/watched";
import { views } from "../ids";
import { sortedLfs, sortPicker, type SortOrder } from "./sort";
import { exportItem, exportsItem } from "./exportItems";
import { dataItem, lfItem, newLfItem, problemItem, projectItem, type Node } from "./items";

/** The sidebar: projects, under each its data, its problems and its LFs, worst first unless sorted otherwise. */
export function registerExplorer(session: Session, memory: Memento): Disposable {
  const changed = new EventEmitter<Node | undefined>();
  const order = (): SortOrder => memory.get<SortOrder>("sortOrder", "health");
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => (node === undefined ? roots(session) : childrenOf(node, order())),
    getTreeItem: (node) => {
      if (node.kind === "project") return projectItem(node.project);
      if (node.kind === "lf") return lfItem(node.lf, node.project);
      if (node.kind === "data") return dataItem(node.project);
      if (node.kind === "newLf") return newLfItem(node.project);
      if (node.kind === "exports") return exportsItem(node.project);
      if (node.kind === "export") return exportItem(node.made);
      return problemItem(node.problem);
    },
  };
  const view = window.createTreeView(views.projects, { treeDataProvider: provider, showCollapseAll: true });
  const redraw = (): void => changed.fire(undefined);
  return Disposable.from(changed, view, sortPicker(memory, order, redraw), { dispose: session.watch(numbersIn, redraw) });
}

const roots = (session: Session): Node[] => session.snapshot.projects.map((project): Node => ({ kind: "project", project }));

function childrenOf(node: Node, order: SortOrder): Node[] {
  if (node.kind === "exports") return (node.project.exports ?? []).map((made): Node => ({ kind: "export", made }));
  return node.kind === "project" ? children(node, order) : [];
}

function children({ project }: Extract<Node, { kind: "project" }>, order: SortOrder): Node[] {
  const problems = project.problems.slice(0, 20).map((problem): Node => ({ kind: "problem", problem }));
  const lfs = sortedLfs(project, order).map((lf): Node => ({ kind: "lf", lf, project }));
  const begin = project.phase === "ready" && lfs.length === 0 ? [{ kind: "newLf", project } satisfies Node] : [];
  const exports = (project.exports ?? []).length > 0 ? [{ kind: "exports", project } satisfies Node] : [];
  return [...(project.data ? [{ kind: "data", project } satisfies Node] : []), ...exports, ...problems, ...lfs, ...begin];
}
