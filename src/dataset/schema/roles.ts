import { SPLIT_NAMES, SPLITS, type CellValue } from "../../core/data/cells";
import { goldKey } from "../../core/data/goldMap";
import { ABSTAIN } from "../../core/statistics/votes";
import type { ProjectSpec } from "../../protocol/engine";
import { textOf } from "../cells/kinds";
import { createLabelOf } from "../cells/labelText";
import type { DataFile, RecordBatch } from "../read/source";

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

/** Prepares the reading of ids, splits and gold for a project. */
export function createRoles(spec: ProjectSpec): RolesOf {
  const { id, split, gold } = spec.columns;
  const goldOf = createGoldOf(spec);
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
      gold: Int16Array.from({ length: batch.rows }, (_, row) => (goldCells && goldOf(goldCells[row]!)) ?? ABSTAIN),
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

/** What a gold cell says: a label's index, ABSTAIN for no gold, or undefined where it is neither a label nor in the map. */
export type GoldOf = (cell: CellValue) => number | undefined;

export function createGoldOf({ labels, columns }: Pick<ProjectSpec, "labels" | "columns">): GoldOf {
  const labelOf = createLabelOf(labels);
  const map = new Map(
    Object.entries(columns.goldMap ?? {}).map(([key, label]) => [goldKey(key), label === null ? ABSTAIN : labelOf(label)] as const),
  );
  return (cell) => {
    const text = presentText(cell);
    if (text === null) return ABSTAIN;
    return map.get(map.size > 0 ? goldKey(text) : text) ?? labelOf(text);
  };
}
