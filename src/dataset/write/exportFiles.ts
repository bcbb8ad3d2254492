import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { SPLITS, type Split } from "../../core/data/cells";
import { datasetCard } from "../../core/export/datasetCard";
import type { ExportColumn } from "../../core/export/exportColumns";
import { exportFileNames, notebookData } from "../../core/export/exportFileNames";
import { isSplitFormat, isTaskFormat, type ExportFormat } from "../../core/export/exportOptions";
import { notebook } from "../../core/export/notebook";
import type { TaskTemplate } from "../../core/export/taskTemplate";
import type { Cells, FormatWriter } from "./formatWriter";
import type { JoinedRows } from "./joinedRows";
import { createParquetWriter } from "./parquetWriter";
import { createTableWriter } from "./tableWriter";
import { createTaskWriter } from "./taskWriter";

/** All that decides an export's files but its rows. */
export interface ExportPlan {
  /** The name of the file or folder that was asked for. */
  readonly name: string;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  /** The splits that have rows, and how many. */
  readonly splits: readonly { readonly split: Split; readonly rows: number }[];
  /** The label model's title and the LFs' names, for the card. */
  readonly labelModel: string;
  readonly lfs: readonly string[];
  readonly labels: readonly string[];
  /** For task formats. */
  readonly template?: TaskTemplate;
  /** For notebooks: the export's column with the text. */
  readonly textColumn?: string;
  /** For one Parquet file: columns that it takes from the data's own files. Batches then hold the other columns, after a column that says which rows are written. */
  readonly joined?: JoinedRows;
}

/** The files of one export while they are written. */
export interface ExportFiles {
  /** Appends rows; where the format keeps splits apart they must all be of this split. */
  write(split: Split, batch: readonly Cells[]): Promise<void>;
  /** Completes the files. */
  finish(): Promise<void>;
  /** Lets go of the files. Called once, also after `finish`. */
  close(): Promise<void>;
}

/**
 * Starts the files of an export in a folder where nobody sees them yet.
 * @throws Error if a format that is not a plain table gets no rows
 */
export async function createExportFiles(folder: string, plan: ExportPlan): Promise<ExportFiles> {
  const { format, splits } = plan;
  const names = exportFileNames(plan);
  if (splits.length === 0 && (isSplitFormat(format) || format === "notebook"))
    throw new Error("No rows match these export options. Relax them, or write LFs that vote on more rows.");
  const writers: FormatWriter[] = [];
  for (const name of isSplitFormat(format) ? names.slice(0, splits.length) : names.slice(0, 1)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    writers.push(await createWriter(join(folder, name), plan));
  }
  const writerOf = new Map(SPLITS.map((split) => [split, isSplitFormat(format) ? writers[indexOf(plan, split)] : writers[0]]));
  return {
    async write(split, batch) {
      await writerOf.get(split)!.write(batch);
    },
    async finish() {
      for (const writer of writers) await writer.finish();
      const text = lastFile(plan);
      if (text !== undefined) await writeFile(join(folder, names.at(-1)!), text);
    },
    async close() {
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}

const indexOf = ({ splits }: ExportPlan, split: Split): number => splits.findIndex((own) => own.split === split);

function createWriter(path: string, { format, columns, template, joined }: ExportPlan): Promise<FormatWriter> {
  if (joined) return createTableWriter(path, "parquet", columns, joined);
  if (format === "huggingface") return createParquetWriter(path, columns, { categories: "indices" });
  if (format === "notebook") return createTableWriter(path, "parquet", columns);
  if (!isTaskFormat(format)) return createTableWriter(path, format, columns);
  if (!template) throw new Error("Training examples need a template.");
  return createTaskWriter(path, format, columns, template);
}

/** The text file that goes with the data, where the format has one. */
function lastFile({ name, format, columns, splits, labelModel, lfs, labels, textColumn }: ExportPlan): string | undefined {
  if (format === "huggingface") return datasetCard({ name, columns, splits, labelModel, lfs });
  if (format !== "notebook") return undefined;
  const hasGold = columns.some((column) => column.name === "gold");
  const input = { name: basename(name, extname(name)), dataFile: notebookData(name), textColumn: textColumn ?? "text", labels, hasGold };
  return `${JSON.stringify(notebook(input), null, 1)}\n`;
}
