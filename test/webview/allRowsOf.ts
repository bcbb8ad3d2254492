/** The spam project measured on all of its 25,000 rows: each figure is 25 times that of the sample. */
import { record, type ClarityCell, type ClarityMatrix } from "../../src/core/clarity/clarity";
import { LF_VERDICTS, PREDICTION_VERDICTS } from "../../src/core/data/rowFilter";
import type { LfSummary } from "../../src/core/statistics/summary";
import type { AllRowsReport } from "../../src/protocol/engine";
import type { AllRowsSnapshot } from "../../src/protocol/panel";
import { allRowsNumbers } from "../../src/services/allRows/allRowsNumbers";
import { spamProject } from "./spamProject";

const TIMES = 25;
const { sample } = spamProject.numbers;

const lfs = sample.lfs.filter(({ summary }) => summary !== undefined);
const figures = ({ votes, overlaps, conflicts, correct, incorrect, polarity }: LfSummary): LfSummary => ({
  ...{ votes: TIMES * votes, overlaps: TIMES * overlaps, conflicts: TIMES * conflicts },
  ...{ correct: TIMES * correct, incorrect: TIMES * incorrect, polarity },
});
const cell = ({ count, blame }: ClarityCell): ClarityCell => ({
  count: TIMES * count,
  blame: blame.map(({ lf, rows }) => ({ lf, rows: TIMES * rows })),
});
const matrix = ({ goldRows, cells }: ClarityMatrix): ClarityMatrix => ({
  goldRows: TIMES * goldRows,
  cells: record(PREDICTION_VERDICTS, (p) => record(LF_VERDICTS, (v) => cell(cells[p][v]))),
});
const { covered, overlaps, conflicts } = sample.set!;

const report: AllRowsReport = {
  splits: ["train", "dev"],
  lfs: lfs.map((lf) => ({ ...lf, key: lf.name, evidence: [] })),
  notAsked: lfs.map(() => 0),
  asked: lfs.map(() => undefined),
  summary: {
    rows: TIMES * sample.rows,
    goldRows: TIMES * sample.goldRows,
    lfs: lfs.map(({ summary }) => figures(summary!)),
    set: { covered: TIMES * covered, overlaps: TIMES * overlaps, conflicts: TIMES * conflicts },
  },
  pairs: [],
  labelCounts: sample.labelCounts!.map((rows) => TIMES * rows),
  clarity: { labelModel: matrix(sample.clarity!), majority: matrix(sample.majorityClarity!) },
  labelModel: sample.labelModel!,
  estimated: lfs.map(({ estimated }) => estimated),
  faults: lfs.map(({ faults }) => faults.map((fault) => ({ ...fault, rows: TIMES * fault.rows }))),
  slices: [],
  seconds: 1.8,
};

/** What the panel is told after the measurement. */
export const measuredAllRows: AllRowsSnapshot = {
  measured: {
    numbers: allRowsNumbers(report, spamProject.labels),
    slices: [],
    ...{ splits: report.splits, at: "2026-11-21T09:00:00.000Z", seconds: report.seconds, stale: false },
  },
};

export const staleAllRows: AllRowsSnapshot = { measured: { ...measuredAllRows.measured!, stale: true } };
