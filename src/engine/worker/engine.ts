import type { EngineApi } from "../../protocol/engine";
import { localApplier } from "../apply/applyToAll";
import type { AllRows } from "../apply/voteOnRows";
import { createBundleReceiver } from "../bundle";
import { compareRows } from "../endModel/compareRows";
import { predictSample } from "../endModel/predictSample";
import { trainRows } from "../endModel/trainRows";
import { writePredictions } from "../endModel/writePredictions";
import { labelRows } from "../export/labelRows";
import { createLfRunner } from "../run/lfRunner";
import { locateRows } from "../apply/locateRows";
import { measureRows } from "../apply/measureRows";
import { openQuestions } from "../apply/openQuestions";
import { matchRows } from "../run/matchRows";
import { openedOf, openProject, restoreProject, type OpenOptions, type OpenProject } from "../run/openProject";
import { runSample } from "../run/runSample";
import { sliceSample } from "../run/sliceSample";
import { voteExamples } from "../run/voteExamples";
import { suggestLfs } from "../suggest/suggestLfs";
import type { GrowingWatch } from "../realm/builtins";
import { createUserCode } from "../realm/userCode";
import type { CompiledRequest, Tell, WorkerApi } from "../workerApi";

/**
 * The worker's side: reads the data, loads and runs LFs. All it holds can be made again.
 * @param position see WorkerStart
 * @param builtins of this thread
 * @returns what the client may call, and where errors go that nobody caught
 */
export function createEngine(
  tell: Tell,
  position: Int32Array,
  builtins: GrowingWatch,
): { readonly api: WorkerApi; readonly stray: (thrown: unknown, promise?: object) => void } {
  const memoryMb = (): number | undefined => project?.spec.limits.memoryMb;
  const userCode = createUserCode({ tell, position, builtins, memoryMb });
  const runner = createLfRunner(tell, position, userCode);
  const options: OpenOptions = {
    userCode,
    builtins,
    onProgress: (progress) => tell("progress", progress),
    print: runner.print,
    onRead: runner.onRead,
    returned: runner.returned,
    consulted: runner.consulted,
  };
  const receive = createBundleReceiver();
  let project: OpenProject | undefined;
  let lastTurn = 0;
  let latestRun = 0;

  const current = (): OpenProject => {
    if (!project) throw new Error("There is no open project.");
    return project;
  };
  /** Where two are being opened, the later one stays. */
  async function adopt(opening: Promise<OpenProject>): Promise<OpenProject> {
    const turn = ++lastTurn;
    const opened = await opening;
    const leaving = turn === lastTurn ? project : opened;
    if (turn === lastTurn) project = opened;
    await leaving?.close();
    return opened;
  }

  /** What it takes to run over all rows: the data, and LFs that are loaded again. */
  async function onAllRows<R extends CompiledRequest<object>>({ compilation, ...request }: R): Promise<AllRows<Omit<R, "compilation">>> {
    const bundles = receive(compilation);
    const at = current();
    const plan = at.files.load(compilation.files, bundles, { ...request, fresh: true });
    const data = { project: at, dataset: await at.dataset(), plan, onProgress: options.onProgress };
    return { ...data, request, applier: localApplier({ ...data, runner }) };
  }

  const api: WorkerApi = {
    open: async (spec) => openedOf(await adopt(openProject(spec, options))),
    async restore({ spec, opened }) {
      await adopt(restoreProject(spec, opened, options));
    },
    async run({ compilation, ...request }) {
      const startedMs = performance.now();
      // Taken before anything can fail: the sender will not send these bundles again.
      const bundles = receive(compilation);
      const at = current();
      latestRun = request.run;
      const isCurrent = (): boolean => latestRun === request.run && project === at;
      const plan = at.files.load(compilation.files, bundles, request);
      const loadedMs = performance.now();
      await runSample({ project: at, plan, request, runner, tell, isCurrent });
      const slices = isCurrent() && !request.withoutSlices ? await sliceSample({ project: at, plan, request, runner }) : [];
      return { overtaken: !isCurrent(), slices, load: loadedMs - startedMs, run: performance.now() - loadedMs };
    },
    rows: (rows) => Promise.resolve(cellsOf(current(), rows)),
    async locate(keys) {
      const at = current();
      return locateRows({ spec: at.spec, dataset: await at.dataset(), keys, onProgress: options.onProgress });
    },
    async vote({ compilation, ...request }) {
      const bundles = receive(compilation);
      const at = current();
      const plan = at.files.load(compilation.files, bundles, request);
      return voteExamples({ ...request, project: at, plan, runner });
    },
    async questions({ compilation, ...request }) {
      const bundles = receive(compilation);
      const at = current();
      const plan = at.files.load(compilation.files, bundles, request);
      return openQuestions({ project: at, plan, request, runner, onProgress: options.onProgress });
    },
    matches({ compilation, rows, ...request }) {
      const at = current();
      const plan = at.files.load(compilation.files, receive(compilation), request);
      return Promise.resolve(matchRows(at, plan, rows));
    },
    versions({ compilation, ...request }) {
      const plan = current().files.load(compilation.files, receive(compilation), request);
      return Promise.resolve(plan.lfs.map(({ key }) => key));
    },
    label: async (sent) => labelRows(await onAllRows(sent)),
    train: async (sent) => trainRows(await onAllRows(sent)),
    measure: async (sent) => measureRows(await onAllRows(sent)),
    async predict(request) {
      const at = current();
      return writePredictions({ project: at, dataset: await at.dataset(), request, onProgress: options.onProgress });
    },
    async compare(request) {
      const { spec, dataset } = current();
      return compareRows({ spec, dataset: await dataset(), request, onProgress: options.onProgress });
    },
    suggest: (request) => Promise.resolve().then(() => suggestLfs(current(), request, options.onProgress)),
    predictSample: ({ model }) => predictSample(current(), model),
  };
  return { api, stray: (thrown, promise) => runner.stray(thrown, userCode.ownerOf(promise)) };
}

function cellsOf({ table }: OpenProject, rows: readonly number[]): Awaited<ReturnType<EngineApi["rows"]>> {
  return rows
    .filter((row) => row >= 0 && row < table.rows)
    .map((row) => ({ row, cells: Object.fromEntries(Array.from(table.columns, ([name, cells]) => [name, cells[row] ?? null])) }));
}
