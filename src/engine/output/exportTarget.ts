import { recordColumns, type RecordColumn, type RecordContext } from "../../core/export/exportColumns";
import { defaultExport, isTaskFormat, type ExportFormat, type ExportOptions, type ExportOrder } from "../../core/export/exportOptions";
import { defaultTemplate, templateColumns, templateProblem, type TaskTemplate } from "../../core/export/taskTemplate";
import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";

/** What an export will hold, settled before anything runs. */
export interface ExportTarget {
  readonly format: ExportFormat;
  /** As the format allows them; `columns` are those of the data that are written. */
  readonly options: ExportOptions;
  readonly columns: readonly RecordColumn[];
  /** The data's column with the text, if the project names one. */
  readonly textColumn?: string;
  readonly template?: TaskTemplate;
}

export interface TargetInput extends Pick<ExportOrder, "format" | "options"> {
  readonly spec: Pick<ProjectSpec, "labels" | "columns">;
  readonly info: Pick<DatasetInfo, "columns">;
  readonly lfs: readonly string[];
}

/** @throws Error in plain words if the options ask for what the data does not have */
export function exportTarget({ spec, info, lfs, format, options: given }: TargetInput): ExportTarget {
  const asked = { ...defaultExport, ...given };
  const { text, id } = spec.columns;
  const needed = textUse(asked, format);
  if (needed !== undefined && text === undefined)
    throw new Error(`${needed} needs to know which column is the text: name it in lf.config.json as "columns": { "text": "..." }.`);
  const template = isTaskFormat(format) ? taskTemplate(spec, info, asked) : undefined;
  const options = allowedOptions(format, asked, template, text);
  const context: RecordContext = { labels: spec.labels, lfs, columns: info.columns, ...(id === undefined ? {} : { idColumn: id }) };
  return {
    format,
    options,
    columns: formatColumns(format, recordColumns(context, options)),
    ...(text === undefined ? {} : { textColumn: text }),
    ...(template === undefined ? {} : { template }),
  };
}

/** What needs the text, in the words of an error. */
function textUse({ dedupe, resplit, template, featureAware }: ExportOptions, format: ExportFormat): string | undefined {
  if (featureAware) return "Making labels from votes and texts";
  if (dedupe) return "Leaving out rows with the same text";
  if (resplit) return "Keeping near-duplicates on one side of a split";
  if (format === "notebook") return "A notebook";
  return isTaskFormat(format) && !template ? "A prompt" : undefined;
}

function taskTemplate({ labels, columns }: TargetInput["spec"], info: TargetInput["info"], { template }: ExportOptions): TaskTemplate {
  const own = template ?? defaultTemplate(labels, columns.text!);
  const names = info.columns.map(({ name }) => name);
  const problem = templateProblem(own, names, columns.gold, labels);
  if (problem !== undefined) throw new Error(problem);
  return own;
}

function allowedOptions(
  format: ExportFormat,
  asked: ExportOptions,
  template: TaskTemplate | undefined,
  text: string | undefined,
): ExportOptions {
  if (template) {
    if (asked.unlabeled === "only")
      throw new Error("A training example needs a label: rows without one cannot be exported in this format.");
    return { ...asked, template, columns: templateColumns(template), unlabeled: "drop" };
  }
  if (text === undefined || (format !== "notebook" && format !== "huggingface")) return asked;
  return { ...asked, columns: [...new Set([text, ...asked.columns])], certainty: asked.certainty || format === "notebook" };
}

/** Task formats know the data's columns by their own names; Hugging Face tells splits by files. */
function formatColumns(format: ExportFormat, columns: readonly RecordColumn[]): RecordColumn[] {
  if (format === "huggingface") return columns.filter(({ source }) => source.of !== "split");
  if (!isTaskFormat(format)) return [...columns];
  const label = columns.filter(({ source }) => source.of === "label");
  return [...label, ...columns.flatMap((column) => (column.source.of === "cell" ? [{ ...column, name: column.source.column }] : []))];
}
