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
  return lf((row) => {
    const text = cellText(row, column);
    if (text === undefined) return null;
    own.lastIndex = 0;
    return own.test(text) ? label : null;
  });
}
