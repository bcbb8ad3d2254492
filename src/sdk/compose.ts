import { alternativesOf, withAlternatives, type Alternatives } from "./alternatives";
import { lf, type Lf } from "./lf";
import { matchesOf, withMatches, type Match } from "./matches";
import type { Label, Row, Vote } from "./register";

/**
 * Makes an LF that votes what all of these vote, and abstains where one of them abstains or two differ.
 * The order does not matter.
 *
 * ```ts
 * export const shortAd = and(keyword("SPAM", "text", "subscribe"), threshold("SPAM", "text", { of: "words", atMost: 8 }));
 * ```
 */
export function and(...lfs: readonly Lf[]): Lf {
  const parts = readLfs("and", lfs);
  const made = lf((row) => {
    const first = voteOf(parts[0]!, row);
    return first !== null && parts.every((part, i) => i === 0 || voteOf(part, row) === first) ? first : null;
  });
  return withMatches(made, (row) => parts.flatMap((part) => matchesIn(part, row)));
}

/**
 * Makes an LF that votes what the first of these votes that does not abstain; it abstains where all do.
 *
 * ```ts
 * export const ad = or(keyword("SPAM", "text", "subscribe"), regex("SPAM", "text", /https?:/));
 * ```
 */
export function or(...lfs: readonly Lf[]): Lf {
  const parts = readLfs("or", lfs);
  const made = lf((row) => firstVote(parts, row));
  const saying = withMatches(made, (row) => parts.map((part) => matchesIn(part, row)).find((found) => found.length > 0) ?? []);
  return withAlternatives(saying, alternativesOfAll(parts));
}

/**
 * Makes an LF that votes `label` where the other abstains, and abstains where it votes.
 *
 * ```ts
 * export const noLink = not("HAM", regex("SPAM", "text", /https?:/));
 * ```
 */
export function not(label: Label, other: Lf): Lf {
  const [part] = readLfs("not", [other]);
  return lf((row) => (voteOf(part!, row) === null ? label : null));
}

/**
 * Makes an LF that votes what the other votes where the condition holds, and abstains elsewhere.
 *
 * ```ts
 * export const dearFree = when((row) => row.amount > 100, keyword("SPAM", "text", "free"));
 * ```
 * @param condition a function of the row, or an LF, which holds where it votes any label
 */
export function when(condition: ((row: Row) => boolean) | Lf, other: Lf): Lf {
  const [part] = readLfs("when", [other]);
  const holds = conditionOf(condition);
  const made = lf((row) => (holds(row) ? voteOf(part!, row) : null));
  const conditions = typeof condition === "function" ? [] : [condition];
  const saying = withMatches(made, (row) => [...conditions, part!].flatMap((each) => matchesIn(each, row)));
  return withAlternatives(saying, alternativesOf(part!));
}

function conditionOf(condition: ((row: Row) => boolean) | Lf): (row: Row) => boolean {
  if (typeof condition !== "function") {
    const [part] = readLfs("when", [condition]);
    return (row) => voteOf(part!, row) !== null;
  }
  return (row) => {
    const holds: unknown = condition(row);
    if (typeof holds === "boolean") return holds;
    throw new TypeError(`The condition of when() must return true or false, not a value of type ${typeof holds}`);
  };
}

function readLfs(builder: string, lfs: readonly Lf[]): readonly Lf[] {
  const isLf = (value: Lf | undefined): boolean => value?.kind === "lf" && typeof value.vote === "function";
  if (lfs.length === 0 || !lfs.every(isLf))
    throw new TypeError(`${builder}() takes labeling functions, as lf, keyword, regex and others make them`);
  return lfs;
}

const matchesIn = (part: Lf, row: object): readonly Match[] => matchesOf(part)?.(row) ?? [];

const voteOf = ({ vote }: Lf, row: Row): Exclude<Vote, undefined> => vote(row) ?? null;

function firstVote(parts: readonly Lf[], row: Row): Vote {
  for (const part of parts) {
    const vote = voteOf(part, row);
    if (vote !== null) return vote;
  }
  return null;
}

/** Those of the parts one after the other; a part that has none counts as one that cannot be told. */
function alternativesOfAll(parts: readonly Lf[]): Alternatives {
  const all = parts.map((part) => alternativesOf(part));
  const from = all.map((_, i) => all.slice(0, i).reduce((sum, alternatives) => sum + (alternatives?.texts.length ?? 0), 0));
  return {
    texts: all.flatMap((alternatives) => alternatives?.texts ?? []),
    indexOf(row) {
      const taken = parts.findIndex((part) => voteOf(part, row as Row) !== null);
      const within = all[taken]?.indexOf(row) ?? -1;
      return within < 0 ? -1 : from[taken]! + within;
    },
  };
}
