import { countFeatures } from "../../core/endModel/countFeatures";
import { measureCrossover, type Crossover } from "../../core/endModel/crossover";
import { predictRows, type EndModel } from "../../core/endModel/endModel";
import { fitFeatureSpace, weighFeatures } from "../../core/endModel/featureSpace";
import { trainEndModel } from "../../core/endModel/trainEndModel";
import { SPLITS } from "../../core/data/cells";
import { ABSTAIN } from "../../core/statistics/votes";
import type { CrossoverReport } from "../../protocol/endModel";
import type { EvaluateInput } from "./evaluateInput";
import { featureColumns } from "./featureSources";
import { cellsOfRows, drawRows, rowsWhere } from "../apply/partRows";
import { mayTrain } from "./trainingRows";

/** More gold than this tells no more, and takes long. */
const MOST_POOL = 3200;
const MOST_SCORED = 5000;
/** With less gold there is no curve to draw. */
const LEAST_POOL = 25;
const LEAST_SCORED = 25;

/**
 * How many hand labels the LFs replace: the model trained on LFs alone beside models trained on ever more gold.
 * Undefined where there are no votes to train on, or too little gold to compare with.
 */
export async function crossoverReport(input: EvaluateInput): Promise<CrossoverReport | undefined> {
  const { collected, rows, sources, request, onProgress } = input;
  const { pool, scored } = goldInTwo(input);
  if (pool.length < LEAST_POOL || scored.length < LEAST_SCORED || !rows.soft.some((p) => p > 0)) return undefined;
  const all = Uint32Array.from([...pool, ...scored]).sort();
  const place = new Map(Array.from(all, (row, i) => [row, i]));
  const placesOf = (some: Uint32Array): Uint32Array => some.map((row) => place.get(row)!);
  const cells = await cellsOfRows(
    collected.parts,
    all,
    sources.map(({ name }) => name),
  );
  const columns = featureColumns(sources, cells);
  const counts = countFeatures(columns, rows.options);
  const crossover = measureCrossover({
    features: weighFeatures(fitFeatureSpace(counts, Uint32Array.from(all.keys())), counts),
    gold: Int16Array.from(all, (row) => collected.gold[row]!),
    pool: placesOf(pool),
    scored: placesOf(scored),
    proba: predictRows(modelOfLfsAlone(input), columns),
    seed: request.spec.seed,
    onProgress: (share) => onProgress({ what: "comparing with hand labels", done: Math.round(100 * share), total: 100 }),
  });
  return reportOf(crossover, scored.length);
}

/** Gold to draw hand labels from, and gold to score on: the scored split's, else every other row's of what there is. */
function goldInTwo({ collected, scored, request }: EvaluateInput): { readonly pool: Uint32Array; readonly scored: Uint32Array } {
  const { gold, splits } = collected;
  const { seed } = request.spec;
  const may = mayTrain(collected, scored);
  const free = rowsWhere(gold.length, (row) => gold[row] !== ABSTAIN && may(row));
  if (scored === undefined) {
    const half = drawRows(free, Math.floor(free.length / 2), seed);
    const drawn = new Set(half);
    return {
      pool: drawRows(half, MOST_POOL, seed + 1),
      scored: drawRows(
        free.filter((row) => !drawn.has(row)),
        MOST_SCORED,
        seed + 1,
      ),
    };
  }
  const own = rowsWhere(gold.length, (row) => gold[row] !== ABSTAIN && splits[row] === SPLITS.indexOf(scored));
  return { pool: drawRows(free, MOST_POOL, seed), scored: drawRows(own, MOST_SCORED, seed) };
}

/** The model without any gold in its training but for the choice of C. */
function modelOfLfsAlone({ rows, trained }: EvaluateInput): EndModel {
  const { mixture, candidates } = trained.report;
  const isAlone = ({ goldWeight, prior }: typeof mixture): boolean => goldWeight === 0 && !prior;
  if (isAlone(mixture)) return trained.model;
  const [best = { C: mixture.C }] = candidates.filter(isAlone).sort((a, b) => b.accuracy - a.accuracy || a.logLoss - b.logLoss);
  return trainEndModel({ ...rows, mixture: { goldWeight: 0, prior: false, C: best.C } }).model;
}

function reportOf({ points, accuracy, handLabels, pool }: Crossover, scoredRows: number): CrossoverReport {
  const known = (size: number | undefined): number | null => (size === undefined ? null : Math.round(size));
  const { estimate, low, high } = { estimate: known(handLabels.estimate), low: known(handLabels.low), high: known(handLabels.high) };
  const range = (size: number | null): string => (size === null ? `more than ${pool}` : String(size));
  const text =
    estimate !== null && estimate <= points[0]!.size
      ? `The LFs replace at most ${estimate} hand labels: so few reach the ${(100 * accuracy).toFixed(1)} % of the model trained on LFs alone.`
      : estimate === null
        ? `The LFs replace more than ${pool} hand labels: that many, all there are to compare with, do not reach the ${(100 * accuracy).toFixed(1)} % of the model trained on LFs alone.`
        : `The LFs replace about ${estimate} hand labels (95 %: ${range(low)} to ${range(high)}).`;
  return {
    goldRows: pool,
    scoredRows,
    accuracy,
    points: points.map(({ size, accuracy, interval }) => ({ size, accuracy, interval: { ...interval } })),
    handLabels: { estimate, low, high },
    text,
  };
}
