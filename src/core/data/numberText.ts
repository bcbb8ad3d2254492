/** Numbers as people read them, alike in panels, beside code and in a terminal. */

const whole = new Intl.NumberFormat("en-US");

/** 12345 -> "12,345" */
export const wholeNumber = (value: number): string => whole.format(value);

/** (1, "row") -> "1 row", (2, "row") -> "2 rows" */
export const counted = (count: number, noun: string): string => `${wholeNumber(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A share as a percentage with one decimal; "n/a" of nothing. 0 % means none and 100 % all: what only rounds to them says so. */
export function percent(count: number, total: number): string {
  if (total === 0) return "n/a";
  const text = ((100 * count) / total).toFixed(1);
  if (text === "0.0" && count > 0) return "<0.1%";
  if (text === "100.0" && count < total) return ">99.9%";
  return `${text}%`;
}

/** Rows of a data set, by split, and how many of them are counted. */
interface SampleSize {
  readonly sampleRows: number;
  readonly rows: number;
  readonly splitRows: { readonly [split: string]: number };
}

/** Of what the numbers are: "sample of 1,000 of 25,000 rows", "all 1,800 train and dev rows (200 test rows kept apart)". */
export function sampleText({ sampleRows, rows, splitRows: { train = 0, dev = 0, test = 0 } }: SampleSize): string {
  if (sampleRows === rows) return `all ${counted(rows, "row")}`;
  if (test === 0 || sampleRows > train + dev) return `sample of ${wholeNumber(sampleRows)} of ${counted(rows, "row")}`;
  const splits = [...(train > 0 ? ["train"] : []), ...(dev > 0 ? ["dev"] : [])].join(" and ");
  const part = sampleRows === train + dev ? "all " : `sample of ${wholeNumber(sampleRows)} of `;
  return `${part}${wholeNumber(train + dev)} ${splits} row${train + dev === 1 ? "" : "s"} (${counted(test, "test row")} kept apart)`;
}

/** A change of a rate (0..1) in points of a percent with its sign: 0.018 -> "+1.8", -0.0001 -> "−<0.1", 0 -> "0.0". */
export function signedPoints(change: number): string {
  const size = (100 * Math.abs(change)).toFixed(1);
  return `${signOf(change)}${size === "0.0" && change !== 0 ? "<0.1" : size}`;
}

/** The same with its unit: "+1.8 pts". */
export const points = (change: number): string => `${signedPoints(change)} pts`;

/** "+", "−" or nothing for 0. */
export const signOf = (value: number): string => (value > 0 ? "+" : value < 0 ? "−" : "");

/** Of an LF that says what a model answered. */
interface AskedOfModel {
  /** Rows that the model was not asked about. */
  readonly notAsked?: number;
  /** Of a prompt: rows with an answer, and those whose answer has no label. */
  readonly asked?: { readonly answered: number; readonly noLabel: number };
}

/** What is known of the rows that an LF asks a model about: "asked 200 of 1,209 rows", "3 answers without a label"; they count as abstains. */
export function askedTexts({ notAsked = 0, asked }: AskedOfModel): string[] {
  if (!asked) return notAsked === 0 ? [] : [`${counted(notAsked, "row")} not asked`];
  const all = asked.answered + notAsked;
  const some =
    asked.answered === 0 ? `${counted(all, "row")} not asked yet` : `asked ${wholeNumber(asked.answered)} of ${counted(all, "row")}`;
  return [...(notAsked === 0 ? [] : [some]), ...(asked.noLabel === 0 ? [] : [`${counted(asked.noLabel, "answer")} without a label`])];
}
