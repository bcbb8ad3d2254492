import type { LfSummary } from "../statistics/summary";
import type { PatternTable } from "../patterns/patternTable";
import type { LabelFit } from "./fitLabelModel";
import { goldNotes, type GoldReport } from "./goldReport";
import { labelNotes, unvotedLabels, type LabelCoverage } from "./labelNotes";
import { silentPatterns } from "./otherwise";
import { countTies } from "./predict";

/** A fit in what people are told of it. */
export interface FitDescription {
  readonly labelModel: {
    readonly kind: string;
    readonly title: string;
    readonly gold: Pick<GoldReport, "used" | "rows" | "candidates"> & { readonly warning?: string };
    /** Rows without a label because their two most probable labels tie. */
    readonly ties: number;
    /** What the user should know of this fit and do about it, in plain words. */
    readonly notes: readonly string[];
  } & LabelCoverage;
  /** The label model's estimate of each LF's accuracy, 0..1, where it says something. */
  readonly estimated: readonly (number | undefined)[];
}

/**
 * @param table the patterns of the fit, counting the rows that are described
 * @param lfs figures of the LFs on these rows
 * @param names the labels' names
 */
export function describeFit(fit: LabelFit, table: PatternTable, lfs: readonly LfSummary[], names: readonly string[]): FitDescription {
  const { model, parameters, proba, label } = fit;
  const coverage = labelCoverage(fit, table);
  return {
    labelModel: {
      kind: model.kind,
      title: model.title,
      gold: describeGold(parameters.report, names),
      ties: countTies(proba, label, table),
      ...coverage,
      notes: fitNotes(fit, table, names),
    },
    estimated: model.precision(parameters).map((estimate, lf) => (saysEnough(lfs[lf]!) ? estimate : undefined)),
  };
}

/** All warnings about a fit, each with what to do. @param names the labels' names */
export function fitNotes(fit: LabelFit, table: PatternTable, names: readonly string[]): string[] {
  const { model, parameters } = fit;
  const note = model.note?.(parameters);
  return [...labelNotes(labelCoverage(fit, table), names), ...goldNotes(parameters.report, names), ...(note === undefined ? [] : [note])];
}

/** Which labels the votes can give, on the rows that the table counts. */
export function labelCoverage({ otherwise }: Pick<LabelFit, "otherwise">, table: PatternTable): LabelCoverage {
  const unvoted = unvotedLabels(table);
  if (!otherwise) return { unvoted };
  const { label, gold, proba } = otherwise;
  const rows = silentPatterns(table).reduce((sum, pattern) => sum + table.counts[pattern]!, 0);
  return { unvoted, otherwise: { label, gold, rows, ...(proba ? { confidence: proba[label]! } : {}) } };
}

/** An estimate is made of how an LF agrees with others: with hardly any rows shared it would only repeat what the model assumes. */
const LEAST_SHARED = 20;
const LEAST_SHARED_PART = 0.1;

const saysEnough = ({ votes, overlaps }: LfSummary): boolean => overlaps >= LEAST_SHARED && overlaps >= LEAST_SHARED_PART * votes;

function describeGold(report: GoldReport, names: readonly string[]): FitDescription["labelModel"]["gold"] {
  const { used, rows, candidates } = report;
  const notes = goldNotes(report, names);
  return { used, rows, candidates, ...(notes.length > 0 ? { warning: notes.join(" ") } : {}) };
}
