/** Opens the evaluation panel on two runs of the spam project. */
import { pairedDifference } from "../../src/core/endModel/pairedDifference";
import type {
  EvaluatedProject,
  EvaluationApi,
  EvaluationEvents,
  EvaluationSnapshot,
  RowComparison,
} from "../../src/protocol/evaluationPanel";
import { sideBySide } from "../../src/services/evaluation/sideBySide";
import { olderRun, run } from "../services/evaluation/trainingRun";
import { usePage, type OpenPage, type PageOptions } from "./openPage";

const names = [run, olderRun].map(({ id, at, training, evaluation }) => ({
  id,
  at,
  target: training.target,
  sources: Object.keys(evaluation.metrics),
}));
/** The shown run is the latest of two. */
export const evaluated: EvaluatedProject = {
  root: "/projects/comments",
  name: "comments",
  runs: names,
  run,
  current: true,
  stale: false,
  unreadable: [],
};
/** Before the first training. */
export const untrained: EvaluatedProject = {
  root: "/projects/comments",
  name: "comments",
  runs: [],
  current: false,
  stale: false,
  unreadable: [],
};

export const snapshotOf = (project: EvaluatedProject): EvaluationSnapshot => ({
  projects: [{ root: project.root, name: project.name }],
  project,
});

/** Two runs' end models on the same rows. */
const compared: RowComparison = {
  splits: [
    { split: "dev", rows: 120, changed: 9, leftOut: 0, bothRight: 80, onlyFirst: 2, onlySecond: 6, neither: 12, ...paired(80, 2, 6, 12) },
    {
      split: "test",
      rows: 500,
      changed: 31,
      leftOut: 0,
      bothRight: 350,
      onlyFirst: 9,
      onlySecond: 18,
      neither: 23,
      ...paired(350, 9, 18, 23),
    },
  ],
  first: [
    { id: "c7", split: "dev", text: "Check out <b>my channel</b> & subscribe!!!", gold: "SPAM", first: "HAM", second: "SPAM" },
    { id: "c900", split: "test", text: "I love this song", gold: "HAM", first: "HAM", second: "SPAM" },
    { id: "c31", split: "train", text: "who is here in 2026", gold: null, first: null, second: "HAM" },
  ],
  notes: [],
};

function paired(bothRight: number, onlyFirst: number, onlySecond: number, neither: number): ReturnType<typeof pairedDifference> {
  return pairedDifference({ bothRight, onlyFirst, onlySecond, neither });
}

function apiOf(project: EvaluatedProject): EvaluationApi {
  return {
    ready: () => Promise.resolve(snapshotOf(project)),
    select: () => Promise.resolve(),
    chooseRun: () => Promise.resolve(),
    sideBySide: ({ first, second, covered }) => Promise.resolve().then(() => sideBySide([run, olderRun], first, second, covered)),
    rowByRow: () => Promise.resolve(compared),
    train: () => Promise.resolve(),
    useAsLf: () => Promise.resolve(),
    exportMarkdown: () => Promise.resolve(),
    showRows: () => Promise.resolve(),
  };
}

/** Opens the evaluation panel for the tests of a `describe`. */
export function useEvaluation(): (
  project: EvaluatedProject,
  options?: PageOptions,
  api?: Partial<EvaluationApi>,
) => Promise<OpenPage<EvaluationEvents>> {
  const open = usePage<EvaluationApi, EvaluationEvents>("evaluationPanel");
  return (project, options, api = {}) => open({ ...apiOf(project), ...api }, options);
}
