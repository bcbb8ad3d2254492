import type { Split } from "../data/cells";
import type { TaskTemplate } from "./taskTemplate";

/** One table with a column for everything asked for. */
export const TABLE_FORMATS = ["parquet", "csv", "jsonl", "arrow"] as const;
/** One training example a line, as fine-tuning services take them; a file for each split. */
export const TASK_FORMATS = ["chat", "prompt", "contents"] as const;
/** `huggingface` is a folder with a card and a Parquet file for each split; `notebook` is an .ipynb beside the Parquet file it loads. */
export const EXPORT_FORMATS = [...TABLE_FORMATS, ...TASK_FORMATS, "huggingface", "notebook"] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];
export type TaskFormat = (typeof TASK_FORMATS)[number];
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which rows an export holds and what it says of each. */
export interface ExportOptions {
  /** Only rows of these splits of the data; all rows if absent. */
  readonly splits?: readonly Split[];
  /** Only rows of this slice; all rows if absent. */
  readonly slice?: string;
  /** What becomes of rows that have no label after `minConfidence` and `gold`. */
  readonly unlabeled: "keep" | "drop" | "only";
  /** What becomes of rows on which LFs disagree. */
  readonly conflicts: "keep" | "drop" | "only";
  /** A denoised label with less confidence (0..1) than this is left out. */
  readonly minConfidence: number;
  /** Gold in a column of its own; with `override` it also takes the denoised label's place, with confidence 1. */
  readonly gold: "none" | "beside" | "override";
  /** Of rows with the same text only the first. */
  readonly dedupe: boolean;
  /** Labels of rows with votes are made from their votes and their texts. */
  readonly featureAware?: boolean;
  /** At most this many rows of each label, drawn by `seed`. */
  readonly perLabel?: number;
  /** This many rows in all, drawn by `seed`, each label with its share. */
  readonly sample?: number;
  /** Splits the rows again; the shares sum to 1. The data's own splits if absent. */
  readonly resplit?: Readonly<Record<Split, number>>;
  readonly seed: number;
  /** A column with each LF's vote. */
  readonly votes: boolean;
  /** A column with each label's probability. */
  readonly probabilities: boolean;
  /** The columns confidence and margin. */
  readonly certainty: boolean;
  /** Columns of the data that go along. */
  readonly columns: readonly string[];
  /** What task formats make of a row. */
  readonly template?: TaskTemplate;
}

/** An export as it is ordered: the same from a dialog or a terminal's flags to the engine. */
export interface ExportOrder {
  /** Absolute path; the export grows in a hidden folder beside it and appears when it is whole. */
  readonly out: string;
  readonly format: ExportFormat;
  /** What is not given is as in `defaultExport`. */
  readonly options?: Partial<ExportOptions>;
  /** Go on where an export of the very same inputs was cut off. */
  readonly resume?: boolean;
  /** Replace files of an earlier export though they were changed since. */
  readonly overwrite?: boolean;
}

/** Every row with its soft label, and nothing else. */
export const defaultExport: ExportOptions = {
  unlabeled: "keep",
  conflicts: "keep",
  minConfidence: 0,
  gold: "none",
  dedupe: false,
  seed: 7,
  votes: false,
  probabilities: true,
  certainty: true,
  columns: [],
};

/** Four rows in five to train on, one to test. */
export const DEFAULT_SHARES: Readonly<Record<Split, number>> = { train: 0.8, dev: 0, test: 0.2 };

export const isTableFormat = (format: ExportFormat): format is TableFormat => TABLE_FORMATS.some((known) => known === format);

export const isTaskFormat = (format: ExportFormat): format is TaskFormat => TASK_FORMATS.some((known) => known === format);

/** Whether a format keeps each split in a file of its own. */
export const isSplitFormat = (format: ExportFormat): boolean => isTaskFormat(format) || format === "huggingface";
