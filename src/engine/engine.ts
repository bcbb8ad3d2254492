import type { EngineApi } from "../protocol/engine";
import { createBundleReceiver } from "./bundle";
import { labelRows } from "./labelRows";
import { createLfRunner } from "./lfRunner";
import { openedOf, openProject, restoreProject, type OpenOptions, type OpenProject } from "./openProject";
import { runSample } from "./runSample";
import type { Tell, WorkerApi } from "./workerApi";

/**
 * The worker's side: reads the data, loads and runs LFs. All it holds can be made again.
 * @param position [0] is set to the row under way
 * @returns what the client may call, and where errors go that nobody caught
 */
export function createEngine(tell: Tell, position: Int32Array): { readonly api: WorkerApi; readonly stray: (thrown: unknown) => void } {
  const runner = createLfRunner(tell, position);
  const options: OpenOptions = {
    onStep: (step) => tell("step", step),
    onProgress: (progress) => tell("progress", progress),
    print: runner.print,
  };
  const receive = createBundleReceiver();
  let project: OpenProject | undefined;
  let latestRun = 0;

  const current = (): OpenProject => {
    if (!project) throw new Error("There is no open project.");
    return project;
  };
  async function replace(next: OpenProject): Promise<void> {
    const before = project;
    project = next;
    await before?.close();
  }

  const api: WorkerApi = {
    async open(spec) {
      const opened = await openProject(spec, options);
      await replace(opened);
      return openedOf(opened);
    },
    async restore({ spec, opened }) {
      await replace(await restoreProject(spec, opened, options));
    },
    run({ compilation, ...request }) {
      const at = current();
      latestRun = request.run;
      const isCurrent = (): boolean => latestRun === request.run && project === at;
      const plan = at.files.load(compilation.files, receive(compilation), request);
      return runSample({ project: at, plan, request, runner, tell, isCurrent });
    },
    rows: (rows) => Promise.resolve(cellsOf(current(), rows)),
    async label({ compilation, ...request }) {
      const at = current();
      const plan = at.files.load(compilation.files, receive(compilation), { ...request, fresh: true });
      return labelRows({ project: at, dataset: await at.dataset(), plan, request, runner, onProgress: options.onProgress });
    },
  };
  return { api, stray: runner.stray };
}

function cellsOf({ table }: OpenProject, rows: readonly number[]): Awaited<ReturnType<EngineApi["rows"]>> {
  return rows
    .filter((row) => row >= 0 && row < table.rows)
    .map((row) => ({ row, cells: Object.fromEntries(Array.from(table.columns, ([name, cells]) => [name, cells[row] ?? null])) }));
}
