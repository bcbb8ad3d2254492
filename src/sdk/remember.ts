/** About 16 million characters: 100,000 rows of ordinary length. What is made of them takes several times that memory. */
const MOST_CHARACTERS = 2 ** 24;

/**
 * The same function, which computes once for each text. All LFs share what it remembers; when that becomes too much, it starts afresh.
 * @param make a function of the text alone; what it returns is shared, so it must not be changeable
 * @param most how many characters of text it may hold on to
 */
export function remember<T extends string | readonly string[]>(make: (text: string) => T, most = MOST_CHARACTERS): (text: string) => T {
  const known = new Map<string, T>();
  let characters = 0;
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    characters += text.length;
    if (characters > most) {
      known.clear();
      characters = text.length;
    }
    known.set(text, made);
    return made;
  };
}
