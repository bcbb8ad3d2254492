import type { Feature } from "./features";
import { areForms } from "./labelNames";

/** An LF to be: a label, and signs of one kind and column of which any gives a row its vote. */
export interface Idea {
  readonly label: number;
  /** The strongest first. */
  readonly features: readonly Feature[];
  /** Rows that have one of them, ascending. */
  readonly rows: Uint32Array;
  /** Share of the rows that are of the label, as the teacher believes, 0..1. */
  readonly believed: number;
}

/** A feature that speaks for a label. */
export interface Sign {
  readonly feature: Feature;
  /** Its place in the list of all features. */
  readonly place: number;
  readonly label: number;
  readonly believed: number;
  readonly worth: number;
}

const MOST_WORDS = 8;
/** Contexts that are more alike are of one idea (cosine, 0..1). */
const LEAST_ALIKE = 0.5;
/** A word must bring this share of its rows to an idea, unless it is a form of a word that is there. */
const LEAST_NEW = 0.3;
/** Beside a word that is this much better, a weaker one would spoil the LF. */
const MOST_WORSE = 0.15;
/** Signs of a label that are looked through for each idea. */
const LOOKED_AT = 300;

/** What of a label belongs together becomes one idea; each sign is in one. Signs come strongest first. */
export function groupSigns(signs: readonly Sign[], alike: (a: number, b: number) => number): Idea[] {
  const used = new Set<Sign>();
  return signs.flatMap((seed) => {
    if (used.has(seed)) return [];
    used.add(seed);
    const members = [seed];
    const covered = new Set(seed.feature.rows);
    if (isOfWords(seed))
      for (const other of signs.slice(0, LOOKED_AT)) {
        if (members.length === MOST_WORDS) break;
        if (used.has(other) || !belongs(other, seed, alike)) continue;
        const fresh = other.feature.rows.reduce((count, row) => count + Number(!covered.has(row)), 0);
        if (fresh < LEAST_NEW * other.feature.rows.length) continue;
        used.add(other);
        members.push(other);
        for (const row of other.feature.rows) covered.add(row);
      }
    return [ideaOf(members, covered)];
  });
}

function ideaOf(members: readonly Sign[], covered: ReadonlySet<number>): Idea {
  const sum = members.reduce((total, { feature, believed }) => total + feature.rows.length * believed, 0);
  const rows = members.reduce((total, { feature }) => total + feature.rows.length, 0);
  return {
    label: members[0]!.label,
    features: members.map(({ feature }) => feature),
    rows: Uint32Array.from(covered).sort(),
    believed: sum / rows,
  };
}

const isOfWords = ({ feature }: Sign): boolean => ["word", "substring", "value", "start"].includes(feature.sign.kind);

function belongs(other: Sign, seed: Sign, alike: (a: number, b: number) => number): boolean {
  const [a, b] = [other.feature, seed.feature];
  if (a.column !== b.column || a.sign.kind !== b.sign.kind || other.believed < seed.believed - MOST_WORSE) return false;
  if (a.sign.kind === "value") return true;
  const isForm = a.sign.kind === "word" && b.sign.kind === "word" && areForms(a.sign.text, b.sign.text);
  return isForm || alike(other.place, seed.place) >= LEAST_ALIKE;
}
