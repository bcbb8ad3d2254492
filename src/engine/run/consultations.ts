import type { AskedRows } from "../../protocol/asking";
import type { Consultation } from "../realm/prompts";

/** What an LF has looked up on rows: each row counts once, however often it was voted on. */
export interface Consultations {
  /** An LF begins on these rows. */
  begin(firstRow: number, rows: number): void;
  /** The LF looks something up on the row under way. */
  readonly note: (consultation: Consultation) => void;
  /** What was found since `begin`. */
  counts(): LookedUp;
  /** Open questions of the rows since `begin`, in their order; the same question of several rows is there for each. */
  open(): readonly OpenQuestion[];
}

export interface LookedUp {
  /** Rows that a model was not asked about. */
  readonly notAsked: number;
  /** Undefined if no prompt was looked up. */
  readonly asked?: AskedRows;
}

export type OpenQuestion = Exclude<Consultation, { kind: "noVote" }>;

const [PROMPT, MISSING, NO_LABEL] = [1, 2, 4];

/** @param position [0] is the row under way */
export function createConsultations(position: Int32Array): Consultations {
  let [firstRow, rows] = [0, 0];
  /** For each row what was found; made when there is anything. */
  let marks: Uint8Array | undefined;
  /** By row and question, so that asking twice is one. */
  let missing = new Map<string, OpenQuestion>();
  return {
    begin(first, count) {
      [firstRow, rows, marks, missing] = [first, count, undefined, new Map<string, OpenQuestion>()];
    },
    note(consultation) {
      const row = position[0]! - firstRow;
      // Code that was left behind looks things up for nobody.
      if (row < 0 || row >= rows) return;
      marks ??= new Uint8Array(rows);
      const { kind } = consultation;
      if (kind !== "noVote") marks[row]! |= PROMPT;
      if (kind === "noVote" || kind === "missing") marks[row]! |= MISSING;
      if (kind === "noLabel") marks[row]! |= NO_LABEL;
      if (kind === "missing") missing.set(`${row} ${consultation.hash}`, consultation);
    },
    counts() {
      let [prompted, notAsked, answered, noLabel] = [0, 0, 0, 0];
      for (const mark of marks ?? []) {
        if (mark & PROMPT) prompted++;
        if (mark & MISSING) notAsked++;
        else if (mark & PROMPT) answered++;
        if ((mark & NO_LABEL) !== 0 && (mark & MISSING) === 0) noLabel++;
      }
      return { notAsked, ...(prompted > 0 ? { asked: { answered, noLabel } } : {}) };
    },
    open: () => [...missing.values()],
  };
}
