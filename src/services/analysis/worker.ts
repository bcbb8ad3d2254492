// The analysis thread: statistics and label models, off the editor's thread. It keeps the last fit of each project.
import { parentPort } from "node:worker_threads";
import type { AnalysisApi, AnalysisEvents } from "../../protocol/analysis";
import { portPipe } from "../../protocol/portPipe";
import { connect } from "../../protocol/rpc";
import { analyse, fitted, type Fitted } from "./analyse";
import { countSlices } from "./countSlices";
import { explain } from "./explain";
import { findIssues } from "./issues";
import { structure } from "./lfDependencies";
import { study } from "./study";

if (!parentPort) throw new Error("The analysis runs in a worker thread.");

const fits = new Map<string, Fitted>();

function fitOf(project: string): Fitted {
  const fit = fits.get(project);
  if (!fit) throw new Error("There are no statistics yet.");
  return fit;
}

const session = connect<AnalysisEvents, AnalysisApi>(portPipe(parentPort), {
  analyse: (input) => {
    const fit = fitted(input);
    fits.set(input.project, fit);
    return analyse(fit);
  },
  study: (project) => {
    const fit = fitOf(project);
    return study(fit, () => fits.get(project) === fit);
  },
  slices: ({ project, slices }) => countSlices(fitOf(project), slices),
  explain: ({ project, row }) => explain(fitOf(project), row),
  beliefs: (project) => {
    const { proba, index } = fitOf(project);
    return { proba, rowPattern: index.rowPattern };
  },
  structure: (input) =>
    structure(fitted(input), (done, total) => session.tell("progress", { what: "comparing labeling functions", done, total })),
  issues: findIssues,
  forget: (project) => void fits.delete(project),
});
