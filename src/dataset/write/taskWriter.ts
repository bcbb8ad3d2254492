import { open } from "node:fs/promises";
import type { CellValue } from "../../core/data/cells";
import type { ExportColumn } from "../../core/export/exportColumns";
import type { TaskFormat } from "../../core/export/exportOptions";
import { renderExample, type TaskTemplate } from "../../core/export/taskTemplate";
import { taskRecord } from "../../core/export/taskRecord";
import { plainCells, type FormatWriter } from "./formatWriter";

/**
 * Writes training examples for language models, one JSON object a line.
 * @param columns `label` first, then the data's columns that the template names
 */
export async function createTaskWriter(
  path: string,
  format: TaskFormat,
  columns: readonly ExportColumn[],
  template: TaskTemplate,
): Promise<FormatWriter> {
  const [label, ...own] = columns;
  const handle = await open(path, "w");
  return {
    async write(batch) {
      const [labels = [], ...cells] = batch.map(plainCells);
      const lines = Array.from<CellValue, string>(labels, (index, row) => {
        if (index === null) throw new Error("A training example needs a label.");
        const values = Object.fromEntries(own.map(({ name }, c): [string, CellValue] => [name, cells[c]![row]!]));
        return `${JSON.stringify(taskRecord(format, renderExample(template, values, label!.names![index as number]!)))}\n`;
      });
      await handle.appendFile(lines.join(""));
    },
    finish: () => Promise.resolve(),
    close: () => handle.close(),
  };
}
