import { cellText } from "../../core/data/cells";
import { createColumnTally, type ColumnTally } from "../../core/proposal/columnFacts";
import { proposeColumns } from "../../core/proposal/proposeColumns";
import type { AnalysedData } from "../../protocol/newProject";
import type { RecordBatch } from "../read/source";
import { firstRowsOf } from "./readRows";

const PREVIEW_ROWS = 20;
const LONGEST_PREVIEW = 300;

/**
 * Looks at data files: what their columns hold, and which column is for what.
 * @throws Error naming the file that cannot be read, or that there is no row in them
 */
export async function analyseFiles(files: readonly string[]): Promise<AnalysedData> {
  const tallies = new Map<string, ColumnTally>();
  const preview: Record<string, string>[] = [];
  let rows = 0;
  const pieces = firstRowsOf(files);
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) {
      if (rows === 0) throw new Error(`${files.join(", ")}: there is no row to look at. Choose a file with rows.`);
      const columns = Array.from(tallies.values(), (tally) => tally.facts(rows));
      return { rows, complete: next.value, columns, proposed: proposeColumns(columns), preview };
    }
    const { batch, rows: count } = next.value;
    rows += count;
    for (const [name, cells] of batch.columns) {
      if (!tallies.has(name)) tallies.set(name, createColumnTally(name));
      tallies.get(name)!.add(cells.slice(0, count));
    }
    for (let row = 0; row < count && preview.length < PREVIEW_ROWS; row++) preview.push(previewRow(batch, row));
  }
}

const previewRow = ({ columns }: RecordBatch, row: number): Record<string, string> =>
  Object.fromEntries(Array.from(columns, ([name, cells]) => [name, cellText(cells[row]!).slice(0, LONGEST_PREVIEW)]));
