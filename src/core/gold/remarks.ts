/** What people write of rows beside labels: tags, comments, and whether an LF's vote is right. */

interface Said {
  /** The row's key, as judgements have it. */
  readonly row: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A row's tags are shared by everybody; the latest line about a tag says whether the row has it. */
export interface Tagging extends Said {
  readonly tag: string;
  readonly removed?: boolean;
}

/** One of a row's thread. */
export interface Comment extends Said {
  readonly comment: string;
}

/** Whether an LF's vote on a row is right. Of one row and LF the latest counts. */
export interface SpotCheck extends Said {
  readonly lf: string;
  /** The label it voted: another vote has not been checked. */
  readonly vote: string;
  /** Null: taken back. */
  readonly right: boolean | null;
}

export type Remark = Tagging | Comment | SpotCheck;

export const isTagging = (line: object): line is Tagging => "tag" in line;
export const isComment = (line: object): line is Comment => "comment" in line;
export const isSpotCheck = (line: object): line is SpotCheck => "right" in line;

/** Takes remarks in any order, and again those that it has; what stands at the end is the same. */
export interface Remarks {
  readonly add: (remark: Remark) => void;
  /** A row's tags, sorted. */
  readonly tagsOf: (row: string) => readonly string[];
  /** A row's comments, the oldest first. */
  readonly threadOf: (row: string) => readonly Comment[];
  /** Each row's checks that were not taken back. */
  readonly checks: () => ReadonlyMap<string, readonly SpotCheck[]>;
  /** Rows that have a tag or a comment. */
  readonly rows: () => readonly string[];
}

export function createRemarks(): Remarks {
  const tags = new Map<string, Map<string, Tagging>>();
  const threads = new Map<string, Map<string, Comment>>();
  const checks = new Map<string, Map<string, SpotCheck>>();
  return {
    add(remark) {
      if (isTagging(remark)) keepLatest(tags, remark.row, remark.tag, remark);
      else if (isComment(remark)) keepLatest(threads, remark.row, JSON.stringify([remark.at, remark.by, remark.comment]), remark);
      else keepLatest(checks, remark.row, remark.lf, remark);
    },
    tagsOf: (row) => [...(tags.get(row) ?? [])].flatMap(([tag, { removed }]) => (removed === true ? [] : [tag])).sort(),
    threadOf: (row) => [...(threads.get(row) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, comment]) => comment),
    checks: () => new Map(Array.from(checks, ([row, own]) => [row, [...own.values()].filter(({ right }) => right !== null)])),
    rows: () => [...new Set([...tags.keys(), ...threads.keys()])],
  };
}

function keepLatest<T extends Remark>(into: Map<string, Map<string, T>>, outer: string, inner: string, remark: T): void {
  const own = into.get(outer) ?? new Map<string, T>();
  into.set(outer, own);
  const before = own.get(inner);
  if (before === undefined || isOlder(before, remark)) own.set(inner, remark);
}

/** Of two that were written in the same moment, a text decides: a merge may turn their lines around. */
const isOlder = (a: Remark, b: Remark): boolean => (a.at === b.at ? JSON.stringify(a) < JSON.stringify(b) : a.at < b.at);

/** Why a text can be no tag; undefined where it can. */
export const tagProblem = (tag: string): string | undefined =>
  /^[^\s,][^,\n]{0,62}[^\s,]$|^[^\s,]$/u.test(tag)
    ? undefined
    : `"${tag.slice(0, 80)}" cannot be a tag: take 1 to 64 characters without a comma, and no white space around them.`;
