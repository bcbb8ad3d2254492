import { basename, join } from "node:path";
import type { DatasetInfo, EngineEvents, LabelReport, LabelRequest, LfResult, ProjectSpec, RunAnswer } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import { isInside } from "../../files/paths";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { createMeasuring, type Measuring } from "../allRows/measuring";
import { changesOf } from "../baseline/baseline";
import { createBaselineFollower, type BaselineFollower } from "../baseline/baselineFollower";
import { parseConfig } from "../config/parse";
import type { ProjectConfig } from "../config/schema";
import { PIN_FILE_ENDING } from "../pins/pinFile";
import { createPins, type Pins } from "../pins/pins";
import { CONFIG_FILE } from "../config/schema";
import { dataPattern } from "../config/dataPattern";
import { labelModelSpec, resolveSpec } from "../config/spec";
import { createExports, type Exports } from "../export/exportList";
import { assertNoData } from "../export/place";
import { writeGeneratedTypes, writeSchema } from "./generatedTypes";
import { createLfFileList, lfFileMatcher, type LfFileList } from "./lfFiles";
import type { Engine, ProjectPorts } from "./ports";
import { createQueries, type Queries } from "./queries";
import { onAllRows, type LongWork } from "../tasks/longWork";
import { createTasks, type Tasks } from "../tasks/tasks";
import { createRetraining, type Retraining } from "./retraining";
import { createTraining, type Training } from "./training";
import { keepResult, knownVersions } from "./results";
import { dataSummary, hasSameVotes, planEntries, runText, type ProjectState } from "./state";
import { projectSnapshot } from "./projectSnapshot";
import { createVoteAnalysis, type VoteAnalysis } from "./voteAnalysis";

/** About one frame: edits and results that come closer together are taken as one. */
const FRAME_MS = 16;

/**
 * One project: reads its config, opens its data, runs its LFs and analyses their votes.
 * All its state is one value that `#dispatch` replaces; `onChange` is told once a frame.
 */
export class Project {
  #state: ProjectState;
  /** The last snapshot, and what it was made of: many ask for it, and it takes its time. */
  #shown: { readonly state: ProjectState; readonly snapshot: ProjectSnapshot } | undefined;
  readonly #results = new Map<string, LfResult>();
  readonly #engine: Engine;
  readonly #analysis: VoteAnalysis;
  readonly #baseline: BaselineFollower;
  /** Pinned examples and floors. */
  readonly pins: Pins;
  /** What views ask. */
  readonly queries: Queries;
  /** Long work that is under way. */
  readonly tasks: Tasks;
  readonly #longWork: LongWork;
  /** The end model. */
  readonly training: Training;
  /** Statistics on all rows. */
  readonly measuring: Measuring;
  readonly #retraining: Retraining;
  readonly #exports: Exports;
  #spec: ProjectSpec | undefined;
  #watched: ReadonlySet<string> = new Set();
  #isLfFile: (path: string) => boolean = () => false;
  #files: LfFileList | undefined;
  #run = 0;
  /** Files may have come or gone since they were listed. */
  #diskChanged = true;
  /** LFs that the latest run had to run. */
  #ran = 0;
  #runTimer: NodeJS.Timeout | undefined;
  #ranAt = -Infinity;
  #running: Promise<void> | undefined;
  #frame: NodeJS.Timeout | undefined;
  #following = Promise.resolve();
  /** Counts loads: what an older one still awaits is dropped. */
  #load = 0;

  constructor(
    readonly root: string,
    private readonly ports: ProjectPorts,
    private readonly onChange: () => void,
  ) {
    this.#state = { root, name: basename(root), phase: "loading", configProblems: [], runProblems: [], lfs: [], tasks: [] };
    this.tasks = createTasks((tasks) => this.#dispatch({ tasks }));
    this.#engine = ports.engine(this.#events());
    this.#analysis = createVoteAnalysis({
      analyst: ports.analyst,
      state: () => this.#state,
      tell: (change) => this.#dispatch(change),
      warn: (what, error) => this.#warn(what, error),
    });
    this.#baseline = createBaselineFollower(ports, (found) => this.#dispatch(found));
    this.pins = createPins(
      {
        root,
        engine: this.#engine,
        state: () => this.#state,
        snapshot: () => this.snapshot,
        settle: () => this.#settle(),
        sources: () => this.#sources(),
        tell: (pinFiles) => this.#dispatch({ pinFiles }),
      },
      ports,
    );
    this.queries = createQueries({ engine: this.#engine, ports, sources: () => this.#sources(), current: () => this.#current() });
    this.#longWork = {
      ...{ root, ports, engine: this.#engine, tasks: this.tasks },
      sources: () => this.#sources(),
      state: () => this.#state,
      ready: () => this.#ready(),
    };
    this.training = createTraining(this.#longWork, {
      use: (endModel) => this.#use(endModel),
      trained: () => this.#retraining.follow(),
    });
    this.measuring = createMeasuring(this.#longWork, (change) => this.#dispatch(change));
    this.#retraining = createRetraining({
      training: this.training,
      endRetraining: () => void this.tasks.cancel(({ kind }) => kind === "retrain"),
      isWanted: () => ports.retrains(),
      state: () => this.#state,
      isUnsaved: () => ports.unsaved().some(({ path }) => this.runsOn(path)),
      warn: (what, error) => this.#warn(what, error),
    });
    this.#exports = createExports(root, (exports) => this.#dispatch({ exports }));
  }

  get snapshot(): ProjectSnapshot {
    if (this.#shown?.state !== this.#state) this.#shown = { state: this.#state, snapshot: projectSnapshot(this.#state) };
    return this.#shown.snapshot;
  }

  get configFile(): string {
    return join(this.root, CONFIG_FILE);
  }

  /** Whether the data must be read anew when this file changes or comes, or this folder goes. */
  reads(path: string): boolean {
    const named = this.#spec && dataPattern(path, this.root, this.#spec.data);
    return named !== undefined || (this.#state.info?.files ?? []).some((file) => isInside(file, path));
  }

  /** Whether this file says what LFs must vote on pinned rows. */
  isPinFile(path: string): boolean {
    return path.endsWith(PIN_FILE_ENDING) && isInside(path, this.root);
  }

  /** Whether a change of this file must start a run: it is an LF file (new ones too), or one imports it; or a folder that held such a file. */
  runsOn(path: string): boolean {
    return this.#isLfFile(path) || [...this.#watched].some((file) => isInside(file, path));
  }

  /** Reads config and data anew and runs everything. Resolves when the numbers stand, or when `problems` says why not. */
  async load(): Promise<void> {
    const load = ++this.#load;
    if (load > 1) this.#retraining.saved();
    const isCurrent = (): boolean => load === this.#load;
    const text = await this.ports.readText(this.configFile).catch((error: unknown) => String(error));
    const parsed = parseConfig(text, this.configFile);
    if (!isCurrent()) return;
    await writeSchema(this.root).catch((error: unknown) => this.#warn(".lf-lens cannot be written", error));
    if (!parsed.config) return this.#fail(parsed.problems);
    const { spec, problems } = resolveSpec(parsed, parsed.config, this.root, {
      limits: this.ports.limits(),
      sample: this.ports.sample,
      boundary: this.ports.boundary(this.root),
      cacheFolder: this.ports.cacheFolder,
    });
    if (!spec) return this.#fail(problems);
    this.#spec = spec;
    this.#isLfFile = lfFileMatcher(this.root, parsed.config.functions);
    this.#files = createLfFileList({
      root: this.root,
      patterns: parsed.config.functions,
      boundary: spec.boundary,
      unsaved: this.ports.unsaved,
    });
    this.#dispatch({ phase: "loading", config: parsed.config, configProblems: [], progress: { what: "reading data", done: 0, total: 0 } });
    try {
      const info = await this.#engine.open(spec);
      if (!isCurrent()) return;
      await this.#adopt(info);
    } catch (error) {
      if (!isCurrent()) return;
      return this.#fail([parsed.problemAt(["data"], messageOf(error))]);
    }
    await Promise.all([this.pins.reload(), this.run()]);
    this.#exports.refresh();
    await this.training.adopt();
  }

  /** Runs soon: calls within one frame become one run, and the newest wins. */
  requestRun(change: "text" | "disk"): void {
    if (change === "disk") {
      this.#baseline.diskChanged();
      this.#exports.refresh();
      this.#retraining.saved();
      this.#diskChanged = true;
    }
    clearTimeout(this.#runTimer);
    // At once, unless a run began within this frame.
    this.#runTimer = setTimeout(() => void this.#runLatest(), this.#ranAt + FRAME_MS - performance.now());
  }

  /** The LF files as they are now. */
  #sources = async (): Promise<readonly SourceFile[]> => (await this.#files?.fresh()) ?? [];

  /** Resolves when no run is under way or due. */
  async #settle(): Promise<void> {
    if (this.#runTimer) await this.#runLatest();
    while (this.#running) await this.#running;
  }

  /** Runs what changed, on disk too. Resolves when the numbers of this or of a newer run stand. */
  async run(): Promise<void> {
    this.#diskChanged = true;
    await this.#runLatest();
  }

  async #runLatest(): Promise<void> {
    clearTimeout(this.#runTimer);
    this.#runTimer = undefined;
    const running = this.#runNow().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    await running;
  }

  async #runNow(): Promise<void> {
    const { info } = this.#state;
    const list = this.#files;
    if (!info || !list) return;
    const run = ++this.#run;
    this.#ranAt = performance.now();
    this.#ran = 0;
    try {
      const looksAtDisk = this.#diskChanged;
      this.#diskChanged = false;
      const files = await (looksAtDisk ? list.fresh() : list.known());
      if (run !== this.#run) return;
      this.#dispatch({ phase: "running", progress: undefined });
      const known = knownVersions(this.#results.values());
      const answer = await this.#engine.run({ run, files, first: this.ports.visible(), known });
      if (answer.overtaken || run !== this.#run) return;
      // The statistics are told at once; the label model takes its time.
      this.#flush();
      await this.#analysis.follow();
      if (run !== this.#run) return;
      void this.#followBaseline(files);
      this.#finish(answer);
      this.#analysis.study();
    } catch (error) {
      if (run === this.#run) this.#warn("the run ended early", error);
    }
  }

  /** What is compared with changed, by choice or because the revision moved on. Resolves when the baseline is known. */
  async compareAnew(): Promise<void> {
    this.#baseline.invalidate();
    await this.#followBaseline(await this.#sources());
  }

  /** Resolves when the baseline of the last run is known, or that there is none. */
  baselineKnown(): Promise<void> {
    return this.#following;
  }

  /** Runs the LFs over all rows and writes the denoised labels. Rejects with a plain message. */
  async label(request: Omit<LabelRequest, "files" | "labelModel">): Promise<LabelReport> {
    const { config, spec } = this.#ready();
    assertNoData(request.out, this.root, spec.data);
    const title = `Labels of ${this.#state.name}`;
    // The LFs' pass and the writing are a bar each.
    const exporting = this.tasks.run({ kind: "export", title, unit: "rows", bars: 2, excludes: ["export"] }, (task) =>
      onAllRows(this.#longWork, task, async (engine) =>
        engine.label({ ...request, files: await this.#sources(), labelModel: labelModelSpec(config) }),
      ),
    );
    return exporting.finally(() => this.#exports.refresh());
  }

  #ready(): { readonly config: ProjectConfig; readonly spec: ProjectSpec } {
    const { config, info } = this.#state;
    const spec = this.#spec;
    if (!config || !info || !spec) throw new Error(this.snapshot.problems[0]?.message ?? "The project is not ready yet.");
    return { config, spec };
  }

  /** Ends the LFs' run on the sample; tasks go on. */
  async cancelRun(): Promise<void> {
    await this.#engine.cancel();
  }

  async dispose(): Promise<void> {
    this.#load++;
    this.#run++;
    clearTimeout(this.#runTimer);
    clearTimeout(this.#frame);
    this.#analysis.close();
    this.#baseline.close();
    this.#exports.close();
    await Promise.all([this.tasks.close(), this.#engine.dispose()]);
    this.ports.analyst.forget(this.root);
  }

  #events(): EngineEvents {
    return {
      progress: (progress) => this.#dispatch({ progress }),
      planned: (plan) => {
        if (plan.run !== this.#run) return;
        this.#watched = new Set(plan.watched);
        const lfs = planEntries(plan, this.#state.lfs, this.#results);
        if (!this.#state.numbers || !hasSameVotes(lfs, this.#state.lfs)) this.#analysis.changed();
        this.#dispatch({ lfs, runProblems: [...(this.#files?.problems() ?? []), ...plan.problems] });
        this.#retraining.follow();
      },
      lfStarted: () => {},
      lfDone: (result) => {
        if (result.run === this.#run) this.#ran++;
        this.#store(result);
      },
      log: (line) => this.ports.log(line),
    };
  }

  async #adopt(info: DatasetInfo): Promise<void> {
    const { config } = this.#state;
    const before = this.#state.info;
    const isSame = info.fingerprint === before?.fingerprint;
    if (info.rowsFingerprint !== before?.rowsFingerprint) this.#results.clear();
    this.#baseline.invalidate();
    this.#dispatch({
      info,
      data: dataSummary(info),
      lfs: [],
      numbers: undefined,
      baseline: undefined,
      endModel: undefined,
      ...(isSame ? {} : { allRows: undefined }),
    });
    await writeGeneratedTypes({
      root: this.root,
      labels: config?.labels ?? [],
      columns: info.columns,
      sdkTypes: this.ports.sdkTypes,
      goldColumn: config?.columns.gold,
    }).catch((error: unknown) => this.#warn("the row types cannot be written", error));
  }

  async #followBaseline(files: readonly SourceFile[]): Promise<void> {
    const { info, config, analysis } = this.#state;
    const spec = this.#spec;
    if (!info || !config || !analysis || !spec) return;
    const run = { state: this.#state, spec, config, info, files, watched: this.#watched, results: this.#results };
    this.#following = this.#baseline.follow(run);
    await this.#following;
  }

  #store(result: LfResult): void {
    keepResult(this.#results, result, this.#state.lfs);
    this.#analysis.changed();
    this.#dispatch({ lfs: this.#state.lfs.map((lf) => (lf.site.key === result.key ? { site: lf.site, result, stale: false } : lf)) });
  }

  #finish({ run, ms, parts }: RunAnswer): void {
    const lastRun = { run, ms, lfs: this.#ran, parts: { ...parts, statistics: this.#analysis.countMs() } };
    this.#dispatch({ phase: "ready", progress: undefined, lastRun });
    const state = this.#state;
    this.ports.log({ level: "info", text: runText(state, { run, ms, ran: this.#ran }) });
    this.#flush();
    this.#retraining.follow();
  }

  #fail(problems: ProjectState["configProblems"]): void {
    this.#run++;
    this.#dispatch({ phase: "failed", progress: undefined, configProblems: problems });
    this.#flush();
  }

  #warn(what: string, error: unknown): void {
    this.ports.log({ level: "warn", text: `${this.#state.name}: ${what}: ${messageOf(error)}` });
  }

  /** Of a new analysis or a new baseline the changes are new too. */
  #dispatch(change: Partial<ProjectState>): void {
    const state = { ...this.#state, ...change };
    this.#state = "analysis" in change || "baseline" in change ? { ...state, changes: changesOf(state) } : state;
    this.#frame ??= setTimeout(() => this.#flush(), FRAME_MS);
  }

  /** Shows a new end model. Resolves when the analysis knows it. */
  async #use(endModel: NonNullable<ProjectState["endModel"]>): Promise<void> {
    this.#analysis.changed();
    this.#dispatch({ endModel });
    await this.#analysis.follow();
    this.#analysis.study();
    this.#retraining.follow();
  }

  /** The state with every vote counted. */
  #current(): ProjectState {
    this.#flush();
    return this.#state;
  }

  /** Tells everybody now instead of at the frame's end, with every vote counted. */
  #flush(): void {
    if (this.#frame === undefined) return;
    this.#analysis.count();
    clearTimeout(this.#frame);
    this.#frame = undefined;
    this.onChange();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
