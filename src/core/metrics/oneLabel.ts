import type { metricsJson } from "./metricsJson";

type MetricsJson = ReturnType<typeof metricsJson>;

/** Why figures are not shown. @param rows with gold, all of it `label` */
export const oneLabelNote = (rows: number, label: string): string =>
  `All ${rows} rows with gold are ${label}: accuracy is not shown, since it would say nothing about the other labels. Label random rows.`;

/** Figures without those that gold of one label cannot tell: a model that gives every row that label would have the best. */
export const withoutJudgement = (figures: MetricsJson): MetricsJson => ({
  ...figures,
  ...{ accuracy: null, interval: null, macroF1: null, logLoss: null, brier: null, ece: null },
  perLabel: figures.perLabel.map((label) => ({ ...label, precision: null, f1: null })),
  reliability: [],
});
