import type { EngineEvents, LfResult, RunAnswer, RunRequest } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { SliceResult } from "../../protocol/slices";
import { knownSlices } from "../slices/sliceState";
import type { LfFileList } from "./lfFiles";
import type { Engine } from "./ports";
import { FRAME_MS, type ProjectStore } from "./projectStore";
import { keepResult, knownVersions } from "./results";
import { hasSameVotes, planEntries, runText } from "./state";
import type { VoteAnalysis } from "./voteAnalysis";

/** When a project's LFs run on the sample: one run a frame, of which the newest wins. */
export interface RunScheduler {
  /** Results of all versions that are kept, by key. */
  readonly results: ReadonlyMap<string, LfResult>;
  /** Every file that the LFs of the last plan depend on. */
  readonly watched: ReadonlySet<string>;
  /** What the engine tells of runs. */
  readonly events: Pick<EngineEvents, "planned" | "lfDone">;
  /** Runs at once, unless a run began within this frame. */
  request(): void;
  /** Files may have come or gone since they were listed. */
  diskChanged(): void;
  /** Runs what changed, on disk too. Resolves when the numbers of this or of a newer run stand. */
  run(): Promise<void>;
  /** Resolves when no run is under way or due. */
  settle(): Promise<void>;
  /** Other rows: what older votes were is of no use. */
  forgetResults(): void;
  /** Nothing of the run under way counts any more. */
  overtake(): void;
  close(): void;
}

export interface RunSchedulerOptions {
  readonly store: ProjectStore;
  readonly engine: () => Engine;
  readonly analysis: VoteAnalysis;
  /** The LF files; undefined before the config is read. */
  readonly files: () => LfFileList | undefined;
  /** Files whose LFs go first. */
  readonly visible: () => readonly string[];
  readonly log: EngineEvents["log"];
  readonly warn: (what: string, error: unknown) => void;
  readonly planned: () => void;
  /** The slices of a run, which the analysis is to count. */
  readonly sliced: (slices: readonly SliceResult[]) => void;
  /** The analysis knows all votes of a run; the project is not called ready yet. @param files what was run */
  readonly analysed: (files: readonly SourceFile[]) => void;
  /** The numbers of a run stand. */
  readonly finished: () => void;
}

export function createRunScheduler(options: RunSchedulerOptions): RunScheduler {
  const { store, engine, analysis, files: listed } = options;
  const results = new Map<string, LfResult>();
  let watched: ReadonlySet<string> = new Set();
  let number = 0;
  /** LFs that the latest run had to run. */
  let ran = 0;
  let diskChanged = true;
  let timer: NodeJS.Timeout | undefined;
  let beganMs = -Infinity;
  let running: Promise<void> | undefined;

  /** What the engine need not find out again. */
  const known = (): Pick<RunRequest, "known" | "knownSlices"> => ({
    known: knownVersions(results.values()),
    knownSlices: knownSlices(store.state.slices),
  });

  async function runNow(): Promise<void> {
    const list = listed();
    if (!store.state.info || !list) return;
    const run = ++number;
    [beganMs, ran] = [performance.now(), 0];
    try {
      const looksAtDisk = diskChanged;
      diskChanged = false;
      const files = await (looksAtDisk ? list.fresh() : list.known());
      if (run !== number) return;
      store.change({ phase: "running", progress: undefined });
      const answer = await engine().run({ run, files, first: options.visible(), ...known(), keep: true });
      if (answer.overtaken || run !== number) return;
      options.sliced(answer.slices);
      // The statistics are told at once; the label model takes its time.
      store.flush();
      await analysis.follow();
      if (run !== number) return;
      options.analysed(files);
      finish(answer);
    } catch (error) {
      if (run === number) options.warn("the run was interrupted", error);
    }
  }

  function finish({ run, ms, parts }: RunAnswer): void {
    store.change({
      ...{ phase: "ready", progress: undefined },
      lastRun: { run, ms, lfs: ran, parts: { ...parts, statistics: analysis.countMs() } },
    });
    options.log({ level: "info", text: runText(store.state, { run, ms, ran }) });
    store.flush();
    options.finished();
    analysis.study();
  }

  async function runLatest(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const mine = runNow().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    await mine;
  }

  return {
    results,
    get watched() {
      return watched;
    },
    events: {
      planned(plan) {
        if (plan.run !== number) return;
        watched = new Set(plan.watched);
        const { state } = store;
        for (const { result } of plan.former ?? []) keepResult(results, result, state.lfs);
        const lfs = planEntries(plan, state.lfs, results);
        if (!state.numbers || !hasSameVotes(lfs, state.lfs)) analysis.changed();
        store.change({ lfs, runProblems: [...(listed()?.problems() ?? []), ...plan.problems] });
        options.planned();
      },
      lfDone(result) {
        if (result.run === number) ran++;
        const { lfs } = store.state;
        keepResult(results, result, lfs);
        analysis.changed();
        store.change({ lfs: lfs.map((lf) => (lf.site.key === result.key ? { site: lf.site, result, stale: false } : lf)) });
      },
    },
    request() {
      clearTimeout(timer);
      timer = setTimeout(() => void runLatest(), beganMs + FRAME_MS - performance.now());
    },
    diskChanged: () => void (diskChanged = true),
    async run() {
      diskChanged = true;
      await runLatest();
    },
    async settle() {
      if (timer) await runLatest();
      while (running) await running;
    },
    forgetResults: () => results.clear(),
    overtake: () => void number++,
    close() {
      number++;
      clearTimeout(timer);
    },
  };
}
