import { wilson, type Interval } from "../math/interval";
import type { PatternIndex } from "../patterns/patternTable";
import { majorityVote } from "../labelModel/majorityVote";
import { predictLabels } from "../labelModel/predict";
import { ABSTAIN } from "../statistics/votes";
import { findCauses, type Cause } from "./causes";
import { expectedRight } from "./expectedRight";
import { mcnemar } from "./mcnemar";

/** A label model against majority vote, on rows that have gold and a vote. */
export interface Comparison {
  readonly rows: number;
  readonly model: Score;
  readonly majority: Score;
  /** Rows where the two give different labels, or only one gives one; ascending. */
  readonly differ: Uint32Array;
  /** Of the rows where both give a label: those that only the model, or only majority vote, gets right. */
  readonly modelOnly: number;
  readonly majorityOnly: number;
  /** McNemar's exact test of these two counts: how likely such a difference is by chance. */
  readonly pValue: number;
  /** The model gets fewer rows right. */
  readonly loses: boolean;
  /** The model gives almost every row this label, many more rows than gold. */
  readonly oneLabel?: { readonly label: number; readonly share: number; readonly goldShare: number };
  /** What explains it, if the model loses or gives almost every row one label; else empty. */
  readonly causes: readonly Cause[];
}

export interface Score {
  /** Rows labelled right; a tie or a missing label counts as its chance to be right, hence fractions. */
  readonly right: number;
  readonly accuracy: number | undefined;
  /** 95 % Wilson interval. */
  readonly interval: Interval | undefined;
}

export interface ComparisonInput {
  readonly index: PatternIndex;
  /** The model's probabilities: patterns x labels. */
  readonly proba: Float64Array;
  /** Gold of each row, or ABSTAIN. */
  readonly gold: Int16Array;
}

/** The label model gives almost every row one label from this share on, if gold has it less often by at least LABEL_EXCESS. */
const ALMOST_ALL = 0.9;
const LABEL_EXCESS = 0.1;

export function compareWithMajority({ index, proba, gold }: ComparisonInput): Comparison {
  const { table, rowPattern } = index;
  const { labels } = table;
  const majorityProba = majorityVote.predictProba({ lfs: table.lfs, labels }, table);
  const [model, majority] = [predictLabels(proba, table), predictLabels(majorityProba, table)];
  const covered = majorityProba.reduce((any, p, at) => (p > 0 ? any.add(Math.floor(at / labels)) : any), new Set<number>());
  const rows = Uint32Array.from(gold.keys()).filter((row) => gold[row] !== ABSTAIN && covered.has(rowPattern[row]!));

  const scoreOf = (source: Float64Array): Score => {
    const right = rows.reduce((sum, row) => sum + expectedRight(rowOf(source, rowPattern[row]!, labels), gold[row]!), 0);
    return { right, accuracy: rows.length > 0 ? right / rows.length : undefined, interval: wilson(right, rows.length) };
  };
  const onlyRight = (winner: Int16Array, loser: Int16Array): number =>
    rows.filter((row) => {
      const [won, lost] = [winner[rowPattern[row]!]!, loser[rowPattern[row]!]!];
      return won === gold[row] && lost !== gold[row] && lost !== ABSTAIN;
    }).length;
  const scores = { model: scoreOf(proba), majority: scoreOf(majorityProba) };
  const [modelOnly, majorityOnly] = [onlyRight(model, majority), onlyRight(majority, model)];
  const loses = scores.model.right < scores.majority.right;
  const oneLabel = dominantLabel(rows, (row) => model[rowPattern[row]!]!, gold, labels);
  return {
    rows: rows.length,
    ...scores,
    differ: rows.filter((row) => model[rowPattern[row]!] !== majority[rowPattern[row]!]),
    modelOnly,
    majorityOnly,
    pValue: mcnemar(modelOnly, majorityOnly),
    loses,
    ...(oneLabel && { oneLabel }),
    causes: loses || oneLabel ? findCauses({ index, proba, gold, model, majority, rows, loses, oneLabel: oneLabel?.label }) : [],
  };
}

const rowOf = (proba: Float64Array, pattern: number, labels: number): Float64Array =>
  proba.subarray(pattern * labels, (pattern + 1) * labels);

function dominantLabel(rows: Uint32Array, labelOf: (row: number) => number, gold: Int16Array, labels: number) {
  for (let label = 0; label < labels; label++) {
    const share = rows.filter((row) => labelOf(row) === label).length / rows.length;
    const goldShare = rows.filter((row) => gold[row] === label).length / rows.length;
    if (share >= ALMOST_ALL && share - goldShare >= LABEL_EXCESS) return { label, share, goldShare };
  }
  return undefined;
}
