import { wilson, type Interval } from "../math/interval";
import type { Feature } from "./features";
import type { Idea } from "./ideas";
import { believeVotes, worthOf, type ExpectedVotes, type RowBeliefs, type Worth } from "./worth";

/** A labeling function that does not exist yet, with what speaks for it. */
export interface Suggestion {
  readonly label: number;
  /** Signs of one kind and column; any gives the vote. */
  readonly features: readonly Feature[];
  /** Rows that it would vote on, ascending. */
  readonly rows: Uint32Array;
  /** Rows among them that none of the LFs there are votes on. */
  readonly fresh: number;
  /** Of the half of gold that it was not mined from: rows that it votes on, and those where it is right. */
  readonly gold: { readonly rows: number; readonly right: number };
  /** right / rows; undefined without such a row. */
  readonly precision?: number;
  /** 95 % Wilson interval of it. */
  readonly interval?: Interval;
  /** What precision is expected: by gold, and where that is little, by the beliefs of the rows. */
  readonly expected: number;
  /** How many rows more would have the right denoised label, expected: together with the LFs there are and the suggestions before it. */
  readonly adds: number;
}

export interface Candidate {
  readonly idea: Idea;
  readonly votes: ExpectedVotes;
  readonly gold: Suggestion["gold"];
}

export interface Choice {
  /** What is added on these rows alone counts; all, if absent. */
  readonly target?: Uint8Array | undefined;
  readonly count: number;
}

/** Rows that a belief counts as beside the gold of the other half. */
const PRIOR_ROWS = 4;

interface Open {
  readonly candidate: Candidate;
  /** Its worth when it was last looked at. */
  worth: Worth;
}

/** The best one after the other. */
export function choose(candidates: readonly Candidate[], beliefs: RowBeliefs, { target, count }: Choice): Suggestion[] {
  const asked = beliefs.voted.slice();
  const look = ({ votes }: Candidate): Worth =>
    worthOf(beliefs, target ? { ...votes, rows: votes.rows.filter((row) => target[row] !== 0) } : votes);
  let open = candidates.map((candidate): Open => ({ candidate, worth: look(candidate) }));
  const chosen: Suggestion[] = [];
  while (chosen.length < count) {
    const best = bestOf(open, look);
    if (!best || best.worth.information <= 0) break;
    open = open.filter((entry) => entry !== best && !repeats(entry.candidate, best.candidate));
    chosen.push(suggestionOf(best, asked));
    believeVotes(beliefs, best.candidate.votes);
  }
  return chosen;
}

/** What a suggestion adds falls as others are taken, as a rule, so what was seen last stands for an upper bound (lazy greedy). */
function bestOf(open: Open[], look: (candidate: Candidate) => Worth): Open | undefined {
  open.sort((a, b) => b.worth.information - a.worth.information);
  let best: Open | undefined;
  for (const entry of open) {
    if (best && best.worth.information >= entry.worth.information) break;
    entry.worth = look(entry.candidate);
    if (!best || entry.worth.information > best.worth.information) best = entry;
  }
  return best;
}

function suggestionOf({ candidate: { idea, votes, gold }, worth }: Open, voted: Uint8Array): Suggestion {
  const { label, features, rows } = idea;
  const interval = wilson(gold.right, gold.rows);
  return {
    ...{ label, features, rows, gold, adds: worth.adds },
    expected: (gold.right + PRIOR_ROWS * votes.precision) / (gold.rows + PRIOR_ROWS),
    fresh: rows.reduce((sum, row) => sum + Number(voted[row] === 0), 0),
    ...(interval ? { precision: gold.right / gold.rows, interval } : {}),
  };
}

/** What shares this much of its rows with one that is taken says it again. */
const MOST_REPEATED = 0.8;

function repeats({ votes }: Candidate, taken: Candidate): boolean {
  if (votes.label !== taken.votes.label) return false;
  const own = new Set(taken.votes.rows);
  return votes.rows.reduce((count, row) => count + Number(own.has(row)), 0) > MOST_REPEATED * votes.rows.length;
}
