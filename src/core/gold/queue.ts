import { ABSTAIN, type VoteColumn } from "../statistics/votes";
import { mix32 } from "../math/mix32";
import { seededRandom, drawRows } from "../math/random";

/** Which rows to judge next, each in a sentence. */
export const STRATEGIES = {
  random: "Rows drawn at random: the only ones that estimates may be computed from.",
  value: "Rows where label model and end model are least sure of the label, taking turns among rows with different votes.",
  uncertain: "Rows whose two most probable labels are nearest to each other by the label model.",
  conflicting: "Rows on which the most labeling functions vote against each other.",
  uncovered: "Rows on which no labeling function votes, drawn at random.",
  lf: "Rows on which one labeling function votes, drawn at random: a spot check of its precision.",
  label: "Rows that get one label from the label model, drawn at random.",
  models: "Rows that get different labels from the label model and the end model.",
  assigned: "Rows that were given to you, in their order.",
  disputed: "Rows that people gave different labels: who settles one decides.",
  issues: "Rows whose gold is likely wrong by models that have not seen it, the likeliest first.",
  column: "Rows whose gold column has another label than people gave.",
} as const;
export type Strategy = keyof typeof STRATEGIES;
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as readonly Strategy[];
/** What is measured best in the mean of several sets and seeds (bench/endModel/queues.ts): no choice beats it clearly. */
export const DEFAULT_STRATEGY: Strategy = "random";

/** Rows to choose from, and what is known of them. All arrays have an entry for each row. */
export interface QueueRows {
  readonly rows: number;
  readonly labels: number;
  /** The LFs' votes: label index or ABSTAIN. */
  readonly columns: readonly VoteColumn[];
  /** P(label) by the label model: `proba[pattern * labels + label]`; all 0 where it knows nothing. */
  readonly proba: ArrayLike<number>;
  /** The row's place in `proba`. */
  readonly pattern: ArrayLike<number>;
  /** The label model's label of each row, or ABSTAIN. */
  readonly predicted: Int16Array;
  /** The end model's, where there is one. */
  readonly endModel?: Int16Array;
  /** Whether a row may be drawn: nobody has judged it yet, or not the person who asks. */
  readonly isOpen: (row: number) => boolean;
  /** For "assigned", "disputed" and "column": the rows that these are. */
  readonly listed?: readonly number[];
}

export interface QueueWish {
  readonly strategy: Strategy;
  readonly seed: number;
  /** For "lf": its column. */
  readonly lf?: number;
  /** For "label": its index. */
  readonly label?: number;
}

/**
 * Puts the rows to be judged in order. The same input gives the same order.
 * @returns the rows, the next one first; of strategies that choose, only rows for which there is something to say
 */
export function queueRows(input: QueueRows, wish: QueueWish): Uint32Array {
  if (input.listed) return Uint32Array.from(input.listed);
  const open = Uint32Array.from({ length: input.rows }, (_, row) => row).filter(input.isOpen);
  const wanted = open.filter(filterOf(input, wish));
  const shuffled = drawRows(wanted, wanted.length, seededRandom(mix32(wish.seed + 1)));
  const score = scoreOf(input, wish.strategy);
  return score ? inTurns(shuffled, score, input.pattern) : shuffled;
}

function filterOf({ columns, predicted, endModel }: QueueRows, { strategy, lf, label }: QueueWish): (row: number) => boolean {
  const votes = (row: number): boolean => columns.some((column) => column[row] !== ABSTAIN);
  if (strategy === "uncovered") return (row) => !votes(row);
  if (strategy === "lf") return (row) => columns[lf ?? -1]?.[row] !== undefined && columns[lf!]![row] !== ABSTAIN;
  if (strategy === "label") return (row) => predicted[row] === label;
  if (strategy === "models")
    return (row) => endModel !== undefined && endModel[row] !== predicted[row] && endModel[row] !== ABSTAIN && predicted[row] !== ABSTAIN;
  if (strategy === "conflicting") return (row) => againstLeader(columns, row) > 0;
  if (strategy === "uncertain") return votes;
  return () => true;
}

/** The more, the sooner; undefined where rows are drawn at random. */
function scoreOf(input: QueueRows, strategy: Strategy): ((row: number) => number) | undefined {
  if (strategy === "uncertain") return (row) => 1 - marginOf(input, row);
  if (strategy === "conflicting") return (row) => againstLeader(input.columns, row);
  if (strategy === "value") return (row) => 1 - confidenceOf(input, row);
  return undefined;
}

/** How many LFs vote for another label than most do. */
function againstLeader(columns: readonly VoteColumn[], row: number): number {
  const counts = new Map<number, number>();
  for (const column of columns) if (column[row] !== ABSTAIN) counts.set(column[row]!, (counts.get(column[row]!) ?? 0) + 1);
  const sizes = [...counts.values()];
  return sizes.reduce((sum, size) => sum + size, 0) - Math.max(0, ...sizes);
}

function marginOf({ proba, pattern, labels }: QueueRows, row: number): number {
  let [first, second] = [0, 0];
  for (let label = 0; label < labels; label++) {
    const p = proba[pattern[row]! * labels + label]!;
    if (p > first) [first, second] = [p, first];
    else if (p > second) second = p;
  }
  return first - second;
}

/** What the end model's label counts for beside the label model's probabilities. */
const END_MODEL_SURE = 0.8;

/**
 * How sure the models are of the likeliest label, 0..1: the mean of their probabilities of it and of an even guess, as ActiveLab
 * (Goh and Mueller, 2023) scores rows that nobody has judged.
 */
function confidenceOf(input: QueueRows, row: number): number {
  const { labels, proba, pattern, endModel } = input;
  const said = endModel?.[row] ?? ABSTAIN;
  let most = 0;
  for (let label = 0; label < labels; label++) {
    const byVotes = proba[pattern[row]! * labels + label]!;
    const byModel = said === ABSTAIN ? 0 : label === said ? END_MODEL_SURE : (1 - END_MODEL_SURE) / (labels - 1);
    most = Math.max(most, byVotes + byModel);
  }
  return (most + 1 / labels) / (said === ABSTAIN ? 2 : 3);
}

/** What the next row with the same votes is worth beside the one before it: judging one tells something of all. */
const NEXT_OF_PATTERN = 0.8;

/** The highest scores first; rows with the same votes take turns with others. */
function inTurns(rows: Uint32Array, score: (row: number) => number, pattern: ArrayLike<number>): Uint32Array {
  const seen = new Map<number, number>();
  const worth = Float64Array.from(rows, (row) => {
    const place = pattern[row]!;
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    return score(row) * NEXT_OF_PATTERN ** before;
  });
  return Uint32Array.from(
    [...rows.keys()].sort((a, b) => worth[b]! - worth[a]!),
    (at) => rows[at]!,
  );
}
