import type { Row } from "../.lf-lens/row";

/** How people in a hurry spell the words that our LFs look for. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/\bcrad\b/g, "card"],
  [/\blsot\b/g, "lost"],
  [/\bpasword\b/g, "password"],
  [/\btranfer\b/g, "transfer"],
  [/\bwithdrawl\b/g, "withdrawal"],
  [/\blone for\b/g, "loan for"],
  [/\bmorgage\b/g, "mortgage"],
  [/\bborow\b/g, "borrow"],
];

/** The message in lower case, on one line, with the usual typing slips mended. */
export function plainText(row: Row): string {
  const oneLine = row.text.toLowerCase().replace(/\s+/g, " ").trim();
  return slips.reduce((text, [slip, word]) => text.replace(slip, word), oneLine);
}

/** Whether the message, slips mended, says any of this. */
export const says = (row: Row, pattern: RegExp): boolean => pattern.test(plainText(row));
