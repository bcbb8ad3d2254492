import { basename, join } from "node:path";
import type { DatasetInfo, LabelReport, ProjectSpec } from "../../protocol/engine";
import type { SliceResult } from "../../protocol/slices";
import { adoptSlices, sliceProblems } from "../slices/sliceState";
import type { Problem } from "../../core/data/problem";
import type { ExportOrder } from "../../core/export/exportOptions";
import type { SourceFile } from "../../protocol/sourceFile";
import { isInside } from "../../files/paths";
import { answersFolder, userStateFolder } from "../../files/userState";
import type { LfDependency, ProjectSnapshot } from "../../protocol/snapshot";
import { createMeasuring, type Measuring } from "../allRows/measuring";
import { createBaselineFollower, type BaselineFollower } from "../baseline/baselineFollower";
import { regraded } from "../baseline/regraded";
import { parseConfig, type ParsedConfig } from "../config/parse";
import { isGoldFile } from "../../gold/readGold";
import { createJudgements, type GoldChange, type Judgements } from "../gold/judgements";
import { PIN_FILE_ENDING } from "../pins/pinFile";
import { createPins, type Pins } from "../pins/pins";
import { CONFIG_FILE, type ProjectConfig } from "../config/schema";
import { dataPattern } from "../config/dataPattern";
import { bundleProject, type BundleReport, type BundleRequest } from "../cluster/bundleProject";
import { labelModelSpec, resolveSpec } from "../config/spec";
import { createEvaluationRuns, type EvaluationRuns } from "../evaluation/evaluationRuns";
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
import { createProjectStore, type ProjectStore } from "./projectStore";
import { createRunScheduler, type RunScheduler } from "./runScheduler";
import type { ProjectState } from "./state";
import { findStructure } from "./structure";
import { createVoteAnalysis, type VoteAnalysis } from "./voteAnalysis";

/**
 * One project: reads its config, opens its data, runs its LFs and analyses their votes. Its state is the store's; when its LFs run is
 * the scheduler's affair; here the parts are tied together.
 */
export class Project {
  readonly #store: ProjectStore;
  readonly #runs: RunScheduler;
  readonly #engine: Engine;
  readonly #analysis: VoteAnalysis;
  readonly #baseline: BaselineFollower;
  /** Pinned examples and floors. */
  readonly pins: Pins;
  /** What people said of rows. */
  readonly judgements: Judgements;
  /** What views ask. */
  readonly queries: Queries;
  /** Long work that is under way. */
  readonly tasks: Tasks;
  /** What long work needs of it. */
  readonly longWork: LongWork;
  /** The end model. */
  readonly training: Training;
  /** Statistics on all rows. */
  readonly measuring: Measuring;
  /** Trainings and evaluations on record. */
  readonly runs: EvaluationRuns;
  readonly #retraining: Retraining;
  readonly #exports: Exports;
  #spec: ProjectSpec | undefined;
  #parsed: ParsedConfig | undefined;
  #isLfFile: (path: string) => boolean = () => false;
  #files: LfFileList | undefined;
  #following = Promise.resolve();
  /** Counts loads: what an older one still awaits is dropped. */
  #load = 0;

  constructor(
    readonly root: string,
    private readonly ports: ProjectPorts,
    onChange: () => void,
  ) {
    const first: ProjectState = { root, name: basename(root), phase: "loading", configProblems: [], runProblems: [], lfs: [], tasks: [] };
    this.#store = createProjectStore(first, () => this.#analysis.count(), onChange);
    const tell = this.#store.change;
    const state = (): ProjectState => this.#store.state;
    const warn = (what: string, error: unknown): void => this.#warn(what, error);
    const sources = this.#sources;
    this.tasks = createTasks((tasks) => tell({ tasks }));
    this.#analysis = createVoteAnalysis({ analyst: ports.analyst, state, tell, warn });
    this.#runs = createRunScheduler({
      ...{ store: this.#store, analysis: this.#analysis, visible: ports.visible, log: ports.log, warn },
      engine: () => this.#engine,
      files: () => this.#files,
      planned: () => this.#retraining.follow(),
      sliced: (slices) => this.#sliced(slices),
      analysed: (files) => void this.#followBaseline(files),
      finished: () => this.#retraining.follow(),
    });
    this.#engine = ports.engine({
      ...this.#runs.events,
      progress: (progress) => tell({ progress }),
      lfStarted: () => {},
      log: (line) => ports.log(line),
    });
    this.#baseline = createBaselineFollower(ports, tell);
    this.longWork = {
      ...{ root, ports, engine: this.#engine, tasks: this.tasks, sources, state },
      settle: () => this.#runs.settle(),
      ready: () => this.#ready(),
    };
    const shown = { snapshot: () => this.snapshot, tell: (pinFiles: ProjectState["pinFiles"]) => tell({ pinFiles }) };
    this.pins = createPins({ ...this.longWork, ...shown }, ports);
    this.judgements = createJudgements({ work: this.longWork, ports, regrade: (change) => this.#regrade(change) });
    this.queries = createQueries({ engine: this.#engine, ports, sources, current: () => this.#current() });
    this.training = createTraining(this.longWork, {
      use: (endModel) => this.#use(endModel),
      trained: () => this.#retraining.follow(),
    });
    this.measuring = createMeasuring(this.longWork, tell);
    this.#retraining = createRetraining({
      ...{ training: this.training, state, warn },
      endRetraining: () => void this.tasks.cancel(({ kind }) => kind === "retrain"),
      isWanted: () => ports.retrains(),
      isUnsaved: () => ports.unsaved().some(({ path }) => this.runsOn(path)),
    });
    this.runs = createEvaluationRuns(root, onChange);
    this.#exports = createExports(root, (exports) => tell({ exports }));
  }

  get snapshot(): ProjectSnapshot {
    return this.#store.snapshot;
  }

  get configFile(): string {
    return join(this.root, CONFIG_FILE);
  }

  /** Whether the data must be read again when this file changes or comes, or this folder goes. */
  reads(path: string): boolean {
    const named = this.#spec && !this.isGoldFile(path) ? dataPattern(path, this.root, this.#spec.data) : undefined;
    return named !== undefined || (this.#store.state.info?.files ?? []).some((file) => isInside(file, path));
  }

  /** Whether this file says what LFs must vote on pinned rows. */
  isPinFile(path: string): boolean {
    return path.endsWith(PIN_FILE_ENDING) && isInside(path, this.root);
  }

  /** Whether this file holds judgements by hand. */
  isGoldFile(path: string): boolean {
    return isGoldFile(path, this.root);
  }

  /** Whether a change of this file must start a run: it is an LF file (new ones too), or one imports it; or a folder that held such a file. */
  runsOn(path: string): boolean {
    return this.#isLfFile(path) || [...this.#runs.watched].some((file) => isInside(file, path));
  }

  /** Reads config and data again and runs everything. Resolves when the numbers stand, or when `problems` says why not. */
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
      answersFolder: answersFolder(this.ports.state ?? userStateFolder()),
    });
    if (!spec) return this.#fail(problems);
    [this.#spec, this.#parsed] = [spec, parsed];
    this.#isLfFile = lfFileMatcher(this.root, parsed.config.functions);
    this.#files = createLfFileList({
      root: this.root,
      patterns: parsed.config.functions,
      boundary: spec.boundary,
      unsaved: this.ports.unsaved,
    });
    this.#store.change({
      phase: "loading",
      config: parsed.config,
      configProblems: [],
      progress: { what: "reading data", done: 0, total: 0 },
    });
    try {
      const info = await this.#engine.open(spec);
      if (!isCurrent()) return;
      const judged = await this.judgements.adopt(info);
      if (!isCurrent()) return;
      await this.#adopt(info, judged);
    } catch (error) {
      if (!isCurrent()) return;
      return this.#fail([parsed.problemAt(["data"], messageOf(error))]);
    }
    if (!this.ports.runsSample) return this.#beReady();
    await Promise.all([this.pins.reload(), this.run()]);
    this.#exports.refresh();
    await this.training.adopt();
  }

  /** Ready for work on all rows, without numbers of the sample. */
  async #beReady(): Promise<void> {
    await this.#sources();
    this.#store.change({ phase: "ready", progress: undefined, runProblems: this.#files?.problems() ?? [] });
    this.#store.flush();
  }

  /** Runs soon: calls within one frame become one run, and the newest wins. */
  requestRun(change: "text" | "disk"): void {
    if (change === "disk") {
      this.#baseline.diskChanged();
      this.#exports.refresh();
      this.#retraining.saved();
      this.#runs.diskChanged();
    }
    this.#runs.request();
  }

  /** The LF files as they are now. */
  #sources = async (): Promise<readonly SourceFile[]> => (await this.#files?.fresh()) ?? [];

  /** Runs what changed, on disk too. Resolves when the numbers of this or of a newer run stand. */
  run(): Promise<void> {
    return this.#runs.run();
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
  async label(order: ExportOrder): Promise<LabelReport> {
    const { config, spec } = this.#ready();
    assertNoData(order.out, this.root, spec.data);
    const title = `Labels of ${this.#store.state.name}`;
    // The LFs' pass and the writing are a bar each.
    const exporting = this.tasks.run({ kind: "export", title, unit: "rows", bars: 2, excludes: ["export"] }, (task) =>
      onAllRows(this.longWork, task, async (engine) =>
        engine.label({ ...order, files: await this.#sources(), labelModel: labelModelSpec(config) }),
      ),
    );
    return exporting.finally(() => this.#exports.refresh());
  }

  /** Writes a folder with which a cluster runs the LFs. Rejects with a plain message. */
  bundle(request: BundleRequest): Promise<BundleReport> {
    return bundleProject(this.longWork, this.ports.clusterPrograms, request);
  }

  /** LFs that depend on each other, by structure learning on the sample's votes. Rejects with a plain message. */
  structure(): Promise<readonly LfDependency[]> {
    return findStructure(this.longWork, this.ports.analyst);
  }

  #ready(): { readonly config: ProjectConfig; readonly spec: ProjectSpec } {
    const { config, info } = this.#store.state;
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
    this.#runs.close();
    this.#store.close();
    this.#analysis.close();
    this.#baseline.close();
    this.#exports.close();
    await Promise.all([this.tasks.close(), this.#engine.dispose()]);
    this.ports.analyst.forget(this.root);
  }

  async #adopt(info: DatasetInfo, judged: GoldChange): Promise<void> {
    const { config } = this.#store.state;
    const before = this.#store.state.info;
    const isSame = info.fingerprint === before?.fingerprint;
    if (info.rowsFingerprint !== before?.rowsFingerprint) this.#runs.forgetResults();
    this.#baseline.invalidate();
    this.#store.change({
      ...judged,
      lfs: [],
      numbers: undefined,
      baseline: undefined,
      endModel: undefined,
      slices: undefined,
      sliceNumbers: undefined,
      ...(isSame ? {} : { allRows: undefined }),
    });
    await writeGeneratedTypes({
      root: this.root,
      labels: config?.labels ?? [],
      columns: info.columns,
      sdkTypes: this.ports.sdkTypes,
      goldColumn: config?.columns.gold,
      endpoints: Object.keys(config?.endpoints ?? {}),
    }).catch((error: unknown) => this.#warn("the row types cannot be written", error));
  }

  /** Other gold: all numbers are counted again, and no LF runs but those that vote what people say. */
  async #regrade(change: GoldChange): Promise<void> {
    this.#analysis.changed();
    this.#store.change(change);
    this.#store.flush();
    if ([...this.#runs.watched].some((path) => this.isGoldFile(path))) this.#runs.request();
    await this.#analysis.follow();
    this.#analysis.study();
    const before = this.#store.state.baseline;
    const baseline = await regraded(this.ports.analyst, this.#store.state).catch(() => undefined);
    // Another one may have been found meanwhile.
    if (baseline && this.#store.state.baseline === before) this.#store.change({ baseline });
  }

  #sliced(results: readonly SliceResult[]): void {
    const slices = adoptSlices(this.#store.state.slices ?? [], results);
    const inConfig = (name: string, message: string): Problem => this.#parsed!.problemAt(["slices", name], message);
    this.#store.change({ slices, sliceProblems: sliceProblems(slices, inConfig) });
    this.#analysis.slicesChanged();
  }

  async #followBaseline(files: readonly SourceFile[]): Promise<void> {
    const { info, config, analysis } = this.#store.state;
    const spec = this.#spec;
    if (!info || !config || !analysis || !spec) return;
    const run = { state: this.#store.state, spec, config, info, files, watched: this.#runs.watched, results: this.#runs.results };
    this.#following = this.#baseline.follow(run);
    await this.#following;
  }

  #fail(problems: ProjectState["configProblems"]): void {
    this.#runs.overtake();
    this.#store.change({ phase: "failed", progress: undefined, configProblems: problems });
    this.#store.flush();
  }

  #warn(what: string, error: unknown): void {
    this.ports.log({ level: "warn", text: `${this.#store.state.name}: ${what}: ${messageOf(error)}` });
  }

  /** Shows a new end model. Resolves when the analysis knows it. */
  async #use(endModel: NonNullable<ProjectState["endModel"]>): Promise<void> {
    this.#analysis.changed();
    this.#store.change({ endModel });
    await this.#analysis.follow();
    this.#analysis.study();
    this.#retraining.follow();
  }

  /** The state with every vote counted. */
  #current(): ProjectState {
    this.#store.flush();
    return this.#store.state;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
