/** Parts of Markdown documents. */

/** A heading and what stands under it. Without anything to say there is no heading either. */
export const section = (title: string, paragraphs: readonly string[]): string[] => {
  const said = paragraphs.filter((text) => text !== "");
  return said.length === 0 ? [] : [`## ${title}`, ...said];
};

/** A table of plain texts; the first line is its head. */
export const table = ([head = [], ...lines]: readonly (readonly string[])[]): string =>
  [line(head), `| ${head.map(() => "---").join(" | ")} |`, ...lines.map(line)].join("\n");

const line = (cells: readonly string[]): string => `| ${cells.map(plainCell).join(" | ")} |`;

/** Text of the data stays text: no bars, line ends, tags, links or other marks of Markdown. */
export const plainCell = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>|#!~]/g, (mark) => `\\${mark}`)
    .trim();
