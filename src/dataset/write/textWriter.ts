import { open } from "node:fs/promises";
import { cellText, type CellValue } from "../../core/data/cells";
import type { ExportColumn } from "../../core/export/exportColumns";
import { finite, isRepeated, type Cells, type FormatWriter } from "./formatWriter";

/** How one format spells rows. */
interface Spelling {
  readonly head: string;
  /** A cell as it stands in its line, separator and key before it included. */
  readonly cells: readonly ((cell: CellValue) => string)[];
  readonly end: string;
}

/**
 * Writes JSON Lines (one object a line, nulls included, nested cells as they are) or CSV (RFC 4180 with "\n"; null is empty,
 * empty text is "", nested cells are JSON), a batch at a time.
 */
export async function createTextWriter(path: string, format: "jsonl" | "csv", columns: readonly ExportColumn[]): Promise<FormatWriter> {
  const { head, cells, end } = format === "csv" ? csv(columns) : jsonLines(columns);
  const handle = await open(path, "w");
  await handle.appendFile(head);
  const repeated: RepeatedTexts = new Map();
  return {
    async write(batch) {
      const rows = batch[0]?.length ?? 0;
      const pieces = piecesOf(batch, cells, repeated);
      let text = "";
      for (let row = 0; row < rows; row++) {
        for (let p = 0; p < pieces.length; p++) text += pieces[p]!(row);
        text += end;
      }
      await handle.appendFile(text);
    },
    finish: () => Promise.resolve(),
    close: () => handle.close(),
  };
}

/** What was spelled of each kind of rows, by the place of the first column. */
type RepeatedTexts = Map<number, string[]>;

/** What gives the parts of a row's line: a cell's text, or that of neighbouring cells which rows of a kind have in common. */
function piecesOf(batch: readonly Cells[], cells: Spelling["cells"], repeated: RepeatedTexts): ((row: number) => string)[] {
  const pieces: ((row: number) => string)[] = [];
  for (let c = 0; c < cells.length; c++) {
    const own = batch[c]!;
    const spell = cells[c]!;
    if (!isRepeated(own)) {
      pieces.push((row) => spell(finite(own[row]!)));
      continue;
    }
    const first = c;
    const { kinds } = own;
    const columns = [own.ofKind];
    for (let next = batch[c + 1]; next && isRepeated(next) && next.kinds === kinds; next = batch[c + 1]) {
      columns.push(next.ofKind);
      c++;
    }
    const texts = repeated.get(first) ?? [];
    repeated.set(first, texts);
    const ofKind = (kind: number): string => columns.map((values, i) => cells[first + i]!(finite(values[kind]!))).join("");
    pieces.push((row) => (texts[kinds[row]!] ??= ofKind(kinds[row]!)));
  }
  return pieces;
}

function jsonLines(columns: readonly ExportColumn[]): Spelling {
  const cells = columns.map((column, c) => {
    const key = `${c === 0 ? "{" : ","}${JSON.stringify(column.name)}:`;
    const names = column.names?.map((name) => key + JSON.stringify(name));
    return (cell: CellValue): string => (names && cell !== null ? names[cell as number]! : key + JSON.stringify(cell));
  });
  return { head: "", cells, end: "}\n" };
}

function csv(columns: readonly ExportColumn[]): Spelling {
  const separator = (c: number): string => (c === 0 ? "" : ",");
  const cells = columns.map((column, c) => {
    const names = column.names?.map((name) => separator(c) + csvCell(name));
    return (cell: CellValue): string => (names && cell !== null ? names[cell as number]! : separator(c) + csvCell(cell));
  });
  return { head: `${columns.map(({ name }) => csvCell(name)).join(",")}\n`, cells, end: "\n" };
}

function csvCell(cell: CellValue): string {
  if (cell === null) return "";
  const text = cellText(cell);
  return text === "" || (typeof cell !== "number" && /[",\r\n]/.test(text)) ? `"${text.replaceAll('"', '""')}"` : text;
}
