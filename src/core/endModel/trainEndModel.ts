import { rowsWithGold } from "../statistics/votes";
import { chooseMixture, NONE_HELD_OUT, TRIAL, type Candidate, type Choice, type EarlierChoice } from "./chooseMixture";
import { crossValidate, softOf, type HeldOut } from "./crossValidate";
import type { EndModel } from "./endModel";
import { nameFeatures } from "./featureNames";
import { strongestRows } from "./featureWeights";
import { mix, type Mixture } from "./mixture";
import { compareHeldOut, type NeighbourReport } from "./neighbourReport";
import { prepareRows, type PreparedRows, type RowsInput } from "./prepareRows";
import { keptFeatures, weightsOf } from "./prune";
import { fitSoftmaxRegression, type Regression } from "./softmaxRegression";
import { fitTemperature } from "./temperature";
import { firstRows, hasSoft, pickTrainable, type Trainable } from "./trainable";

export interface TrainingInput extends RowsInput {
  /** How gold and soft labels are mixed, and C; chosen on gold if absent. */
  readonly mixture?: Mixture;
  /** Gold does not train: it only chooses C, and fits the temperature. */
  readonly softOnly?: boolean;
  /** The mixture is taken over from an earlier training on the same data; only the temperature is fitted again. */
  readonly earlier?: EarlierChoice | undefined;
  /** Of an earlier training on the same rows: `TrainedEndModel.residuals`. It then begins there; of other rows it is ignored. */
  readonly start?: Float32Array;
  /** Called between passes over the rows. */
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export interface TrainingProgress {
  /** "compare" chooses the mixture, "fit" trains it. */
  readonly stage: "compare" | "fit";
  /** 0..1 of this stage. */
  readonly share: number;
}

export interface TrainedEndModel {
  readonly model: EndModel;
  readonly report: TrainingReport;
  /** Predictions, before the temperature, of gold rows by models that have not seen them; empty if the mixture was given. */
  readonly heldOut: HeldOut;
  /** Rows x labels; what a later training of the same rows may start from. */
  readonly residuals: Float32Array;
}

export interface TrainingReport {
  readonly mixture: Mixture;
  /** What was compared on gold rows left out; empty if there were fewer than 20, or the mixture was given. */
  readonly candidates: readonly Candidate[];
  readonly softRows: number;
  readonly goldRows: number;
  readonly features: number;
  readonly passes: number;
  /** What the mean loss has above its minimum, in nats, at most. */
  readonly gap: number;
  /** Absent if they were not asked for. */
  readonly neighbours?: NeighbourReport;
}

/**
 * Trains the end model: hashed TF-IDF of text and other columns, multinomial logistic regression on soft labels and gold,
 * a temperature fitted on gold rows left out. The same rows in any order give the same model.
 * Throws an Error if no row has a soft label or gold.
 */
export function trainEndModel(input: TrainingInput): TrainedEndModel {
  const { columns, labels, onProgress = () => {} } = input;
  const plain = prepareRows({ ...input, neighbours: undefined });
  const choice = input.mixture ? given(input.mixture) : choose(plain.rows, input);
  const { chosen, candidates } = choice;
  const { prepared, heldOut, neighbours } = chooseRows(input, plain, choice);
  const { space, order, rows } = prepared;
  const start = input.start?.length === input.soft.length ? input.start : undefined;
  const fit = fitMixture(rows, chosen, onProgress, start && gather(start, labels.length, order));
  const heldOutGold = Int16Array.from(heldOut.rows, (row) => rows.gold[row]!);
  const temperature = fitTemperature(heldOut.proba, labels.length, heldOutGold);
  const kept = keptFeatures(fit.weights, labels.length);
  const weights = weightsOf(fit.weights, labels.length, kept);
  const strongest = Array.from(strongestRows(weights, labels.length), (i) => kept[i]!);
  const names = nameFeatures(columns, space, strongest, order);
  return {
    model: { labels, space, kept, weights, intercepts: Array.from(fit.intercepts), temperature, names },
    report: {
      ...{ mixture: chosen, candidates, ...countRows(plain.rows), features: kept.length, passes: fit.passes, gap: fit.gap },
      ...(neighbours ? { neighbours } : {}),
    },
    heldOut: inInput(prepared, heldOut),
    residuals: spread(fit.residuals, labels.length, order, input.gold.length),
  };
}

/** Predictions of all gold rows that may be used by models that have not seen them (4 folds): what `likelyWrongGold` asks for. */
export function predictHeldOut(input: RowsInput, mixture: Mixture, onProgress: () => void = () => {}): HeldOut {
  const { rows, order } = prepareRows(input);
  const [heldOut] = crossValidate(rows, [mixture], { onProgress });
  return { ...heldOut!, rows: heldOut!.rows.map((row) => order[row]!) };
}

/** With fewer gold rows to compare on, rows without votes train if that is wanted. */
const LEAST_COMPARED = 100;
/** They do not if the model without them is better by more standard errors than this. */
const MOST_ERRORS = 1.5;

const given = (chosen: Mixture): Choice => ({ chosen, candidates: [], heldOut: NONE_HELD_OUT });

/** Chooses on some of the rows, if there are many. The rows held out are those of `rows`. */
function choose(rows: Trainable, { onProgress = () => {}, softOnly = false, earlier }: TrainingInput): Choice {
  const { picks, factors } = firstRows(rows);
  const choice = chooseMixture(pickTrainable(rows, picks, factors), {
    softOnly,
    earlier,
    onProgress: (share) => onProgress({ stage: "compare", share }),
  });
  return { ...choice, heldOut: { ...choice.heldOut, rows: choice.heldOut.rows.map((row) => picks[row]!) } };
}

/** Whether rows without votes train on their neighbours' labels, where that is wanted, and what is predicted of gold rows left out. */
function chooseRows(
  input: TrainingInput,
  plain: PreparedRows,
  { chosen, heldOut }: Choice,
): { prepared: PreparedRows; heldOut: HeldOut; neighbours?: NeighbourReport } {
  if (!input.neighbours) return { prepared: plain, heldOut };
  const joined = chosen.goldWeight === "only" ? plain : prepareRows(input);
  const rows = joined.order.length - plain.order.length;
  if (rows === 0) return { prepared: plain, heldOut, neighbours: { rows, used: false } };
  if (heldOut.rows.length === 0) return { prepared: joined, heldOut, neighbours: { rows, used: true } };
  const { picks, factors } = firstRows(joined.rows);
  const onProgress = (): void => input.onProgress?.({ stage: "compare", share: 1 });
  const [held] = crossValidate(pickTrainable(joined.rows, picks, factors), [chosen], { ...TRIAL, onProgress });
  const joinedHeldOut = { ...held!, rows: held!.rows.map((row) => picks[row]!) };
  const compared = compareHeldOut(input.gold, inInput(plain, heldOut), inInput(joined, joinedHeldOut));
  const used = compared.rows < LEAST_COMPARED || compared.lead <= MOST_ERRORS * compared.error;
  return { prepared: used ? joined : plain, heldOut: used ? joinedHeldOut : heldOut, neighbours: { rows, used, compared } };
}

/** Predictions of rows as the input numbers them. */
const inInput = ({ order }: PreparedRows, { rows, proba }: HeldOut): HeldOut => ({ rows: rows.map((row) => order[row]!), proba });

function fitMixture(rows: Trainable, mixture: Mixture, onProgress: (progress: TrainingProgress) => void, start?: Float32Array): Regression {
  return fitSoftmaxRegression(mix(rows, mixture, softOf(rows, mixture)), {
    C: mixture.C,
    ...(start && { start }),
    onProgress: (share) => onProgress({ stage: "fit", share }),
  });
}

function countRows({ gold, soft, labels }: Trainable): Pick<TrainingReport, "softRows" | "goldRows"> {
  const softRows = gold.reduce((count, _, row) => count + Number(hasSoft(soft, labels, row)), 0);
  return { softRows, goldRows: rowsWithGold(gold).length };
}

function gather(all: Float32Array, width: number, rows: Uint32Array): Float32Array {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => some.set(all.subarray(row * width, (row + 1) * width), i * width));
  return some;
}

/** The inverse of `gather`; 0 for the other rows. */
function spread(some: Float32Array, width: number, rows: Uint32Array, total: number): Float32Array {
  const all = new Float32Array(total * width);
  rows.forEach((row, i) => all.set(some.subarray(i * width, (i + 1) * width), row * width));
  return all;
}
