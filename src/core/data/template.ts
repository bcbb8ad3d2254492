import { cellText, type CellValue } from "./cells";

/** `{{column}}` stands for a row's cell. */
const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** The columns that texts name, each once. */
export const placeholdersIn = (...texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!))),
];

/**
 * A text with a row's cells in it; null is empty text, nested cells are JSON. Cells are not templates themselves.
 * @throws Error if it names a column that the row does not have: a model must not be trained or asked with a hole in its prompt
 */
export const fillTemplate = (text: string, cells: Readonly<Record<string, CellValue>>): string =>
  text.replace(PLACEHOLDER, (_, column: string) => {
    if (!Object.hasOwn(cells, column))
      throw new Error(`The template names the column "${column}". There is: ${Object.keys(cells).join(", ")}.`);
    return cellText(cells[column]!);
  });
