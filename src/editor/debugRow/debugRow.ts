import { basename } from "node:path";
import { debug, Disposable, Uri, workspace } from "vscode";
import { prepareDebugRun, type DebugRun } from "../../services/debug/debugRun";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { register, type DebugArgument } from "../platform/commands";
import { chooseLf, chooseLfOfRow } from "../platform/chooseLf";
import { chooseRow } from "../platform/chooseRow";
import { hasBreakpoint, launchConfiguration } from "./launch";

/** What is debugged: an LF, and a row of the sample or a pinned one. */
interface Target {
  readonly root: string;
  readonly lf: string;
  readonly at: { readonly row: number } | { readonly pin: string };
  /** The row's id. */
  readonly id: string;
}

/** Starts the JavaScript debugger in an LF on one row; the command tells whether it did. @param dist the folder with the built bundles */
export function registerDebugRow(session: Session, dist: string): Disposable {
  const runs = new Map<string, DebugRun>();
  const start = async (argument?: DebugArgument): Promise<boolean> => {
    const target = argument ? await targetOf(session, argument) : await targetOfCursor(session);
    if (target) await startDebugging(session, dist, target, runs);
    return target !== undefined;
  };
  return Disposable.from(
    register(commands.debugRow, "Cannot debug", start),
    debug.onDidTerminateDebugSession(({ configuration }) => {
      const folder = configuration[FOLDER_KEY] as unknown;
      if (typeof folder !== "string") return;
      void runs.get(folder)?.remove();
      runs.delete(folder);
    }),
    { dispose: () => runs.forEach((run) => void run.remove()) },
  );
}

/** Where a launch configuration says which run it is of. */
const FOLDER_KEY = "lfLensFolder";

async function targetOf(session: Session, { root, lf, row, rows, pin }: DebugArgument): Promise<Target | undefined> {
  if (lf !== undefined && pin !== undefined) return { root, lf, at: { pin }, id: pin };
  if (lf !== undefined && rows !== undefined) {
    const { rows: found } = await session.rows(root, { lf: { name: lf, rows } }, 0, 1);
    if (!found[0]) throw new Error(`${lf} no longer has such a row.`);
    return { root, lf, at: { row: found[0].row }, id: found[0].id };
  }
  const project = session.snapshot.projects.find((candidate) => candidate.root === root);
  if (!project || row === undefined) return undefined;
  const view = await session.row(root, row);
  const chosen = lf ?? (await chooseLfOfRow(project, view, `Debug on ${view.id}`));
  return chosen === undefined ? undefined : { root, lf: chosen, at: { row }, id: view.id };
}

async function targetOfCursor(session: Session): Promise<Target | undefined> {
  const chosen = await chooseLf(session, "Debug");
  const row = chosen && (await chooseRow(session, chosen, `Debug ${chosen.lf.name} on`));
  return row && { root: chosen.project.root, lf: chosen.lf.name, at: { row: row.row }, id: row.id };
}

async function startDebugging(session: Session, dist: string, { root, lf, at, id }: Target, runs: Map<string, DebugRun>): Promise<void> {
  const target = await session.debugTarget(root, lf, at);
  const site = session.snapshot.projects.find((project) => project.root === root)?.numbers.sample.lfs.find(({ name }) => name === lf);
  const run = await prepareDebugRun(dist, { ...target, stop: !site || !hasBreakpoint(site) });
  runs.set(run.folder, run);
  const name = `${lf} on ${id}`;
  const folder = workspace.getWorkspaceFolder(Uri.file(root));
  const started = await debug.startDebugging(folder, { ...launchConfiguration(run, { name, root, dist }), [FOLDER_KEY]: run.folder });
  if (started) return;
  runs.delete(run.folder);
  await run.remove();
  throw new Error(`the debugger did not start for ${basename(target.file)}.`);
}
