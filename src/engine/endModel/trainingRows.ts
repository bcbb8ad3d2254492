import { SPLITS, type Split } from "../../core/data/cells";
import { trainingSplits } from "../../core/endModel/goldSplits";
import type { FeatureColumn } from "../../core/endModel/countFeatures";
import type { RowsInput } from "../../core/endModel/prepareRows";
import { ABSTAIN } from "../../core/statistics/votes";
import type { EndModelSpec } from "../../protocol/endModel";
import type { AppliedRows } from "../apply/applyToAll";
import { featureColumns, type FeatureSource } from "./featureSources";
import { cellsOfRows, drawRows, rowsWhere } from "../apply/partRows";
import type { SoftLabels } from "./softLabels";

/** How many parts' texts fit in memory; a part holds some 16 MB of text at most. */
const PARTS_IN_MEMORY = 8;

export interface TrainingRowsInput {
  readonly collected: AppliedRows;
  readonly soft: SoftLabels;
  readonly sources: readonly FeatureSource[];
  readonly labels: readonly string[];
  readonly spec: EndModelSpec;
  readonly scored: Split | undefined;
}

/** What trains, in memory. */
export interface TrainingRows extends RowsInput {
  readonly columns: readonly FeatureColumn[];
  /** Their numbers in the data, ascending. */
  readonly rows: Uint32Array;
  /** How many of these have a vote or gold; the others have neighbours at most. */
  readonly known: number;
  /** Rows with a vote or gold that could have trained, but were not drawn. */
  readonly left: number;
}

/** Whether a row may train: those of the scored split never do, and those of test never. */
export function mayTrain({ splits }: Pick<AppliedRows, "splits">, scored: Split | undefined): (row: number) => boolean {
  const may = trainingSplits(scored ?? null);
  const kept = SPLITS.map((split) => may.includes(split));
  return (row) => kept[splits[row]!]!;
}

/**
 * Draws the rows that train: those with a vote or gold, all gold first, and those without if they may learn from neighbours; as many as
 * fit in memory.
 * @throws Error in plain words if there is none
 */
export async function trainingRows(input: TrainingRowsInput): Promise<TrainingRows> {
  const { collected, soft, sources, labels, spec } = input;
  const { gold, index } = collected;
  const { rows, known, left } = chooseRows(input);
  const cells = await cellsOfRows(
    collected.parts,
    rows,
    sources.map(({ name }) => name),
  );
  const softOf = (proba: Float64Array): Float64Array => {
    const own = new Float64Array(rows.length * labels.length);
    rows.forEach((row, i) => {
      const from = index.rowPattern[row]! * labels.length;
      own.set(proba.subarray(from, from + labels.length), i * labels.length);
    });
    return own;
  };
  const spread = (some: Int16Array): Int16Array => {
    const all = new Int16Array(gold.length).fill(ABSTAIN);
    rows.forEach((row, i) => (all[row] = some[i]!));
    return all;
  };
  const { withPrior } = soft;
  return {
    rows,
    known,
    left,
    labels,
    columns: featureColumns(sources, cells),
    gold: Int16Array.from(rows, (row) => gold[row]!),
    soft: softOf(soft.plain),
    options: spec.features,
    ...(spec.neighbours ? { neighbours: { seed: spec.seed } } : {}),
    ...(withPrior ? { softWithPrior: (some: Int16Array) => softOf(withPrior(spread(some))) } : {}),
  };
}

function chooseRows({ collected, soft, spec, scored }: TrainingRowsInput): Pick<TrainingRows, "rows" | "known" | "left"> {
  const { gold, index, parts } = collected;
  const may = mayTrain(collected, scored);
  const all = rowsWhere(gold.length, (row) => may(row) && (gold[row] !== ABSTAIN || soft.covered[index.rowPattern[row]!] === 1));
  if (all.length === 0) throw new Error(nothingToTrainOn(scored));
  const most = Math.max(1, Math.min(spec.rows, Math.floor((gold.length * PARTS_IN_MEMORY) / parts.count)));
  const withGold = drawRows(
    all.filter((row) => gold[row] !== ABSTAIN),
    Math.ceil(most / 2),
    spec.seed,
  );
  const without = drawRows(
    all.filter((row) => gold[row] === ABSTAIN),
    most - withGold.length,
    spec.seed,
  );
  const known = withGold.length + without.length;
  const isSilent = (row: number): boolean => may(row) && gold[row] === ABSTAIN && soft.covered[index.rowPattern[row]!] === 0;
  const silent = spec.neighbours ? drawRows(rowsWhere(gold.length, isSilent), most - known, spec.seed) : new Uint32Array();
  const rows = concat(withGold, without, silent);
  return { rows: rows.sort(), known, left: all.length - known };
}

const nothingToTrainOn = (scored: Split | undefined): string =>
  `There is nothing to train on: no LF votes on a row of ${trainingSplits(scored ?? null).join(" or ")}, and none of these has gold. Write an LF that votes on some, or score another split.`;

function concat(...lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let size = 0;
  for (const list of lists) {
    all.set(list, size);
    size += list.length;
  }
  return all;
}
