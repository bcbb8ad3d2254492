/** Lists, moments and paths as people read them. */
import { signOf } from "../../src/core/data/numberText";

/** An interval of rates (0..1) -> "96.5–99.6%" */
export const interval = ({ low, high }: { low: number; high: number }): string => `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}%`;

/** A number that speaks for or against something: 1.234 -> "+1.23", -0.5 -> "−0.50". */
export const signed = (value: number): string => `${Math.abs(value) < 0.005 ? "" : signOf(value)}${Math.abs(value).toFixed(2)}`;

/** ["a", "b", "c"] -> "a, b and c" */
export const listed = (names: readonly string[]): string => names.join(", ").replace(/, ([^,]*)$/, " and $1");

/** "denoised label" -> "Denoised label" */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Milliseconds as "<1 ms", "12 ms" or "1.2 s". */
export function duration(ms: number): string {
  if (ms < 1) return "<1 ms";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A moment (ms since 1970) in the user's own time zone and language, to the second: "11/21/26, 9:00:04 AM". */
export const timeText = (at: number): string => new Date(at).toLocaleString(undefined, { dateStyle: "short", timeStyle: "medium" });

/** What a failed request says, whatever it was rejected with. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A file's path without the project's folder, with its line. */
export function placeText(root: string, file: string, line?: number): string {
  const inside = file.startsWith(root) && /^[/\\]/.test(file.slice(root.length));
  const path = inside ? file.slice(root.length + 1) : file;
  return line === undefined ? path : `${path}:${line}`;
}
