import type { Judgement } from "../core/gold/judgement";
import { isComment, isSpotCheck, isTagging, tagProblem, type Remark } from "../core/gold/remarks";

/** What a line of a judgement file can be. */
export type GoldLine = Judgement | Remark;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Longer texts than this are no ids, names or notes that a person meant to write. */
const MOST_TEXT = 10_000;

/**
 * A line of a judgement file.
 * @returns what it says, or why it cannot be read, in plain words
 */
export function parseGoldLine(line: string): GoldLine | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `this is not valid JSON (${(error as Error).message})` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "a judgement is a JSON object" };
  const { row, label, by, at, how, note, flagged, skipped, ...rest } = value as Record<string, unknown>;
  if (!isText(row)) return { problem: `"row" must be the row's id, as text` };
  if (!isText(by)) return { problem: `"by" must say who judged` };
  if (typeof at !== "string" || !TIME.test(at)) return { problem: `"at" must be a time such as 2026-01-31T09:30:00.000Z` };
  if (label === undefined && (isTagging(rest) || isComment(rest) || isSpotCheck(rest))) return parseRemark({ row, by, at }, rest);
  if (label !== null && !isText(label)) return { problem: `"label" must be a label, or null` };
  if (!isText(how)) return { problem: `"how" must say how the row was drawn, for example "random"` };
  if (note !== undefined && typeof note !== "string") return { problem: `"note" must be text` };
  return {
    ...{ row, label, by, at, how },
    ...(note ? { note: note.slice(0, MOST_TEXT) } : {}),
    ...(flagged === true ? { flagged } : {}),
    ...(skipped === true ? { skipped } : {}),
  };
}

function parseRemark(said: Pick<Remark, "row" | "by" | "at">, rest: object): Remark | { readonly problem: string } {
  const { tag, removed, comment, lf, vote, right } = rest as Record<string, unknown>;
  if (tag !== undefined) {
    const problem = typeof tag === "string" ? tagProblem(tag) : `"tag" must be text`;
    return problem === undefined ? { ...said, tag: tag as string, ...(removed === true ? { removed } : {}) } : { problem };
  }
  if (comment !== undefined) return isText(comment) ? { ...said, comment } : { problem: `"comment" must be text` };
  if (!isText(lf) || !isText(vote)) return { problem: `"lf" and "vote" must say which vote of which LF was looked at` };
  if (right !== null && typeof right !== "boolean") return { problem: `"right" must be true, false or null` };
  return { ...said, lf, vote, right };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= MOST_TEXT;

/** A judgement or remark as a line, without its end. */
export function goldLine(line: GoldLine): string {
  if (!("label" in line)) return JSON.stringify(line);
  const { row, label, by, at, how, note, flagged, skipped } = line;
  return JSON.stringify({
    ...{ row, label, by, at, how },
    ...(note ? { note } : {}),
    ...(flagged ? { flagged } : {}),
    ...(skipped ? { skipped } : {}),
  });
}
