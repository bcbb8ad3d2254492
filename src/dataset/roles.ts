import { SPLITS, type CellValue, type Split } from "../core/cells";
import { ABSTAIN } from "../core/votes";
import type { ProjectSpec } from "../protocol/engine";
import { textOf } from "./kinds";
import type { DataFile, RecordBatch } from "./source";

/** What the config's columns say of a batch's rows: which row, which split, which gold. */
export interface Roles {
  /** The id column's value as text, else the row's position in its file. */
  readonly ids: string[];
  /** Index into SPLITS, or UNKNOWN_SPLIT. */
  readonly splits: Uint8Array;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
}

export type RolesOf = (batch: RecordBatch, file: DataFile) => Roles;

export const UNKNOWN_SPLIT = 255;

/** How split columns spell the splits, in any case. */
export const SPLIT_NAMES: ReadonlyMap<string, Split> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["dev", "dev"],
  ["development", "dev"],
  ["valid", "dev"],
  ["validation", "dev"],
  ["val", "dev"],
  ["test", "test"],
  ["testing", "test"],
]);

/** Prepares the reading of ids, splits and gold for a project. */
export function createRoles(spec: ProjectSpec): RolesOf {
  const { id, split, gold } = spec.columns;
  const labels = labelIndex(spec.labels);
  const cellsOf = (batch: RecordBatch, name: string | undefined): readonly CellValue[] | undefined =>
    name === undefined ? undefined : batch.columns.get(name);
  return (batch, file) => {
    const idCells = cellsOf(batch, id);
    const splitCells = file.split ? undefined : cellsOf(batch, split);
    const goldCells = cellsOf(batch, gold);
    const fixed = SPLITS.indexOf(file.split ?? "train");
    return {
      ids: batch.positions.map((position, row) => presentText(idCells?.[row]) ?? String(position)),
      splits: Uint8Array.from({ length: batch.rows }, (_, row) => (splitCells ? splitIndex(splitCells[row]!) : fixed)),
      gold: Int16Array.from({ length: batch.rows }, (_, row) => (goldCells ? goldIndex(goldCells[row]!, labels) : ABSTAIN)),
    };
  };
}

/** The names of the columns that hold roles. */
export const roleColumns = ({ columns }: ProjectSpec): string[] =>
  [columns.id, columns.split, columns.gold].filter((name) => name !== undefined);

/** A cell's text, or null if it is null, empty or only white space. */
export function presentText(cell: CellValue | undefined): string | null {
  const text = cell === undefined ? null : textOf(cell);
  return text === null || text.trim() === "" ? null : text;
}

function splitIndex(cell: CellValue): number {
  const text = presentText(cell);
  const split = text === null ? "train" : SPLIT_NAMES.get(text.trim().toLowerCase());
  return split === undefined ? UNKNOWN_SPLIT : SPLITS.indexOf(split);
}

interface LabelIndex {
  readonly byText: ReadonlyMap<string, number>;
  /** The labels that are plain decimal numbers, by their value. */
  readonly byNumber: ReadonlyMap<string, number>;
}

function labelIndex(labels: readonly string[]): LabelIndex {
  const byText = new Map(labels.map((label, index) => [label, index]));
  const numbers = labels.flatMap((label, index): [string, number][] => {
    const value = plainNumber(label);
    return value === undefined ? [] : [[value, byText.get(value) ?? index]];
  });
  return { byText, byNumber: new Map(numbers) };
}

/** Labels match by their text; a CSV cell that spells a number or boolean otherwise ("1.0", "True") matches that value's text. */
function goldIndex(cell: CellValue, { byText, byNumber }: LabelIndex): number {
  const text = presentText(cell);
  if (text === null) return ABSTAIN;
  const exact = byText.get(text);
  if (exact !== undefined) return exact;
  const same = /^(true|false)$/i.test(text) ? byText.get(text.toLowerCase()) : byNumber.get(plainNumber(text) ?? "");
  return same ?? ABSTAIN;
}

/** Longer texts are not looked at as numbers. */
const NUMBER_LENGTH = 100;

/** The one spelling of a plain decimal number's value ("01.50" is "1.5"); of any other text undefined. */
function plainNumber(text: string): string | undefined {
  if (text.length > NUMBER_LENGTH) return undefined;
  const [, sign, whole, fraction] = /^(-?)0*(\d+)(?:\.(?=\d)(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = fraction ? `${whole}.${fraction}` : whole;
  return value === "0" ? value : `${sign}${value}`;
}
