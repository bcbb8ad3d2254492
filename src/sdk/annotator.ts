import { lf, type Lf } from "./lf";

/**
 * Makes an LF whose votes are a person's judgements by hand, so that the label model weighs that person as it weighs any LF. It abstains
 * where the person has not judged.
 *
 * ```ts
 * export const anna = annotator("anna");
 * ```
 * Name the person in `"gold": { "voters": ["anna"] }` of lf.config.json, too: then the judgements are votes and not gold as well.
 * @param by the name under which the person labels rows: that of the file in gold/
 */
export const annotator = (by: string): Lf =>
  labelsSaid(() => {
    throw new Error(`The judgements of ${by} are read only where LF Lens runs LFs on the data.`);
  });

/** Makes an LF of what somebody said of rows. */
export const labelsSaid = (labelOf: (row: object) => string | undefined): Lf => lf((row) => labelOf(row) ?? null);
