/** Opens the evaluation panel on two runs of the spam project. */
import type { EvaluatedProject, EvaluationApi, EvaluationEvents, EvaluationSnapshot } from "../../src/protocol/evaluationPanel";
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

function apiOf(project: EvaluatedProject): EvaluationApi {
  return {
    ready: () => Promise.resolve(snapshotOf(project)),
    select: () => Promise.resolve(),
    chooseRun: () => Promise.resolve(),
    sideBySide: ({ first, second, covered }) => Promise.resolve().then(() => sideBySide([run, olderRun], first, second, covered)),
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
