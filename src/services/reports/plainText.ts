// Text of data, LFs, files and providers may hold characters that steer what shows it: escape sequences move a terminal's cursor, set
// its title or fake other lines, and bidirectional controls show a text in another order than it has. They are shown instead.

/** C0 but tab and line feed, DEL, C1; the line and paragraph separators; marks, embeddings, overrides and isolates of direction; BOM. */
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const hex = (character: string, digits: number): string => character.charCodeAt(0).toString(16).padStart(digits, "0");

/** The text with what would steer a terminal written out: `\x1b`, `\u202e`. Tabs and line feeds stay. */
export const plainText = (text: string): string =>
  text.replace(hidden, (character) => (character < "\u0100" ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`));

/** The same for what has one line. */
export const plainLine = (text: string): string => plainText(text).replaceAll("\n", " ");

/** The same for a notification of VS Code, which makes links, also to commands, of `[text](target)`: it makes none of these. */
export const plainNotice = (text: string): string => plainText(text).replaceAll("](", "] (");

/** JSON of a value, indented by two, in which such characters are escapes: it means what it meant. */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(hidden, (character) => `\\u${hex(character, 4)}`);
