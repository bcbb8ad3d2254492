/** Two models row by row: what the engine is asked, and what reports and panels show of it. */
import type { Split } from "../core/data/cells";
import type { PairedCounts, PairedDifference } from "../core/endModel/pairedDifference";

/** Where the labels of a model come from: an end model's file, absolute, or the label of each row that a tuned model was asked about. */
export type RowLabels =
  { readonly file: string } | { readonly labels: Readonly<Partial<Record<Split, Readonly<Record<string, string | null>>>>> };

export interface CompareRequest {
  readonly first: RowLabels;
  readonly second: RowLabels;
  /** Splits whose gold may have trained one of the two: it judges neither. */
  readonly seen: readonly Split[];
}

/** Of a split's rows that both know. */
export interface ComparedSplit extends PairedCounts, PairedDifference {
  readonly split: Split;
  /** Rows, with gold or not. */
  readonly rows: number;
  /** Rows with different labels. */
  readonly changed: number;
  /** Rows whose gold may have trained one of the two, so that it judges neither. */
  readonly leftOut: number;
}

/** A row to which the two give different labels. */
export interface ComparedRow {
  readonly id: string;
  readonly split: Split;
  /** The beginning of its text; empty where the project names no text column. */
  readonly text: string;
  readonly gold: string | null;
  /** Null: no label. */
  readonly first: string | null;
  readonly second: string | null;
}

export interface RowComparison {
  /** One for each split with rows that both know. */
  readonly splits: readonly ComparedSplit[];
  /** Some of the rows that differ: first those that gold judges, on which one of them is right. */
  readonly first: readonly ComparedRow[];
  /** What a reader of the figures must know. */
  readonly notes: readonly string[];
}
