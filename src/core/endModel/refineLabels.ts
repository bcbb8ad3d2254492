import { contentOrder } from "./contentOrder";
import { countFeatures, type FeatureColumn } from "./countFeatures";
import { fitFeatureSpace, weighFeatures } from "./featureSpace";
import { predictProba } from "./predictProba";
import { fitSoftmaxRegression } from "./softmaxRegression";
import { takeRows, type SparseRows } from "./sparseRows";
import { ABSTAIN } from "../statistics/votes";

export interface RefineInput {
  readonly columns: readonly FeatureColumn[];
  /** Soft label of each row, summing to 1: rows x labels. */
  readonly soft: Float64Array;
  /** Gets the share of the work that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

export interface RefinedLabels {
  /** Rows x labels, each row summing to 1. */
  readonly proba: Float64Array;
  /** How far the labels' shares of the rows have moved: total variation, 0..1. */
  readonly moved: number;
}

const FOLDS = 5;
const C = 10;
/** The power of what the texts say, beside 1 for what the votes say. */
const TEMPER = 0.5;
const LEAST_PROBABILITY = 1e-6;

/**
 * Soft labels in the light of what the rows hold: each row's times the square root of the probability that a model gives it which was trained
 * on the other rows' labels (5 folds of all rows). Once only: in rounds, one label takes more and more rows.
 * The same rows in any order give the same labels.
 */
export function refineLabels({ columns, soft, onProgress = () => {} }: RefineInput): RefinedLabels {
  const counts = countFeatures(columns);
  const rows = counts.rows;
  const labels = soft.length / Math.max(1, rows);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const features = weighFeatures(fitFeatureSpace(counts, all), counts);
  const order = contentOrder(features, soft, new Int16Array(rows).fill(ABSTAIN), all);
  const predicted = predictOthers(takeRows(features, order), gather(soft, labels, order), onProgress);
  const proba = soft.slice();
  order.forEach((row, i) => {
    const own = proba.subarray(row * labels, (row + 1) * labels);
    let sum = 0;
    for (let k = 0; k < labels; k++) sum += own[k]! *= Math.max(LEAST_PROBABILITY, predicted[i * labels + k]!) ** TEMPER;
    for (let k = 0; k < labels; k++) own[k]! /= sum;
  });
  return { proba, moved: totalVariation(soft, proba, labels) };
}

/** P(label) of each row by a model that was trained on the other folds. */
function predictOthers(features: SparseRows, targets: Float64Array, onProgress: (share: number) => void): Float64Array {
  const labels = targets.length / Math.max(1, features.rows);
  const places = Uint32Array.from({ length: features.rows }, (_, i) => i);
  const proba = new Float64Array(targets.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const left = places.filter((i) => i % FOLDS === fold);
    const weights = Float64Array.from(places, (i) => Number(i % FOLDS !== fold));
    const fit = fitSoftmaxRegression(
      { features, labels, targets, weights },
      { C, onProgress: (share) => onProgress((fold + share) / FOLDS) },
    );
    const predicted = predictProba({ ...fit, temperature: 1 }, takeRows(features, left));
    left.forEach((i, at) => proba.set(predicted.subarray(at * labels, (at + 1) * labels), i * labels));
  }
  return proba;
}

function gather(soft: Float64Array, labels: number, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length * labels);
  rows.forEach((row, i) => picked.set(soft.subarray(row * labels, (row + 1) * labels), i * labels));
  return picked;
}

/** Half the sum of what the labels' shares differ by. */
function totalVariation(a: Float64Array, b: Float64Array, labels: number): number {
  const differences = new Float64Array(labels);
  a.forEach((p, at) => (differences[at % labels]! += b[at]! - p));
  return differences.reduce((sum, difference) => sum + Math.abs(difference), 0) / 2 / Math.max(1, a.length / labels);
}
