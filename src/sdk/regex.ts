import { splitPattern, withAlternatives, type Alternatives } from "./alternatives";
import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
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
  return withAlternatives(made, patternAlternatives(own, column));
}

/** The first alternative that matches where the whole expression does is the one that made it match. */
function patternAlternatives(whole: RegExp, column: string): Alternatives {
  const texts = splitPattern(whole.source).map(({ text }) => text);
  let parts: RegExp[] | undefined;
  const startsAt = (part: RegExp, text: string, index: number): boolean => {
    part.lastIndex = index;
    return part.test(text);
  };
  return {
    texts,
    indexOf(row) {
      whole.lastIndex = 0;
      const text = cellText(row, column) ?? "";
      const found = whole.exec(text);
      parts ??= texts.map((part) => new RegExp(part, `${whole.flags.replace(/[gy]/g, "")}y`));
      return found ? parts.findIndex((part) => startsAt(part, text, found.index)) : -1;
    },
  };
}
