import { SPLITS, type Split } from "../data/cells";
import { splitFile } from "./datasetCard";
import { isTaskFormat, type ExportFormat } from "./exportOptions";

/** What decides the files of an export. */
export interface NamedExport {
  /** The name of the file or folder that was asked for. */
  readonly name: string;
  readonly format: ExportFormat;
  /** The splits that have rows. */
  readonly splits: readonly { readonly split: Split }[];
}

/**
 * The files that an export makes, relative to the folder that holds it: one file; for task formats one for each split, the
 * first under the name asked for and the others with `.dev` or `.test` before the ending; a Hugging Face folder's card and
 * Parquet files; a notebook after the Parquet file that it loads.
 */
export function exportFileNames({ name, format, splits }: NamedExport): string[] {
  if (isTaskFormat(format)) return splits.map(({ split }, i) => (i === 0 ? name : withSplit(name, split)));
  if (format === "huggingface") return [...splits.map(({ split }) => `${name}/${splitFile(split)}`), `${name}/README.md`];
  return format === "notebook" ? [notebookData(name), name] : [name];
}

/** The names of files beside each other that an export of this name may have made, whatever its splits were. */
export const possibleFileNames = (name: string, format: ExportFormat): string[] =>
  exportFileNames({ name, format, splits: SPLITS.map((split) => ({ split })) }).filter((own) => !own.includes("/"));

/** The Parquet file that a notebook of this name loads. */
export const notebookData = (name: string): string => `${parted(name)[0]}.parquet`;

function withSplit(name: string, split: Split): string {
  const [stem, ending] = parted(name);
  return `${stem}.${split}${ending}`;
}

/** A file's name and its ending; a name that begins with its only dot has none. */
function parted(name: string): readonly [stem: string, ending: string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}
