import type { Judgement } from "../core/gold/judgement";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Longer texts than this are no ids, names or notes that a person meant to write. */
const MOST_TEXT = 10_000;

/**
 * A line of a judgement file.
 * @returns what it says, or why it cannot be read, in plain words
 */
export function parseGoldLine(line: string): Judgement | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `this is not valid JSON (${(error as Error).message})` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "a judgement is a JSON object" };
  const { row, label, by, at, how, note, flagged, skipped } = value as Record<string, unknown>;
  if (!isText(row)) return { problem: `"row" must be the row's id, as text` };
  if (label !== null && !isText(label)) return { problem: `"label" must be a label, or null` };
  if (!isText(by)) return { problem: `"by" must say who judged` };
  if (typeof at !== "string" || !TIME.test(at)) return { problem: `"at" must be a time such as 2026-01-31T09:30:00.000Z` };
  if (!isText(how)) return { problem: `"how" must say how the row was drawn, for example "random"` };
  if (note !== undefined && typeof note !== "string") return { problem: `"note" must be text` };
  return {
    ...{ row, label, by, at, how },
    ...(note ? { note: note.slice(0, MOST_TEXT) } : {}),
    ...(flagged === true ? { flagged } : {}),
    ...(skipped === true ? { skipped } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= MOST_TEXT;

/** A judgement as a line, without its end. */
export function goldLine({ row, label, by, at, how, note, flagged, skipped }: Judgement): string {
  return JSON.stringify({
    ...{ row, label, by, at, how },
    ...(note ? { note } : {}),
    ...(flagged ? { flagged } : {}),
    ...(skipped ? { skipped } : {}),
  });
}
