import { ABSTAIN } from "../votes";
import { agreedLabel } from "./agreement";
import { calibrate, fitCalibration, fitPrior, type Calibration } from "./calibration";
import type { Explanation, FitOptions, LabelModel, PatternTable } from "./contract";
import { dealGold, FOLDS, leftOutLoss, meanLogLoss, type GoldCell } from "./goldFolds";
import { patternShift, type PatternShift } from "./patternShift";

/**
 * What gold is used for: nothing; correcting the class prior after the fit; correcting temperature and bias after the fit;
 * or holding gold rows to their label while fitting (SEM, Dawid-Skene, data programming), and then correcting temperature and bias.
 */
export type GoldUse = "none" | "prior" | "calibrate" | "clamp";

export interface GoldReport {
  readonly used: GoldUse;
  /** Gold rows that the model gives a label. */
  readonly rows: number;
  /** What was compared: mean log loss (nats) of gold rows left out in turn, in 5 folds. Empty if there was too little gold. */
  readonly candidates: readonly { readonly name: GoldUse; readonly logLoss: number }[];
  /** How the gold rows' votes differ from the fitted rows'; a visible shift is a warning: calibration may then do harm. */
  readonly shift?: PatternShift | undefined;
}

export interface GoldParameters<Parameters> {
  readonly base: Parameters;
  readonly calibration?: Calibration;
  readonly report: GoldReport;
}

/** With fewer gold rows than this, "auto" uses none. */
const LEAST_GOLD = 20;
/** Probabilities below this count as this in a score. */
const LEAST_PROBABILITY = 1e-6;

/**
 * A label model that also learns from gold, around any other. `fit` takes the gold in `options.gold`; it should come from
 * dev, never from the split that is scored. "auto" takes of none, prior and calibrate the one with the least log loss on
 * gold rows left out; ties go to the simpler.
 */
export function withGold<P>(model: LabelModel<P>, use: GoldUse | "auto" = "auto"): LabelModel<GoldParameters<P>> {
  const proba = ({ base, calibration }: GoldParameters<P>, patterns: PatternTable): Float64Array =>
    calibration ? calibrateAll(calibration, modelScores(model, base, patterns)) : model.predictProba(base, patterns);
  return {
    kind: model.kind,
    title: model.title,
    fit: (patterns, options, start) => fitWithGold(model, use, patterns, options, start?.base),
    predictProba: proba,
    scores: ({ base }, patterns) => modelScores(model, base, patterns),
    explain: ({ base, calibration }, pattern) =>
      calibration
        ? withReason(explainCalibrated(model, base, calibration, pattern), model.explain(base, pattern), pattern)
        : model.explain(base, pattern),
    precision: ({ base }) => model.precision(base),
  };
}

function fitWithGold<P>(
  model: LabelModel<P>,
  use: GoldUse | "auto",
  patterns: PatternTable,
  options: FitOptions = {},
  start: P | undefined,
): GoldParameters<P> {
  const { gold, ...rest } = options;
  const base = model.fit(patterns, rest, start);
  const cells = gold ? dealGold(patterns, gold, modelScores(model, base, patterns)) : [];
  const rows = cells.reduce((sum, cell) => sum + cell.rows, 0);
  if (rows === 0 || use === "none" || (use === "auto" && rows < LEAST_GOLD))
    return { base, report: { used: "none", rows, candidates: [] } };

  const { labels } = patterns;
  const shift = gold && patternShift(goldRows(gold, patterns), patterns.counts);
  const plain = model.predictProba(base, patterns);
  const candidates: { name: GoldUse; logLoss: number }[] = [
    { name: "none", logLoss: meanLogLoss(cells, ({ pattern, label }) => plain[pattern * labels + label]!) },
    { name: "prior", logLoss: leftOutLoss(cells, labels, fitPrior) },
    { name: "calibrate", logLoss: leftOutLoss(cells, labels, fitCalibration) },
  ];
  if (use === "clamp") {
    const leftOut = clampedScores(model, patterns, cells, rest, base);
    candidates.push({ name: "clamp", logLoss: leftOutLoss(leftOut, labels, fitCalibration) });
    const clamped = model.fit(patterns, options, base);
    return { base: clamped, calibration: fitCalibration(leftOut, labels), report: { used: "clamp", rows, candidates, shift } };
  }
  const used = use === "auto" ? candidates.reduce((best, next) => (next.logLoss < best.logLoss ? next : best)).name : use;
  const report = { used, rows, candidates, shift };
  if (used === "none") return { base, report };
  return { base, calibration: used === "prior" ? fitPrior(cells, labels) : fitCalibration(cells, labels), report };
}

const goldRows = (gold: Float64Array, { counts, labels }: PatternTable): Float64Array =>
  counts.map((_, p) => gold.subarray(p * labels, (p + 1) * labels).reduce((sum, rows) => sum + rows, 0));

/** The gold rows, each with its scores under a model that was fitted on the gold of other folds. */
function clampedScores<P>(
  model: LabelModel<P>,
  patterns: PatternTable,
  cells: readonly GoldCell[],
  options: FitOptions,
  start: P,
): GoldCell[] {
  const { labels, size } = patterns;
  return Array.from({ length: FOLDS }, (_, fold) => {
    const gold = new Float64Array(size * labels);
    for (const cell of cells) if (cell.fold !== fold) gold[cell.pattern * labels + cell.label]! += cell.rows;
    const scores = modelScores(model, model.fit(patterns, { ...options, gold }, start), patterns);
    const inFold = cells.filter((cell) => cell.fold === fold);
    return inFold.map((cell) => ({ ...cell, scores: scores.subarray(cell.pattern * labels, (cell.pattern + 1) * labels) }));
  }).flat();
}

/** The model's scores without the class prior; for a model that has none, the logarithm of its probabilities. */
function modelScores<P>(model: LabelModel<P>, base: P, patterns: PatternTable): Float64Array {
  if (model.scores) return model.scores(base, patterns);
  const scores = model.predictProba(base, patterns);
  for (let at = 0; at < scores.length; at += patterns.labels) {
    const row = scores.subarray(at, at + patterns.labels);
    const hasLabel = row.some((p) => p > 0);
    row.forEach((p, k) => (row[k] = hasLabel ? Math.log(Math.max(p, LEAST_PROBABILITY)) : -Infinity));
  }
  return scores;
}

function calibrateAll(calibration: Calibration, scores: Float64Array): Float64Array {
  const labels = calibration.bias.length;
  for (let at = 0; at < scores.length; at += labels) {
    const row = scores.subarray(at, at + labels);
    calibrate(calibration, row, row);
  }
  return scores;
}

/** Where votes agree and the label is another one, gold is why, unless the model by itself gives none. */
function withReason(explanation: Explanation, own: Explanation, pattern: Int16Array): Explanation {
  const agreed = agreedLabel(pattern);
  if (agreed === ABSTAIN || explanation.label === agreed) return explanation;
  return { ...explanation, reason: explanation.label === ABSTAIN && own.reason === "model" ? "model" : "gold" };
}

/** A vote's log-odds are what the lead of the label over the runner-up loses when the LF abstains instead. */
function explainCalibrated<P>(model: LabelModel<P>, base: P, calibration: Calibration, pattern: Int16Array): Explanation {
  const lfs = pattern.length;
  const labels = calibration.bias.length;
  const cast = Array.from(pattern.keys()).filter((lf) => pattern[lf]! >= 0);
  const votes = Int16Array.from([pattern, ...cast.map((lf) => pattern.with(lf, -1))].flatMap((row) => Array.from(row)));
  const table = { size: cast.length + 1, lfs, labels, votes, counts: new Float64Array(cast.length + 1).fill(1) };
  const scores = modelScores(model, base, table);
  const proba = new Float64Array(labels);
  calibrate(calibration, scores, proba);
  const [label = -1, runnerUp = label] = Array.from(proba.keys()).sort((a, b) => proba[b]! - proba[a]!);
  const tied = proba.every((p) => p === 0) || (label !== runnerUp && proba[label] === proba[runnerUp]);
  if (tied) return { label: -1, votes: cast.map((lf) => ({ lf, vote: pattern[lf]!, logOdds: 0 })) };
  const lead = (row: number): number => {
    const [first, second] = [scores[row * labels + label]!, scores[row * labels + runnerUp]!];
    return first === -Infinity ? 0 : calibration.temperature * (first - second);
  };
  return { label, votes: cast.map((lf, i) => ({ lf, vote: pattern[lf]!, logOdds: lead(0) - lead(i + 1) })) };
}
