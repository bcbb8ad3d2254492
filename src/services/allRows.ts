import { wilson } from "../core/interval";
import { LF_VERDICTS, PREDICTION_VERDICTS } from "../core/rowFilter";
import type { AllRowsReport, SampleSpec } from "../protocol/engine";
import type { LfSnapshot, ProjectSnapshot } from "../protocol/snapshot";

/**
 * The project with the statistics of all rows in the place of the sample's, for a table or a report. Whatever is known of the sample
 * alone is left out, so that the two never mix.
 */
export function withAllRows({ root, name, labels, data, problems }: ProjectSnapshot, report: AllRowsReport): ProjectSnapshot {
  const { summary, clarity, labelModel } = report;
  const cells = fromNames(PREDICTION_VERDICTS, (prediction) =>
    fromNames(LF_VERDICTS, (lfs) => ({ count: clarity[prediction][lfs], blame: [] })),
  );
  return {
    ...{ root, name, labels, problems, phase: "ready", pinned: [] },
    ...(data === undefined ? {} : { data: { ...data, sampleRows: summary.rows, sampleGold: summary.goldRows } }),
    lfs: report.lfs.map((_, at) => lfOnAllRows(report, at)),
    set: summary.set,
    clarity: { goldRows: summary.goldRows, cells },
    labelModel: { ...labelModel, gold: { used: "none", rows: 0, candidates: [] } },
  };
}

/** Says of which rows the numbers are. */
export const allRowsTitle = (split?: SampleSpec["split"]): string =>
  `All rows${split === "all" ? "" : ` of ${split ?? "train and dev"}`}, not a sample.`;

function lfOnAllRows({ lfs, summary, faults }: AllRowsReport, at: number): LfSnapshot {
  const { name, file, line, column, endLine } = lfs[at]!;
  const figures = summary.lfs[at]!;
  const interval = wilson(figures.correct, figures.correct + figures.incorrect);
  return {
    ...{ name, file, line, column, endLine },
    stale: false,
    faults: faults[at]!,
    summary: figures,
    ...(interval === undefined ? {} : { accuracyInterval: interval }),
  };
}

const fromNames = <K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
