import type { CellValue, ColumnInfo } from "../data/cells";
import { SPLITS } from "../data/cells";
import type { ValueType } from "../data/valueType";
import { ABSTAIN } from "../statistics/votes";
import type { ExportOptions } from "./exportOptions";

/** What an export's column holds; `category` cells are indices into `names`, or null. */
export type ExportType = "string" | "number" | "boolean" | "json" | "category";

/** A column of an export. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ExportType;
  /** What formats that have it keep the cells as; the others have them as `type` says. */
  readonly valueType?: ValueType;
  /** What the cells of a `category` mean. */
  readonly names?: readonly string[];
}

/** A column of an export and where its cells come from. */
export interface RecordColumn extends ExportColumn {
  readonly source:
    | { readonly of: "id" | "split" | "label" | "gold" | "confidence" | "margin" }
    | { readonly of: "probability"; readonly label: number }
    | { readonly of: "vote"; readonly lf: number }
    | { readonly of: "cell"; readonly column: string };
}

/** What there is to choose from. */
export interface RecordContext {
  readonly labels: readonly string[];
  /** The id column's name, if the data has one. */
  readonly idColumn?: string;
  /** The LFs' names in the order of their votes. */
  readonly lfs: readonly string[];
  readonly columns: readonly ColumnInfo[];
}

/**
 * The one internal record: id (or `row`), split, label, gold, confidence, margin, p_<LABEL>, the LFs' votes, the data's own
 * columns; of these what the options ask for. A name that is taken gets another: the id becomes `row`, a vote `vote_<LF>`, a
 * data column `data_<name>`, the second of two labels that differ only by case `p_<LABEL>_2`. Names are compared without regard to
 * case, as Parquet readers do.
 * @throws Error if the options name a column that the data does not have
 */
export function recordColumns(context: RecordContext, options: ExportOptions): RecordColumn[] {
  const { labels, idColumn, lfs } = context;
  const carried = options.columns.map((name) => carriedColumn(context, name));
  const model: RecordColumn[] = [
    { name: "split", type: "category", names: SPLITS, source: { of: "split" } },
    { name: "label", type: "category", names: labels, source: { of: "label" } },
    ...(options.gold === "none" ? [] : [{ name: "gold", type: "category", names: labels, source: { of: "gold" } } satisfies RecordColumn]),
    ...(options.certainty
      ? (["confidence", "margin"] as const).map((of): RecordColumn => ({ name: of, type: "number", source: { of } }))
      : []),
    ...(options.probabilities ? probabilityNames(labels) : []).map((name, label): RecordColumn => ({
      name,
      type: "number",
      source: { of: "probability", label },
    })),
  ];
  const taken = new Set(model.map(({ name }) => name.toLowerCase()));
  const free = (name: string, prefix: string): string => {
    let own = name;
    while (taken.has(own.toLowerCase())) own = prefix + own;
    taken.add(own.toLowerCase());
    return own;
  };
  const id = idColumn === undefined || taken.has(idColumn.toLowerCase()) ? "row" : idColumn;
  return [
    { name: free(id, "_"), type: "string", source: { of: "id" } },
    ...model,
    ...(options.votes ? lfs : []).map((lf, index): RecordColumn => ({
      name: free(lf, "vote_"),
      type: "category",
      names: labels,
      source: { of: "vote", lf: index },
    })),
    ...carried.map((column) => ({ ...column, name: free(column.name, "data_") })),
  ];
}

function probabilityNames(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let name = `p_${label}`;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `p_${label}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function carriedColumn({ columns }: RecordContext, name: string): RecordColumn {
  const info = columns.find((column) => column.name === name);
  if (!info) throw new Error(`The data has no column "${name}"; it has ${columns.map((column) => column.name).join(", ")}.`);
  return {
    name,
    type: info.type === "date" ? "string" : info.type,
    ...(info.valueType === undefined ? {} : { valueType: info.valueType }),
    source: { of: "cell", column: name },
  };
}

/** The rows of a batch with all that a record may hold of them. */
export interface RecordBatch {
  /** Which of the batch's rows are exported. */
  readonly rows: ArrayLike<number>;
  readonly ids: readonly string[];
  /** Index into SPLITS. */
  readonly splits: ArrayLike<number>;
  /** The exported label, and gold, of each row: an index or ABSTAIN. */
  readonly labels: ArrayLike<number>;
  readonly gold: ArrayLike<number>;
  /** Whether the label is gold's: then it is certain. */
  readonly isGold: (row: number) => boolean;
  readonly patterns: ArrayLike<number>;
  readonly cells: ReadonlyMap<string, readonly CellValue[]>;
}

/** What the label model says of each pattern. */
export interface PatternRecord {
  readonly labels: number;
  readonly lfs: number;
  /** Patterns x LFs. */
  readonly votes: Int16Array;
  /** Patterns x labels. */
  readonly proba: Float64Array;
  readonly confidence: Float64Array;
  readonly margin: Float64Array;
}

/** The cells of one column: the model's figures as numbers, without a null among them. */
export type RecordCells = readonly CellValue[] | Float64Array;

/** The cells of one column for the rows that are exported. */
export function recordCells({ source }: RecordColumn, batch: RecordBatch, model: PatternRecord): RecordCells {
  const { rows } = batch;
  switch (source.of) {
    case "id":
      return cellsAt(batch.ids, rows);
    case "cell":
      return cellsAt(batch.cells.get(source.column)!, rows);
    case "split":
      return indicesAt(batch.splits, rows);
    case "label":
      return indicesAt(batch.labels, rows);
    case "gold":
      return indicesAt(batch.gold, rows);
    case "vote":
      return indicesAt(model.votes, placesOf(batch, model.lfs, source.lf));
    case "confidence":
    case "margin":
      return withGold(numbersAt(model[source.of], placesOf(batch, 1, 0)), batch, () => 1);
    case "probability": {
      const { label } = source;
      return withGold(numbersAt(model.proba, placesOf(batch, model.labels, label)), batch, (gold) => (gold === label ? 1 : 0));
    }
  }
}

// A loop for each kind of array: one that is given a function for the cell takes several times as long.

function cellsAt(values: readonly CellValue[], places: ArrayLike<number>): CellValue[] {
  const cells = new Array<CellValue>(places.length);
  for (let i = 0; i < cells.length; i++) cells[i] = values[places[i]!]!;
  return cells;
}

function indicesAt(values: ArrayLike<number>, places: ArrayLike<number>): CellValue[] {
  const cells = new Array<CellValue>(places.length);
  for (let i = 0; i < cells.length; i++) {
    const index = values[places[i]!]!;
    cells[i] = index === ABSTAIN ? null : index;
  }
  return cells;
}

function numbersAt(values: Float64Array, places: Int32Array): Float64Array {
  const cells = new Float64Array(places.length);
  for (let i = 0; i < cells.length; i++) cells[i] = values[places[i]!]!;
  return cells;
}

/** Where the rows' figures stand in a table that is `width` wide for each pattern, in its column `at`. */
function placesOf({ rows, patterns }: RecordBatch, width: number, at: number): Int32Array {
  const places = new Int32Array(rows.length);
  for (let i = 0; i < places.length; i++) places[i] = patterns[rows[i]!]! * width + at;
  return places;
}

/** Puts a certain figure where the label is gold's. */
function withGold(cells: Float64Array, { rows, gold, isGold }: RecordBatch, figure: (gold: number) => number): Float64Array {
  for (let i = 0; i < cells.length; i++) if (isGold(rows[i]!)) cells[i] = figure(gold[rows[i]!]!);
  return cells;
}
