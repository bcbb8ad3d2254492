import type { Judged, Judgement } from "./judgement";

const COLUMNS = ["row", "label", "by", "at", "how", "note"] as const;

/** What people say of rows now, as lines of CSV with a header. */
export const judgementsCsv = (judged: Judged): string =>
  [COLUMNS.join(","), ...current(judged).map((one) => COLUMNS.map((name) => quoted(one[name] ?? "")).join(","))].join("\n") + "\n";

/** The same as JSON Lines. */
export const judgementsJsonl = (judged: Judged): string =>
  current(judged)
    .map((one) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((name) => [name, one[name] ?? null])))}\n`)
    .join("");

/** By row, as first judged, then by name. */
const current = (judged: Judged): Judgement[] =>
  [...judged.values()].flatMap((list) => list.filter(({ label }) => label !== null).sort((a, b) => (a.by < b.by ? -1 : 1)));

const quoted = (text: string): string => (/[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
