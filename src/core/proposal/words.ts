/** As `keyword` finds whole words: runs of letters, marks and digits with apostrophes inside. */
const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*/gu;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Roughly how many words a text has, in any script. */
export function countWords(text: string): number {
  const spaced = text.match(WORD)?.length ?? 0;
  return spaced + Math.floor((text.match(UNSPACED)?.length ?? 0) / 3);
}

/** The different words of a text in lower case that may say something: no numbers, no single letters. */
export function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(WORD) ?? [];
  return new Set(words.filter((word) => word.length >= 3 && word.length <= 30 && /\p{L}/u.test(word) && !COMMON.has(word)));
}

/** English words that tell no labels apart without gold to say so; in other languages how often a word is used tells. */
const COMMON = new Set(
  (
    "about after again all also and any are aren't because been before being both but can can't cannot could did didn't does doesn't don't " +
    "down each few for from had has have haven't having her here hers him his how i'd i'm i've into isn't it's its just let like " +
    "more most much not now off once one only other our out over own said same say she should some such than that that's the their them then " +
    "there these they this those through too under until use very was wasn't were what what's when where which while who whom why will " +
    "with won't would you you're your yours yes get got been want need know make made may might must still even ever please thanks"
  ).split(" "),
);
