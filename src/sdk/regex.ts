import { splitPattern, withAlternatives, type Alternatives } from "./alternatives";
import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import { matchAt, withMatches } from "./matches";
import type { Label, TextColumn } from "./register";

/**
 * Makes an LF that votes `label` where the column's text matches the regular expression, and abstains elsewhere.
 * Every row is matched from its start, also with the flags `g` and `y`. A null cell abstains.
 *
 * ```ts
 * export const asksToSubscribe = regex("SPAM", "text", /\bsubscribe\b/i);
 * ```
 */
export function regex(label: Label, column: TextColumn, pattern: RegExp): Lf {
  if (typeof pattern?.source !== "string") throw new TypeError("regex() needs a regular expression, such as /subscribe/i");
  // A copy of our own: nobody else moves its lastIndex.
  const own = new RegExp(pattern.source, pattern.flags);
  const made = lf((row) => {
    const text = cellText(row, column);
    if (text === undefined) return null;
    own.lastIndex = 0;
    return own.test(text) ? label : null;
  });
  // The first place alone: to go on behind it may take a pattern far longer than the vote did.
  const saying = withMatches(made, (row) => {
    own.lastIndex = 0;
    const found = own.exec(cellText(row, column) ?? "");
    return found && found[0] !== "" ? [matchAt(column, found.index, found[0])] : [];
  });
  return withAlternatives(saying, patternAlternatives(own, column));
}

/** Which alternative matched is told by a group around each. */
function patternAlternatives(whole: RegExp, column: string): Alternatives {
  const { before, parts, after } = splitPattern(whole.source);
  let marked: RegExp | undefined;
  return {
    texts: parts.map(({ text }) => text),
    indexOf(row) {
      const groups = parts.map(({ text }, i) => `(?<lfLens${i}>${text})`).join("|");
      marked ??= new RegExp(`${before}${groups}${after}`, whole.flags.replace("g", ""));
      marked.lastIndex = 0;
      const found = marked.exec(cellText(row, column) ?? "")?.groups;
      return found ? parts.findIndex((_, i) => found[`lfLens${i}`] !== undefined) : -1;
    },
  };
}
