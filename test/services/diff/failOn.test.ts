import assert from "node:assert/strict";
import type { DiffFigures, DiffReport } from "../../../src/services/diff/diffReport";
import { brokenLimits, parseLimits } from "../../../src/services/diff/failOn";

const figures = (coverage: number, accuracy: number | null, conflicts = 0): DiffFigures => ({
  coverage,
  accuracy,
  conflicts,
  overlaps: 0,
  correct: 0,
  incorrect: 0,
});
const change = { gained: 0, lost: 0, relabeled: 0, newlyRight: 0, newlyWrong: 0 };
const lf = (name: string, before: DiffFigures | null, after: DiffFigures | null): DiffReport["lfs"][number] => ({
  name,
  status: "changed",
  renamedFrom: null,
  before,
  after,
  change,
});

const report = {
  set: { before: figures(0.8, 0.9), after: figures(0.76, 0.9), change },
  lfs: [
    lf("worse", figures(0.1, 0.8), figures(0.1, 0.79, 0.05)),
    lf("narrower", figures(0.5, null), figures(0.4, 0.5)),
    lf("added", null, figures(0.1, 0.1)),
    lf("removed", figures(0.9, 0.9), null),
  ],
};

describe("--fail-on", () => {
  const cases: [limits: string, broken: string[]][] = [
    ["accuracy<-1", []],
    ["accuracy<=-1", ["worse -1"]],
    ["accuracy<-0.5", ["worse -1"]],
    ["coverage<-5", ["narrower -10"]],
    ["coverage<-3", ["the set -4", "narrower -10"]],
    ["set:coverage<-3", ["the set -4"]],
    ["lf: coverage < -3", ["narrower -10"]],
    ["conflict>4", ["worse 5"]],
    ["overlap>=0", ["the set 0", "worse 0", "narrower 0"]],
    ["accuracy<-0.5, coverage<-5", ["worse -1", "narrower -10"]],
  ];
  for (const [limits, broken] of cases)
    it(`finds ${broken.length === 0 ? "nothing" : broken.join(", ")} beyond ${limits}`, () =>
      assert.deepEqual(
        brokenLimits(report, parseLimits(limits)).map(({ what, points }) => `${what} ${points}`),
        broken,
      ));

  for (const wrong of ["", "accuracy", "accuracy=1", "votes<1", "accuracy<one", "accuracy<1,", "all:accuracy<1"])
    it(`does not take ${JSON.stringify(wrong)}`, () => assert.throws(() => parseLimits(wrong), /is not a valid limit. Give a metric/));
});
