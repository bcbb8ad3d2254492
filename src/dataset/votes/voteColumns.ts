import type { ColumnInfo } from "../../core/data/cells";
import { SPLIT_NAMES } from "../../core/data/cells";
import type { LeftOutColumn, VoteRoles } from "../../protocol/voteTable";
import { nearest } from "../../sdk/nearest";

/** What a column of a vote table holds. */
export interface VoteColumnProfile {
  readonly name: string;
  readonly type: ColumnInfo["type"];
  /** Its distinct values but abstains; at most MAX_VALUES + 1 of them. */
  readonly values: ReadonlySet<string>;
  /** Cells with a value. */
  readonly cells: number;
  readonly abstains: number;
}

/** Beyond this many a column's values are not told apart any more: more labels than that are not in one vote table. */
export const MAX_VALUES = 1_000;

/** The roles of all columns of a vote table. */
export interface VoteColumns {
  readonly id?: string;
  readonly gold?: string;
  readonly split?: string;
  readonly lfs: readonly string[];
  readonly leftOut: readonly LeftOutColumn[];
}

const ROLES = ["id", "gold", "split"] as const;
const LIKE_GOLD = /^(label|class|category|target|truth|(ground|true)[_ ]?(truth|label))$/i;
const LIKE_TEXT = /^(text|message|body|content|comment|question|sentence|review|title|description|document|url|author|name)$/i;

/**
 * Which columns hold id, gold and split: those that are asked for, else those of these names, in any case.
 * @throws Error naming a column that is asked for and that the table does not have
 */
export function roleColumns(names: readonly string[], { lfs = [], ...asked }: VoteRoles): Omit<VoteColumns, "lfs" | "leftOut"> {
  const flags = { id: "--id-column", gold: "--gold-column", split: "--split-column" };
  for (const role of ROLES) assertColumn(asked[role], names, flags[role]);
  for (const name of lfs) assertColumn(name, names, "--lfs");
  const free = names.filter((name) => !lfs.includes(name) && !Object.values(asked).includes(name));
  return Object.fromEntries(
    ROLES.flatMap((role) => {
      const name = asked[role] ?? free.find((own) => own.toLowerCase() === role);
      return name === undefined ? [] : [[role, name]];
    }),
  );
}

function assertColumn(name: string | undefined, names: readonly string[], flag: string): void {
  if (name === undefined || names.includes(name)) return;
  const near = nearest(name, names);
  const hint = near === undefined ? `Its columns are ${names.join(", ")}.` : `Did you mean "${near}"?`;
  throw new Error(`${flag}: there is no column "${name}". ${hint}`);
}

/**
 * Which of the other columns are LFs. Texts, dates, scores and the like are not; what may be one and may be none is refused.
 * @param others all columns without a role
 * @param gold the gold column, if there is one
 * @param isLabel whether a text is a label's name or index, where the labels are given
 * @throws Error naming the columns that are not clear, and what to do
 */
export function chooseLfs(
  others: readonly VoteColumnProfile[],
  gold: VoteColumnProfile | undefined,
  isLabel: ((text: string) => boolean) | undefined,
): Pick<VoteColumns, "lfs" | "leftOut"> {
  const verdicts = new Map(others.map((column) => [column.name, isLabel ? byLabels(column, isLabel) : noVotes(column)]));
  const open = others.filter(({ name }) => verdicts.get(name) === undefined);
  if (!isLabel) {
    const main = mainGroup(open, gold);
    for (const column of open) verdicts.set(column.name, byCompany(column, main, open, gold));
  }
  for (const column of others) {
    const verdict = verdicts.get(column.name);
    if (verdict === LF && isRole(column, others, gold)) verdicts.set(column.name, UNCLEAR);
  }
  const named = (wanted: string): VoteColumnProfile[] => others.filter(({ name }) => verdicts.get(name) === wanted);
  const lfs = named(LF).map(({ name }) => name);
  assertClear(named(UNCLEAR), lfs);
  const leftOut = others.flatMap(({ name }) => (lfs.includes(name) ? [] : [{ name, why: verdicts.get(name)! }]));
  if (lfs.length === 0) throw new Error(noLfs(leftOut));
  return { lfs, leftOut };
}

/** A verdict is one of these, or why the column is no LF. */
const LF = "LF";
const UNCLEAR = "?";

function byLabels(column: VoteColumnProfile, isLabel: (text: string) => boolean): string {
  const values = [...column.values];
  const known = values.filter(isLabel).length;
  if (known === values.length) return LF;
  // Where some cells are labels and others are not, reading them names the first that is none.
  return noVotes(column) ?? (known > 0 ? LF : LIKE_TEXT.test(column.name) ? "texts" : UNCLEAR);
}

/** Why a column cannot hold votes, whatever the labels are; undefined if it can. */
function noVotes({ type, values, cells }: VoteColumnProfile): string | undefined {
  if (type === "json") return "lists or objects";
  if (type === "date") return "dates";
  const numbers = [...values].map(Number);
  const areScores = type === "number" && numbers.some((value) => !Number.isInteger(value));
  if (areScores && numbers.every((value) => value >= 0 && value <= 1)) return "scores between 0 and 1";
  const nearlyUnique = values.size > MAX_VALUES || (values.size > 20 && 2 * values.size > cells);
  if (nearlyUnique) return type === "number" ? "numbers that hardly repeat" : "texts that hardly repeat";
  return undefined;
}

/** Labels are what columns share: the columns that gold's values lead to, or the largest group that shares values. */
function mainGroup(open: readonly VoteColumnProfile[], gold: VoteColumnProfile | undefined): ReadonlySet<VoteColumnProfile> {
  const left = new Set(open);
  const groups: Set<VoteColumnProfile>[] = [];
  const grow = (start: VoteColumnProfile): Set<VoteColumnProfile> => {
    const group = new Set([start]);
    for (const member of group) {
      for (const other of left) {
        if (!shareValue(member, other)) continue;
        group.add(other);
        left.delete(other);
      }
    }
    return group;
  };
  if (gold && gold.values.size > 0) return grow(gold);
  for (const column of open) if (left.delete(column)) groups.push(grow(column));
  const [first, second] = groups.filter((group) => group.size > 1 || open.length === 1).sort((a, b) => b.size - a.size);
  return first && first.size !== second?.size ? first : new Set();
}

function shareValue(a: VoteColumnProfile, b: VoteColumnProfile): boolean {
  for (const value of a.values) if (b.values.has(value)) return true;
  return false;
}

function byCompany(
  column: VoteColumnProfile,
  main: ReadonlySet<VoteColumnProfile>,
  open: readonly VoteColumnProfile[],
  gold: VoteColumnProfile | undefined,
): string {
  const { name, values, type } = column;
  if (values.size === 0) return LF;
  if (!main.has(column)) {
    if (LIKE_TEXT.test(name)) return "texts";
    return gold === undefined && values.size === 1 && column.abstains > 0 ? LF : UNCLEAR;
  }
  if (open.length === 1 && gold === undefined) return LF;
  const others = [...open, ...(gold ? [gold] : [])].filter((other) => other !== column);
  const own = [...values].filter((value) => !others.some((other) => other.values.has(value))).length;
  // A count of something shares 0 and 1 with votes that are indexes, but not its other values.
  const isClear = own === 0 || (type !== "number" && 2 * own <= values.size);
  return isClear ? LF : LIKE_TEXT.test(name) ? "texts" : UNCLEAR;
}

/** A column that may well be gold or the split under another name. */
function isRole({ name, values }: VoteColumnProfile, others: readonly VoteColumnProfile[], gold: VoteColumnProfile | undefined): boolean {
  // Beside x and z, y is just a name.
  const isTarget = name === "y" && !others.some((other) => other.name.length === 1 && other.name !== name);
  if (gold === undefined && (isTarget || LIKE_GOLD.test(name))) return true;
  return values.size > 0 && [...values].every((value) => SPLIT_NAMES.has(value.toLowerCase()));
}

function assertClear(unclear: readonly VoteColumnProfile[], lfs: readonly string[]): void {
  if (unclear.length === 0) return;
  const described = unclear
    .slice(0, 5)
    .map(({ name, values }) => `"${name}" (${[...values].slice(0, 4).map(shorten).join(", ")}${values.size > 4 ? ", ..." : ""})`);
  const more = unclear.length > 5 ? ` and ${unclear.length - 5} more` : "";
  const goldLike = unclear.find(({ name }) => LIKE_GOLD.test(name) || name === "y");
  const splitLike = unclear.find(({ values }) => [...values].every((value) => SPLIT_NAMES.has(value.toLowerCase())));
  throw new Error(
    [
      `It is not clear whether ${described.join(", ")}${more} ${unclear.length === 1 ? "is an LF" : "are LFs"}.`,
      `Name the LFs: --lfs ${lfs.length > 0 ? lfs.join(",") : "a,b,c"}; or the labels, if they are: --classes HAM,SPAM.`,
      ...(goldLike ? [`If "${goldLike.name}" is gold: --gold-column ${goldLike.name}.`] : []),
      ...(splitLike ? [`If "${splitLike.name}" is the split: --split-column ${splitLike.name}.`] : []),
    ].join(" "),
  );
}

function noLfs(leftOut: readonly LeftOutColumn[]): string {
  const why = leftOut.map(({ name, why }) => `"${name}" (${why})`).join(", ");
  return `No column looks like an LF${why === "" ? "" : `: left out are ${why}`}. Name the LFs: --lfs a,b,c`;
}

const shorten = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}...` : text);
