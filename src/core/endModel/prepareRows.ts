import { ABSTAIN } from "../statistics/votes";
import { contentOrder } from "./contentOrder";
import { countFeatures, DEFAULT_FEATURES, type FeatureColumn, type FeatureOptions } from "./countFeatures";
import { fitFeatureSpace, weighFeatures, type FeatureSpace } from "./featureSpace";
import { findNeighbours, lendLabels, type Neighbours } from "./neighbours";
import { hasSoft, pickTrainable, type Trainable } from "./trainable";

export interface RowsInput {
  /** All rows; those with neither a soft label nor gold do not train. */
  readonly columns: readonly FeatureColumn[];
  readonly labels: readonly string[];
  /** The label model's probabilities for the rows to train on: rows x labels, all 0 for others. */
  readonly soft: Float64Array;
  /** The same with the class prior of this gold (label of each row, or ABSTAIN). Without it the prior is not tried. */
  readonly softWithPrior?: (gold: Int16Array) => Float64Array;
  /** Label index of the rows whose gold may be used, else ABSTAIN: never of the split that is scored. */
  readonly gold: Int16Array;
  readonly options?: FeatureOptions;
  /** Rows with neither a soft label nor gold train, too, on the labels of their neighbours; the seed draws whom they are compared with. */
  readonly neighbours?: { readonly seed: number } | undefined;
}

export interface PreparedRows {
  readonly space: FeatureSpace;
  /** The rows that train. */
  readonly rows: Trainable;
  /** Which rows of the input these are, in turn: an order that depends on what rows hold, not on where they stand. */
  readonly order: Uint32Array;
}

/** What a row counts that trains on its neighbours' labels. */
const NEIGHBOUR_COUNT = 0.5;

/** Learns the features of the rows that train, and gives these. Throws an Error if there are none. */
export function prepareRows({
  columns,
  labels,
  soft,
  softWithPrior,
  gold,
  options = DEFAULT_FEATURES,
  neighbours,
}: RowsInput): PreparedRows {
  if (soft.length !== gold.length * labels.length) {
    throw new Error(`There are ${soft.length} soft probabilities for ${gold.length} rows of ${labels.length} labels.`);
  }
  const isLabeled = (row: number): boolean => hasSoft(soft, labels.length, row);
  const isKnown = (row: number): boolean => gold[row] !== ABSTAIN || isLabeled(row);
  const all = Uint32Array.from(gold.keys());
  const trained = neighbours ? all : all.filter(isKnown);
  if (!trained.some(isKnown)) throw new Error("There is nothing to train on: no row has a vote, and none has gold that may be used.");
  const counts = countFeatures(columns, options);
  const space = fitFeatureSpace(counts, trained);
  const features = weighFeatures(space, counts);
  const order = contentOrder(features, soft, gold, trained);
  const known: Trainable = {
    ...{ features, labels: labels.length, soft, softWithPrior, gold },
    counts: new Float64Array(gold.length).fill(1),
  };
  if (!neighbours) return { space, order, rows: pickTrainable(known, order) };
  const unknown = order.filter((row) => !isKnown(row));
  const joined = joinRows(known, findNeighbours(features, order.filter(isLabeled), unknown, neighbours.seed));
  const kept = order.filter((row) => gold[row] !== ABSTAIN || hasSoft(joined.soft, labels.length, row));
  return { space, order: kept, rows: pickTrainable(joined, kept) };
}

/** The same rows, those with neighbours having their labels. */
function joinRows({ softWithPrior, ...all }: Trainable, found: Neighbours): Trainable {
  const lend = (soft: Float64Array): Float64Array => lendLabels(found, soft, all.labels);
  const counts = all.counts.slice();
  for (const row of found.rows) counts[row] = NEIGHBOUR_COUNT;
  return { ...all, counts, soft: lend(all.soft), softWithPrior: softWithPrior && ((gold) => lend(softWithPrior(gold))) };
}
