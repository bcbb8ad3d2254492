import { ABSTAIN } from "../statistics/votes";
import { wilson } from "../math/interval";
import { contentWords } from "./words";

/** Texts, and for each the index of its gold label, or ABSTAIN. Both have one entry a row. */
export interface MinedTexts {
  readonly texts: readonly string[];
  readonly gold: ArrayLike<number>;
  readonly labels: readonly string[];
}

/** A first labeling function: a label, and words that speak for it. */
export interface Idea {
  /** Index of a label. */
  readonly label: number;
  readonly words: readonly string[];
  /** Rows that have one of the words: of those with gold, or, where there is none, of all. */
  readonly rows: number;
  /** Rows among them whose gold is the label; undefined for a guess. */
  readonly right?: number;
}

/** Rows that each word is in. */
type Occurrences = ReadonlyMap<string, readonly number[]>;

const MOST_WORDS = 5;

/**
 * Mines a few ideas: words that gold says speak for a label, best first, for different labels where it can be; without gold
 * frequent words that tell texts apart, with a guess of their label.
 */
export function mineIdeas(mined: MinedTexts, count = 3): Idea[] {
  const withGold = mined.texts.flatMap((_, row) => (mined.gold[row] === ABSTAIN ? [] : [row]));
  const ideas = withGold.length > 0 ? ideasFromGold(mined, withGold, count) : [];
  return ideas.length > 0 ? ideas : guesses(mined, count);
}

function occurrencesIn(texts: readonly string[], rows: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows)
    for (const word of contentWords(texts[row]!)) {
      const known = found.get(word);
      if (known) known.push(row);
      else found.set(word, [row]);
    }
  return found;
}

interface Scored {
  readonly word: string;
  readonly rows: readonly number[];
  readonly score: number;
}

function ideasFromGold({ texts, gold, labels }: MinedTexts, rows: readonly number[], count: number): Idea[] {
  const occurrences = occurrencesIn(texts, rows);
  const totals = labels.map((_, label) => rows.filter((row) => gold[row] === label).length);
  const pools = labels.map((_, label) => scoredWords(occurrences, (row) => gold[row] === label, totals[label]! / rows.length));
  const ideas: Idea[] = [];
  const used = new Set<string>();
  while (ideas.length < count) {
    const offers = pools.flatMap((pool, label) => {
      const words = takeWords(pool, used);
      if (words.length === 0) return [];
      const before = ideas.filter((idea) => idea.label === label).length;
      return [{ label, words, before, worth: words.reduce((sum, { score }) => sum + score, 0) }];
    });
    offers.sort((a, b) => a.before - b.before || b.worth - a.worth || a.label - b.label);
    const [best] = offers;
    if (!best) break;
    for (const { word } of best.words) used.add(word);
    const covered = [...new Set(best.words.flatMap((word) => word.rows))];
    ideas.push({
      label: best.label,
      words: best.words.map(({ word }) => word),
      rows: covered.length,
      right: covered.filter((row) => gold[row] === best.label).length,
    });
  }
  return ideas;
}

/** Words that speak for a label more than chance does: by the lower end of their accuracy's interval, and by how many rows they decide. */
function scoredWords(occurrences: Occurrences, isRight: (row: number) => boolean, base: number): Scored[] {
  const least = Math.max(base, 0.5);
  return Array.from(occurrences, ([word, rows]): Scored => {
    const right = rows.filter(isRight).length;
    const low = wilson(right, rows.length)!.low;
    // Of many labels few words are right more often than not with certainty: what is right on the whole counts then, if less.
    const sure = low > least ? 1 + low - least : rows.length > 1 && right / rows.length > least && low > base ? (low - base) / 4 : 0;
    return { word, rows, score: sure * Math.sqrt(rows.length) };
  })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(a.word, b.word));
}

/** The best words that are not used yet, each of which adds rows. */
function takeWords(pool: readonly Scored[], used: ReadonlySet<string>): Scored[] {
  const taken: Scored[] = [];
  const covered = new Set<number>();
  for (const scored of pool) {
    if (taken.length === MOST_WORDS) break;
    const fresh = scored.rows.filter((row) => !covered.has(row)).length;
    if (used.has(scored.word) || fresh < Math.max(1, scored.rows.length / 3) || scored.score < (taken[0]?.score ?? 0) / 10) continue;
    taken.push(scored);
    for (const row of scored.rows) covered.add(row);
  }
  return taken;
}

/** Frequent words that few enough rows have, each with those that come with it most; a word that a label is called goes to that label. */
function guesses({ texts, labels }: MinedTexts, count: number): Idea[] {
  const occurrences = occurrencesIn(texts, [...texts.keys()]);
  const most = Math.max(2, texts.length / 2);
  const pool = Array.from(occurrences, ([word, rows]): Scored => ({
    word,
    rows,
    score: rows.length * Math.log(texts.length / rows.length),
  }))
    .filter(({ rows, score }) => rows.length > 1 && rows.length <= most && score > 0)
    .sort((a, b) => b.score - a.score || compare(a.word, b.word));
  const ideas: Idea[] = [];
  const used = new Set<string>();
  const add = (label: number, seed: Scored): void => {
    if (ideas.length === count || used.has(seed.word)) return;
    const words = [seed, ...companions(seed, pool, used)];
    for (const { word } of words) used.add(word);
    ideas.push({ label, words: words.map(({ word }) => word), rows: new Set(words.flatMap((word) => word.rows)).size });
  };
  const least = texts.length / 100;
  labels.forEach((label, index) => {
    const own = pool.find(({ word, rows }) => rows.length >= least && contentWords(label.replace(/[_-]/g, " ")).has(word));
    if (own) add(index, own);
  });
  const free = [...labels.keys()].filter((label) => !ideas.some((idea) => idea.label === label));
  for (const seed of pool) {
    if (ideas.length === count) break;
    if (!used.has(seed.word)) add(free.shift() ?? ideas.length % labels.length, seed);
  }
  return ideas;
}

/** Up to two words that mostly come together with this one. */
function companions(seed: Scored, pool: readonly Scored[], used: ReadonlySet<string>): Scored[] {
  const own = new Set(seed.rows);
  return pool
    .slice(0, 500)
    .filter(({ word, rows }) => word !== seed.word && !used.has(word) && rows.filter((row) => own.has(row)).length > rows.length / 2)
    .slice(0, 2);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
