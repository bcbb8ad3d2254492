/** Deeper values would overflow the stack of whatever walks them later. */
const MAX_DEPTH = 1_000;

/** A number as JSON writes it. Sticky: it is matched where a token starts. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads a JSON text. Whole numbers that a double cannot hold (beyond 2^53) become text, so that no digit is lost.
 * @throws Error in plain words if the text is not valid JSON or is nested deeper than 1,000 lists and objects
 */
export function parseJson(text: string): unknown {
  // Most lines need no look at each token.
  const mayNest = text.length > 2 * MAX_DEPTH;
  const mayLoseDigits = /\d{16}/.test(text);
  return JSON.parse(mayNest || mayLoseDigits ? quoteUnsafeIntegers(text) : text);
}

/** Scans by hand: a regular expression that matches whole strings overflows V8's stack on a string of some megabytes. */
function quoteUnsafeIntegers(text: string): string {
  const parts: string[] = [];
  let [copied, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (isOpening(code) && ++depth > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} lists and objects`);
    else if (isClosing(code)) depth--;
    else if (isNumberStart(code)) {
      NUMBER.lastIndex = at;
      const token = NUMBER.exec(text)?.[0] ?? text[at]!;
      if (isUnsafeInteger(token)) {
        parts.push(text.slice(copied, at), `"${token}"`);
        copied = at + token.length;
      }
      at += token.length - 1;
    }
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

/** The index of the quote that ends the string, or the text's end. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

const isOpening = (code: number): boolean => code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 93 || code === 125;
const isNumberStart = (code: number): boolean => code === 45 || (code >= 48 && code <= 57);
const isUnsafeInteger = (token: string): boolean => /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token));
