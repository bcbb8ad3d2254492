import { Disposable, RelativePattern, Uri, workspace, type GlobPattern } from "vscode";
import { gitFolder } from "../../services/baseline/git";
import type { Session } from "../../services/session";
import { rootsIn } from "../platform/watched";
import { baselineChoice } from "../platform/settings";

/** git writes these whenever HEAD moves. */
const heads = "{HEAD,logs/HEAD}";

/** Reloads the baselines when HEAD of a project's repository moves. */
export function watchRevisions(session: Session): Disposable {
  const compareAnew = (): void => {
    if (baselineChoice() !== "saved") void session.compareAnew();
  };
  const watch = (pattern: GlobPattern): Disposable => {
    const watcher = workspace.createFileSystemWatcher(pattern);
    return Disposable.from(watcher, watcher.onDidChange(compareAnew), watcher.onDidCreate(compareAnew));
  };
  /** Of projects whose repository is around the workspace's folder, by root; undefined where it is inside, or not known yet. */
  const outside = new Map<string, Disposable | undefined>();
  const watchOutside = async (root: string): Promise<void> => {
    outside.set(root, undefined);
    const folder = await gitFolder(root);
    if (folder !== undefined && outside.has(root) && !workspace.getWorkspaceFolder(Uri.file(folder)))
      outside.set(root, watch(new RelativePattern(Uri.file(folder), heads)));
  };
  const forget = (root: string): void => {
    outside.get(root)?.dispose();
    outside.delete(root);
  };
  const stop = session.watch(rootsIn, (found) => {
    const roots = new Set(found);
    for (const root of outside.keys()) if (!roots.has(root)) forget(root);
    for (const root of roots) if (!outside.has(root)) void watchOutside(root);
  });
  return Disposable.from(watch(`**/.git/${heads}`), { dispose: stop }, { dispose: () => [...outside.keys()].forEach(forget) });
}
