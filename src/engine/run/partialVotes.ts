import { randomUUID } from "node:crypto";
import type { LfFiles } from "../realm/lfFiles";
import type { OpenQuestion } from "./consultations";

/** Votes of prompts that have not been answered on all rows of the sample: they change as answers come, and only then. */
export interface PartialVotes {
  /** @param whole the version that the votes would have with all answers @returns the version to know them by */
  keep(whole: string, open: readonly OpenQuestion[]): string;
  /** Whether votes that the session knows are still what the answers say. @param known versions */
  isKnown(whole: string, known: ReadonlySet<string>): boolean;
}

interface Kept {
  readonly version: string;
  readonly hashes: readonly string[];
  /** Of the answers, as of which none of the questions had any. */
  looked: number;
}

/** Versions of LFs: those of the plan, and a few from before an edit. */
const KEPT = 100;

export function createPartialVotes(answers: LfFiles["answers"]): PartialVotes {
  const kept = new Map<string, Kept>();
  return {
    keep(whole, open) {
      // Another worker knows nothing of what this one has kept.
      const version = `${whole} ${randomUUID()}`;
      kept.delete(whole);
      kept.set(whole, { version, hashes: open.map(({ hash }) => hash), looked: answers.version() });
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
      return version;
    },
    isKnown(whole, known) {
      const at = kept.get(whole);
      if (!at || !known.has(at.version)) return false;
      if (at.looked === answers.version()) return true;
      at.looked = answers.version();
      return !at.hashes.some(answers.has);
    },
  };
}
