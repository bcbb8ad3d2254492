import type { BundleReport, BundleRequest } from "./cluster/bundleProject";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Moves } from "../core/rows/changedRows";
import type { ClarityMatrix } from "../core/clarity/clarity";
import type { ExportOrder } from "../core/export/exportOptions";
import type { LfPair } from "../core/patterns/pairwise";
import type { PredictionSource, RowFilter } from "../core/data/rowFilter";
import { isInside } from "../files/paths";
import type { LabelReport } from "../protocol/engine";
import type { RowExplanation, RowFindings, RowPage, RowView } from "../protocol/panel";
import type { GoldRows } from "../jobs/tuned/goldRows";
import type { VoteRows } from "../jobs/tuned/planVotes";
import type { RowComparison } from "../protocol/rowComparison";
import type { LfSuggestion } from "../protocol/suggest";
import type { LfDependency, Snapshot } from "../protocol/snapshot";
import type { Measuring } from "./allRows/measuring";
import type { AskHooks, AskReport } from "./asking/askModels";
import { planAsking, type AskPlan, type AskRequest } from "./asking/planAsking";
import { runAsking } from "./asking/askTask";
import type { DebugRequest } from "./debug/debugRun";
import type { Judgements } from "./gold/judgements";
import type { Jobs } from "./jobs/jobs";
import { jobOfRecord } from "./jobs/jobsFolder";
import type { Pins } from "./pins/pins";
import type { Training } from "./project/training";
import type { ProjectPorts } from "./project/ports";
import { Project } from "./project/project";
import type { Queries } from "./project/queries";
import type { EvaluationRuns } from "./evaluation/evaluationRuns";
import { compareModels, type CompareModels } from "./evaluation/compareModels";
import { readGoldRows, type GoldRequest } from "./tunedModel/goldRows";
import { readVoteRows, type VotedRows } from "./tunedModel/voteRows";
import { suggestLfs, type Wanted } from "./suggest/suggestLfs";
import type { LfFolder } from "./suggest/writeLfFile";
import type { Tasks } from "./tasks/tasks";

/**
 * The one owner of state: all projects of a workspace, and their fine-tune jobs.
 * One way in (the methods below), one way out (the snapshot: `watch` a part of it, or `onChange` for all of it).
 */
export class Session {
  readonly #projects = new Map<string, Project>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #version = 0;

  /** @param jobs follows the jobs of the projects that are open; a terminal goes without, its commands work on one job each */
  constructor(
    private readonly ports: ProjectPorts,
    private readonly jobs?: Pick<Jobs, "watch" | "changedOnDisk" | "dispose">,
  ) {}

  get snapshot(): Snapshot {
    const roots = [...this.#projects.keys()].sort();
    return { version: this.#version, projects: roots.map((root) => this.#projects.get(root)!.snapshot) };
  }

  /** Told after every change; returns the way to stop it. */
  onChange(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Told when what `select` picks from the snapshot has changed, and told what it is then; not told what it is now.
   * @returns the way to stop it
   */
  watch<T>(
    select: (snapshot: Snapshot) => T,
    listener: (selected: T) => void,
    equal: (a: T, b: T) => boolean = isDeepStrictEqual,
  ): () => void {
    let last = select(this.snapshot);
    return this.onChange((snapshot) => {
      const next = select(snapshot);
      if (equal(next, last)) return;
      last = next;
      listener(next);
    });
  }

  /** Opens the project that this lf.config.json marks. Resolves when its first numbers stand. */
  async open(configFile: string): Promise<void> {
    const root = dirname(configFile);
    const known = this.#projects.get(root);
    if (known) return known.load();
    const project = new Project(root, this.ports, () => this.#notify());
    this.#projects.set(root, project);
    this.#projectsChanged();
    await project.load();
  }

  /** Forgets a project whose config is gone. */
  async close(configFile: string): Promise<void> {
    const root = dirname(configFile);
    const project = this.#projects.get(root);
    this.#projects.delete(root);
    this.#projectsChanged();
    await project?.dispose();
  }

  /** Forgets the projects in a folder that is gone. */
  closeBelow(folder: string): void {
    for (const { root, configFile } of [...this.#projects.values()]) if (isInside(root, folder)) void this.close(configFile);
  }

  /** A file of the workspace was saved, changed on disk, came or went, or its unsaved text changed; or a folder went with its files. */
  fileChanged(path: string, change: "text" | "disk"): void {
    for (const project of this.#projects.values()) {
      if (change === "disk" && project.configFile === path) void project.load();
      else if (change === "disk" && project.reads(path)) void project.load();
      else if (project.isGoldFile(path)) void project.judgements.reload();
      else if (project.isPinFile(path)) void project.pins.reload();
      else if (project.runsOn(path)) project.requestRun(change);
    }
  }

  /** A record of a job, a training or an evaluation changed on disk, came or went. */
  recordChanged(path: string): void {
    for (const { root, runs } of this.#projects.values()) {
      const job = jobOfRecord(path, root);
      if (job !== undefined) void this.jobs?.changedOnDisk(root, job);
      else runs.changedOnDisk(path);
    }
  }

  /** Reads everything again. */
  async reload(): Promise<void> {
    await Promise.all([...this.#projects.values()].map((project) => project.load()));
  }

  /** What is compared with changed: another choice, or a revision that moved on. Resolves when all baselines are known. */
  async compareAnew(): Promise<void> {
    await Promise.all([...this.#projects.values()].map((project) => project.compareAnew()));
  }

  /** Resolves when a project's baseline is known, or that there is none. */
  baselineKnown(root: string): Promise<void> {
    return this.#project(root).baselineKnown();
  }

  /** Where rows went between the baseline and now; undefined without a baseline. */
  moves(root: string): Moves | undefined {
    return this.#project(root).queries.moves();
  }

  rows(root: string, filter: RowFilter, offset: number, limit: number): Promise<RowPage> {
    return this.#project(root).queries.rows(filter, offset, limit);
  }

  /** What gave rows of a project's sample each LF's vote. */
  findings(root: string, rows: readonly number[]): Promise<readonly RowFindings[]> {
    return this.#project(root).queries.findings(rows);
  }

  /** The numbers of all rows of a project's sample that pass a filter. */
  matching(root: string, filter: RowFilter): Uint32Array {
    return this.#project(root).queries.matching(filter);
  }

  /** One row of a project's sample. */
  row(root: string, row: number): Promise<RowView> {
    return this.#project(root).queries.row(row);
  }

  /** All that a debugger needs to ask an LF about a row of the sample, or about one that is pinned to it. */
  debugTarget(root: string, lf: string, at: { readonly row: number } | { readonly pin: string }): Promise<Omit<DebugRequest, "stop">> {
    return this.#project(root).queries.debugTarget(lf, at);
  }

  /** Runs a project's LFs over all rows and writes the denoised labels; a task. Rejects with a plain message. */
  label(root: string, order: ExportOrder): Promise<LabelReport> {
    return this.#project(root).label(order);
  }

  /** Tells of a project's exports what they are going to hold; runs its LFs first if they have not run yet. Rejects with a plain message. */
  async forecast(root: string): ReturnType<Queries["forecast"]> {
    const project = this.#project(root);
    if (!project.snapshot.numbers.sample.set) await project.run();
    return project.queries.forecast();
  }

  /** A folder with which a cluster runs a project's LFs; a task. Rejects with a plain message. */
  bundle(root: string, request: BundleRequest): Promise<BundleReport> {
    return this.#project(root).bundle(request);
  }

  /** A project's statistics on all rows, not only the sample's. */
  measuring(root: string): Measuring {
    return this.#project(root).measuring;
  }

  /** The clarity matrix of the rows whose gold is one label. */
  clarity(root: string, goldLabel: string, source: PredictionSource, slice?: string): ClarityMatrix {
    return this.#project(root).queries.clarity(goldLabel, source, slice);
  }

  /** The LFs that vote on at least one same row of the sample, by their places in the snapshot. */
  pairs(root: string, slice?: string): readonly LfPair[] {
    return this.#project(root).queries.pairs(slice);
  }

  /** LFs of a project that depend on each other, by structure learning on the sample; a task. Rejects with a plain message. */
  structure(root: string): Promise<readonly LfDependency[]> {
    return this.#project(root).structure();
  }

  /** LFs that would add to a project's denoised labels, the best first; a task. Rejects with a plain message. */
  async suggest(root: string, wanted: Wanted): Promise<readonly LfSuggestion[]> {
    return suggestLfs(this.#project(root).longWork, wanted);
  }

  /** Where a project's LF files are. */
  lfFolder(root: string): LfFolder {
    return { root, functions: this.#project(root).longWork.ready().config.functions };
  }

  explain(root: string, row: number): Promise<RowExplanation> {
    return this.#project(root).queries.explain(row);
  }

  /** Rows with gold of a project's data, as a tuned model is asked about them; a task. Rejects with a plain message. */
  async goldRows(root: string, request: GoldRequest): Promise<GoldRows> {
    return readGoldRows(this.#project(root).longWork, request);
  }

  /** Rows of a project's data that a tuned model is to vote on; a task. Rejects with a plain message. */
  async voteRows(root: string, which: VotedRows): Promise<VoteRows> {
    return readVoteRows(this.#project(root).longWork, which);
  }

  /** What a project's prompts would ask models; a task. Nothing is sent. Rejects with a plain message. */
  async planAsking(root: string, request: AskRequest): Promise<AskPlan> {
    return planAsking(this.#project(root).longWork, request);
  }

  /** Asks models, a task, and has the numbers follow the answers. @param ask sends what was agreed to */
  async ask(root: string, ask: (hooks: AskHooks) => Promise<AskReport>): Promise<AskReport> {
    const project = this.#project(root);
    return runAsking(project.longWork, () => project.requestRun("text"), ask);
  }

  /** A project's trainings and evaluations on record. */
  runs(root: string): EvaluationRuns {
    return this.#project(root).runs;
  }

  /** Two of a project's models row by row; a task. Rejects with a plain message. */
  async compare(root: string, models: CompareModels): Promise<RowComparison> {
    return compareModels(this.#project(root).longWork, models);
  }

  /** A project's end model. */
  training(root: string): Training {
    return this.#project(root).training;
  }

  /** A project's pinned examples and floors. */
  pins(root: string): Pins {
    return this.#project(root).pins;
  }

  /** A project's judgements by hand. */
  judgements(root: string): Judgements {
    return this.#project(root).judgements;
  }

  /** Runs what changed, whatever the editor's settings say. */
  async run(): Promise<void> {
    await Promise.all([...this.#projects.values()].map((project) => project.run()));
  }

  /** A project's long work that is under way. */
  tasks(root: string): Tasks {
    return this.#project(root).tasks;
  }

  /** Ends the LFs' run on a project's sample; its tasks go on. */
  async cancelRun(root: string): Promise<void> {
    await this.#project(root).cancelRun();
  }

  async dispose(): Promise<void> {
    this.#listeners.clear();
    this.jobs?.dispose();
    const projects = [...this.#projects.values()];
    this.#projects.clear();
    await Promise.all([this.ports.analyst.dispose(), ...projects.map((project) => project.dispose())]);
  }

  #project(root: string): Project {
    const project = this.#projects.get(root);
    if (!project) throw new Error(`There is no project in ${root}.`);
    return project;
  }

  #projectsChanged(): void {
    this.jobs?.watch([...this.#projects.keys()]);
    this.#notify();
  }

  #notify(): void {
    this.#version++;
    const snapshot = this.snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }
}
