import { plainLine } from "./plainText";

/**
 * Lines of cells as text, columns padded to their widest cell.
 * @param textColumns these stand to the left; the others are numbers and stand to the right
 */
export function textTable(cells: readonly (readonly string[])[], textColumns: readonly number[] = [0]): string {
  const lines = cells.map((line) => line.map(plainLine));
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (textColumns.includes(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
