import { open } from "node:fs/promises";
import { finite, type FormatWriter, type LabelCells, type LabelColumn } from "./formatWriter";

/** Writes JSON Lines or CSV, a batch at a time. */
export async function createTextWriter(path: string, format: "jsonl" | "csv", columns: readonly LabelColumn[]): Promise<FormatWriter> {
  const line = format === "csv" ? csvLine : (cells: LabelCells): string => jsonLine(columns, cells);
  const handle = await open(path, "w");
  if (format === "csv") await handle.appendFile(csvLine(columns.map(({ name }) => name)));
  return {
    async write(batch) {
      const rows = batch[0]?.length ?? 0;
      let text = "";
      for (let row = 0; row < rows; row++) text += line(batch.map((cells) => finite(cells[row]!)));
      await handle.appendFile(text);
    },
    finish: () => Promise.resolve(),
    close: () => handle.close(),
  };
}

function jsonLine(columns: readonly LabelColumn[], cells: LabelCells): string {
  return `{${columns.map(({ name }, i) => `${JSON.stringify(name)}:${JSON.stringify(cells[i])}`).join(",")}}\n`;
}

const csvLine = (cells: LabelCells): string => `${cells.map(csvCell).join(",")}\n`;

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  return cell === "" || (typeof cell === "string" && /[",\r\n]/.test(cell)) ? `"${cell.replaceAll('"', '""')}"` : String(cell);
}
