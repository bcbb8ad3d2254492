// What the evaluation panel shows of a project: which run, whether it still holds, and why nothing can be trained.
import assert from "node:assert/strict";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import { evaluatedProject } from "../../../src/services/evaluation/evaluatedProject";
import { olderRun, run } from "./trainingRun";

const site = { name: "a", file: "/p/a.lf.ts", line: 1, column: 1, endLine: 1, faults: [], stale: false };
const project: ProjectSnapshot = {
  root: "/p",
  name: "p",
  phase: "ready",
  labels: ["HAM", "SPAM"],
  numbers: { sample: { rows: 0, goldRows: 0, labels: ["HAM", "SPAM"], lfs: [site] } },
  problems: [],
  pinned: [],
  tasks: [],
};
const { id, at, training, evaluation } = run;
const latest = (stale: boolean): ProjectSnapshot => ({ ...project, endModel: { id, file: "/p/m", at, training, evaluation, stale } });
const runs = { records: [run, olderRun], unreadable: [] };

describe("the evaluated project", () => {
  it("shows the newest run, or the chosen one while it is there", () => {
    assert.equal(evaluatedProject(project, runs).run, run);
    assert.equal(evaluatedProject(project, runs, olderRun.id).run, olderRun);
    assert.equal(evaluatedProject(project, runs, "gone").run, run);
    assert.deepEqual(evaluatedProject(project, runs).runs[1]!.sources, ["endModel"]);
  });

  it("marks a run as out of date when its LFs are not the present ones", () => {
    const marks = (of: ProjectSnapshot, chosen?: string): boolean[] => {
      const { current, stale } = evaluatedProject(of, runs, chosen);
      return [current, stale];
    };
    assert.deepEqual(marks(latest(false)), [true, false]);
    assert.deepEqual(marks(latest(true)), [true, true]);
    assert.deepEqual(marks(latest(false), olderRun.id), [false, true]); // it learned from other LFs than the latest
    assert.deepEqual(marks(project), [false, false]); // nothing is known yet
  });

  it("says why nothing can be trained", () => {
    const blocked = (change: Partial<ProjectSnapshot>): string | undefined => evaluatedProject({ ...project, ...change }, runs).blocked;
    assert.equal(blocked({}), undefined);
    assert.match(blocked({ phase: "failed" })!, /Problems view/);
    assert.match(blocked({ numbers: { sample: { ...project.numbers.sample, lfs: [] } } })!, /no LFs to learn from yet/);
  });
});
