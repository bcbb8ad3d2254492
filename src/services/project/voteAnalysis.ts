import type { DatasetInfo } from "../../protocol/engine";
import type { ProjectConfig } from "../config/schema";
import { sliceNumbers } from "../slices/sliceNumbers";
import type { ProjectPorts } from "./ports";
import { createVoteFollower } from "./liveNumbers";
import { analysisInput, voteMatrix, type ProjectState } from "./state";

/** Keeps a project's numbers those of its votes: statistics at once, label model and clarity matrix once the analysis has them. */
export interface VoteAnalysis {
  /** The votes, or the end model, are others than those that were counted last. */
  changed(): void;
  /** Counts the votes if they changed, and has the label model follow. */
  count(): void;
  /** Slices have other rows. */
  slicesChanged(): void;
  /** How long counting took last, in ms. */
  countMs(): number;
  /** Resolves when the analysis knows all votes. One is made at a time; votes that come meanwhile make for one more. */
  follow(): Promise<void>;
  /** Works out what takes longer once the votes have rested for half a second: while somebody types, it would be in the way. */
  study(): void;
  /** Nothing is worked out any more. */
  close(): void;
}

const REST_MS = 500;

/** While results of many LFs arrive, all of them are counted again and again: at most this share of the time goes into that. */
const COUNTING_SHARE = 0.1;

export interface VoteAnalysisOptions {
  readonly analyst: ProjectPorts["analyst"];
  readonly state: () => ProjectState;
  readonly tell: (change: Pick<ProjectState, "numbers" | "analysis" | "study" | "sliceNumbers">) => void;
  readonly warn: (what: string, error: unknown) => void;
}

export function createVoteAnalysis({ analyst, state, tell, warn }: VoteAnalysisOptions): VoteAnalysis {
  const countVotes = createVoteFollower();
  let isBehind = false;
  let slicesAreBehind = false;
  let countMs = 0;
  let countedMs = -Infinity;
  let due: NodeJS.Timeout | undefined;
  let analysing: Promise<void> | undefined;
  let resting: NodeJS.Timeout | undefined;

  async function analyse(): Promise<void> {
    while (isBehind || slicesAreBehind) {
      const { info, config } = state();
      if (!info || !config) return;
      try {
        if (isBehind) await analyseVotes(info, config);
        else await countSlices(info);
      } catch (error) {
        warn("the statistics could not be computed", error);
      }
    }
  }

  async function analyseVotes(info: DatasetInfo, config: ProjectConfig): Promise<void> {
    [isBehind, slicesAreBehind] = [false, true];
    const analysis = await analyst.analyse(analysisInput(state(), info, config));
    if (state().info === info) tell({ analysis, study: undefined });
  }

  async function countSlices(info: DatasetInfo): Promise<void> {
    slicesAreBehind = false;
    const { root, slices = [], analysis } = state();
    if (!analysis) return;
    const withRows = slices.flatMap(({ name, rows }) => (rows ? [{ name, rows }] : []));
    const counted = withRows.length === 0 ? [] : await analyst.slices({ project: root, slices: withRows });
    if (state().info === info && state().analysis === analysis) tell({ sliceNumbers: sliceNumbers(counted, state(), analysis) });
  }

  async function follow(): Promise<void> {
    analysing ??= analyse().finally(() => (analysing = undefined));
    await analysing;
  }

  /** An analysis that comes between ends it. */
  async function studyNow(): Promise<void> {
    const { root, analysis } = state();
    const study = await analyst.study(root).catch(() => undefined);
    if (study && state().analysis === analysis) tell({ study });
  }

  /** How long to wait, in ms, before the votes are worth counting again: not at all once those of all LFs are here. */
  function countsIn(): number {
    const arePending = state().lfs.some(({ result, stale }) => !result || stale);
    return arePending ? countedMs + countMs / COUNTING_SHARE - performance.now() : 0;
  }

  function count(): void {
    clearTimeout(due);
    const { info, lfs } = state();
    if (!isBehind || !info) return;
    const waitMs = countsIn();
    if (waitMs > 0) return void (due = setTimeout(count, waitMs).unref());
    const startedMs = performance.now();
    const names = lfs.map(({ site }) => site.name);
    const numbers = countVotes(names, voteMatrix(state(), info));
    countedMs = performance.now();
    countMs = countedMs - startedMs;
    tell({ numbers });
    void follow();
  }

  return {
    changed() {
      isBehind = true;
      clearTimeout(resting);
    },
    slicesChanged: () => void (slicesAreBehind = true),
    count,
    countMs: () => countMs,
    follow,
    study() {
      clearTimeout(resting);
      resting = setTimeout(() => void studyNow(), REST_MS).unref();
    },
    close() {
      clearTimeout(resting);
      clearTimeout(due);
    },
  };
}
