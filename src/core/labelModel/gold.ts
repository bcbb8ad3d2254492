import { ABSTAIN } from "../statistics/votes";
import { agreedLabel } from "./agreement";
import { calibrate, type Calibration } from "./calibration";
import type { Explanation, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { fitWithGold, type GoldParameters } from "./goldFit";
import type { GoldUse } from "./goldReport";
import { modelScores } from "./scores";

/**
 * A label model that also learns from gold, around any other. `fit` takes the gold in `options.gold`; it should come from
 * dev, never from the split that is scored. "auto" takes of none, prior, calibrate and clamp the one with the least log loss on
 * gold rows left out; ties go to the simpler. Gold rows are weighted such that the labels which the model alone gives them are as
 * frequent as in the data. Gold of one label is not used, nor, by "auto", fewer than 20 rows or gold that is not a random sample.
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
    note: ({ base }) => model.note?.(base),
  };
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
