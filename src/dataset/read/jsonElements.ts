/** Longer elements are reported and skipped, so that memory stays bounded whatever the file holds. */
export const MAX_ELEMENT_CHARS = 64 << 20;

/** What stands between two commas of an array. */
export interface Element {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
  readonly tooLong: boolean;
}

/** Cuts the text of a JSON array into its elements, whatever they hold, by brackets, commas and strings alone. */
export interface Splitter {
  /**
   * @param text goes on where the text before it ended
   * @returns the elements that end in it
   * @throws Error if something stands behind the array
   */
  add(text: string): Element[];
  /** @throws Error if the array has not ended */
  end(): void;
}

const STRUCTURE = /["[\]{},]/g;
/** A line end is in no JSON string: where one is left open, the next line is read as if it had been closed. */
const STRING_END = /["\\\n]/g;

export function createSplitter(): Splitter {
  /** Open brackets. */
  let depth = 0;
  let state: "before" | "inside" | "string" | "behind" = "before";
  let escaped = false;
  let element = createElement(1);
  let elements: Element[] = [];

  /** @returns where to go on */
  function step(text: string, at: number): number {
    const pattern = state === "string" ? STRING_END : STRUCTURE;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return text.length + 1;
    const token = found[0];
    const next = found.index + 1;
    if (state === "string") {
      if (token !== "\\") state = "inside";
      else if (next < text.length) return next + 1;
      else escaped = true;
    } else if (state === "before") {
      // The caller has seen that the file starts with a bracket.
      [state, depth] = ["inside", 1];
      element.skip(text.slice(0, next));
      from = next;
    } else if (token === '"') state = "string";
    else if (token === "[" || token === "{") depth++;
    else if (token === "," ? depth === 1 : depth === 1 && token === "]") {
      element.add(text.slice(from, next - 1));
      if (token === "," || !element.isBlank()) elements.push(element.get());
      element = createElement(element.lineBehind());
      from = next;
      if (token === "]") [state, depth] = ["behind", 0];
    } else if (token !== "," && depth > 1) depth--;
    return next;
  }

  /** Where the part of the element that is not yet taken starts. */
  let from = 0;
  return {
    add(text) {
      elements = [];
      from = 0;
      let at = escaped ? 1 : 0;
      escaped = false;
      while (at <= text.length && state !== "behind") at = step(text, at);
      element.add(text.slice(from));
      if (state === "behind" && !element.isBlank())
        throw new Error(`line ${element.get().line} has text behind the end of the list; take it out`);
      return elements;
    },
    end() {
      if (state !== "behind")
        throw new Error(`its list does not end: the object that starts on line ${element.get().line}, or the list, is not closed`);
    },
  };
}

interface GrowingElement {
  /** Passes over text in front of the element. */
  skip(text: string): void;
  add(text: string): void;
  isBlank(): boolean;
  get(): Element;
  /** The line that its end is on. */
  lineBehind(): number;
}

function createElement(firstLine: number): GrowingElement {
  let [line, start, chars] = [firstLine, firstLine, 0];
  let parts: string[] = [];
  return {
    skip: (text) => void (line = start = line + lineEnds(text)),
    add(text) {
      if (chars === 0) {
        const trimmed = text.trimStart();
        line += lineEnds(text.slice(0, text.length - trimmed.length));
        start = line;
        text = trimmed;
      }
      line += lineEnds(text);
      chars += text.length;
      if (chars > MAX_ELEMENT_CHARS) parts = [];
      else if (text !== "") parts.push(text);
    },
    isBlank: () => chars === 0,
    get: () => ({ text: parts.join(""), line: start, tooLong: chars > MAX_ELEMENT_CHARS }),
    lineBehind: () => line,
  };
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
