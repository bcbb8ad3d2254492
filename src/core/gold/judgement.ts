/** What a person said of a row, and how what many said is read. */

/** One line of a judgement file. Of one person's lines on a row, the latest counts. */
export interface Judgement {
  /** The row's key: its id, or what stands in for it (`rowKeys`). */
  readonly row: string;
  /** Null: this person says nothing of the row (any more). */
  readonly label: string | null;
  /** Who judged. */
  readonly by: string;
  /** When: ISO 8601, UTC. */
  readonly at: string;
  /** How the row was drawn: "random", another strategy of the queue, "chosen" by hand, "imported" or "settled". */
  readonly how: string;
  readonly note?: string;
  /** To be looked at again. */
  readonly flagged?: boolean;
  /** It was seen and left without a label. */
  readonly skipped?: boolean;
}

/** Rows drawn so are the only ones that estimates may be computed from: others were chosen for what the models say of them. */
export const RANDOM = "random";
/** A judgement that ends a disagreement: it counts before all others of the row. */
export const SETTLED = "settled";
/** A row that somebody picked by hand. */
export const CHOSEN = "chosen";
export const IMPORTED = "imported";

/** How a row was drawn for one LF's votes, or of one label. */
export const drawnFor = (strategy: string, name: string): string => `${strategy}:${name}`;

/** What each person says of each row now. Rows stand in the order of their first judgement. */
export type Judged = ReadonlyMap<string, readonly Judgement[]>;

/** Takes judgements in any order; what stands at the end is the same. */
export interface JudgedRows {
  readonly add: (judgement: Judgement) => void;
  readonly rows: Judged;
}

export function createJudgedRows(): JudgedRows {
  const rows = new Map<string, Judgement[]>();
  return {
    rows,
    add(judgement) {
      const own = rows.get(judgement.row);
      if (!own) rows.set(judgement.row, [judgement]);
      else {
        const at = own.findIndex(({ by }) => by === judgement.by);
        if (at < 0) own.push(judgement);
        else if (!isOlder(judgement, own[at]!)) own[at] = judgement;
      }
    },
  };
}

/** Of two that were written in the same moment, a text decides: a merge may turn their lines around. */
function isOlder(a: Judgement, b: Judgement): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return JSON.stringify([a.label, a.how, a.note]) < JSON.stringify([b.label, b.how, b.note]);
}

/** What is said without what these people say. */
export function withoutPeople(judged: Judged, people: readonly string[]): Judged {
  if (people.length === 0) return judged;
  const left = Array.from(judged, ([row, list]) => [row, list.filter(({ by }) => !people.includes(by))] as const);
  return new Map(left.filter(([, list]) => list.length > 0));
}

/** A name that can be a file's name on every system; undefined where it is right, else what is wrong. */
export function nameProblem(by: string): string | undefined {
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._@-]{0,62}[\p{L}\p{N}\p{M}_@-])?$/u.test(by))
    return `"${by.slice(0, 80)}" cannot be a person's name here: take 1 to 64 letters, digits, spaces and . _ @ - and begin with a letter or a digit.`;
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(by)
    ? `"${by}" is a name that Windows keeps for itself. Choose another one.`
    : undefined;
}
