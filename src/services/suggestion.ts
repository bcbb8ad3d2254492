import type { MappedGold } from "../core/data/goldMap";

/** A misspelt name and the one that was probably meant. */
export interface Suggestion {
  readonly wrong: string;
  readonly right: string;
}

/** The suggestion in a message of LF Lens, which quotes the wrong name first and ends in `Did you mean "right"?` */
export function suggestionIn(message: string): Suggestion | undefined {
  const [, end, right] = /^(.*)\bdid you mean "([^"]+)"\?/is.exec(message) ?? [];
  const wrong = end === undefined ? undefined : /"([^"]+)"/.exec(end)?.[1];
  return wrong === undefined || right === undefined ? undefined : { wrong, right };
}

/** The gold column's map in a message of LF Lens, as it is to stand in the config. */
export function goldMapIn(message: string): MappedGold | undefined {
  const setting = /"gold": (\{"column": .*\}\})$/s.exec(message)?.[1];
  return setting === undefined ? undefined : (JSON.parse(setting) as MappedGold);
}

/**
 * Where a text quotes the wrong name: the first place from this offset on, else the first of all.
 * @returns the offsets of the name between its quotes; undefined if it stands nowhere in quotes
 */
export function quotedPlace(text: string, name: string, from: number): { readonly start: number; readonly end: number } | undefined {
  const places = ['"', "'", "`"].flatMap((quote) => {
    const quoted = `${quote}${name}${quote}`;
    const after = text.indexOf(quoted, from);
    const at = after === -1 ? text.indexOf(quoted) : after;
    return at === -1 ? [] : [{ start: at + 1, end: at + 1 + name.length, isAfter: after !== -1 }];
  });
  const [best] = places.sort((a, b) => Number(b.isAfter) - Number(a.isAfter) || a.start - b.start);
  return best && { start: best.start, end: best.end };
}
