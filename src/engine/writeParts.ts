import { SPLITS, type Split } from "../core/cells";
import { chooseRows } from "../core/export/chooseRows";
import { patternsInConflict } from "../core/export/countClarity";
import { recordCells, type PatternRecord, type RecordBatch } from "../core/export/exportColumns";
import { isSplitFormat } from "../core/export/exportOptions";
import { finalLabels } from "../core/export/finalLabels";
import { groupNearDuplicates } from "../core/export/nearDuplicates";
import { splitRows } from "../core/export/splitRows";
import { ABSTAIN } from "../core/votes";
import type { ExportFiles } from "../dataset/exportFiles";
import type { EngineEvents } from "../protocol/engine";
import type { Collected } from "./collectParts";
import { readPart, type Part } from "./exportParts";
import type { ExportTarget } from "./exportTarget";

/** What the label model says of each pattern. */
export interface Denoised extends PatternRecord {
  /** Label index or ABSTAIN. */
  readonly patternLabel: Int16Array;
}

/** The rows that are exported, with the label and the split they get. */
export interface Chosen {
  /** Row numbers, ascending. */
  readonly rows: Uint32Array;
  /** An index into SPLITS for each of `rows`. */
  readonly splits: Uint8Array;
  /** The label, or ABSTAIN, of every row of the data. */
  readonly labels: Int16Array;
}

/** Decides which rows are exported, with which label, and in which split. */
export function choose(collected: Collected, denoised: Denoised, { options }: ExportTarget): Chosen {
  const { gold, textKeys, bandKeys, index } = collected;
  const { rowPattern } = index;
  const { patternLabel, confidence } = denoised;
  const labels = finalLabels({ rowPattern, patternLabel, patternConfidence: confidence, gold }, options);
  const disputed = patternsInConflict(index.table);
  const candidates = {
    labels,
    labelCount: denoised.labels,
    splits: collected.splits,
    inConflict: (row: number) => disputed[rowPattern[row]!] === 1,
    ...(textKeys === undefined ? {} : { textKeys }),
  };
  const rows = chooseRows(candidates, options);
  if (!options.resplit || !bandKeys) return { rows, labels, splits: pick(new Uint8Array(rows.length), rows, collected.splits) };
  const groups = groupNearDuplicates(rows, bandKeys);
  const own = pick(new Int16Array(rows.length), rows, labels);
  return { rows, labels, splits: splitRows({ groups, labels: own, shares: options.resplit, seed: options.seed }) };
}

/** The values of some rows. (`from` would first make a list of all of them.) */
function pick<T extends Uint8Array | Int16Array>(into: T, rows: Uint32Array, values: T): T {
  for (let i = 0; i < rows.length; i++) into[i] = values[rows[i]!]!;
  return into;
}

export interface WriteInput {
  readonly collected: Collected;
  readonly denoised: Denoised;
  readonly chosen: Chosen;
  readonly target: ExportTarget;
  /** Where the parts are. */
  readonly folder: string;
  readonly files: ExportFiles;
  readonly onProgress: EngineEvents["progress"];
}

/** Rows that are written at a time. */
const BATCH_ROWS = 8_192;

/**
 * Writes the chosen rows from the parts.
 * @returns how many rows were written
 * @throws Error if a part is not what it was when it was written
 */
export async function writeParts(input: WriteInput): Promise<number> {
  const { collected, chosen, folder, onProgress } = input;
  const { rows } = chosen;
  let [next, first] = [0, 0];
  for (let index = 0; index < collected.parts; index++) {
    const part = await readPart(folder, index);
    if (!part) throw new Error(`A temporary file in ${folder} was changed by another program. Nothing was exported; export again.`);
    while (next < rows.length && rows[next]! < first + part.rows) {
      let end = next;
      while (end < rows.length && end - next < BATCH_ROWS && rows[end]! < first + part.rows) end++;
      await writeRows(input, part, first, next, end);
      next = end;
      onProgress({ what: "writing labels", done: next, total: rows.length });
    }
    first += part.rows;
  }
  return next;
}

/** Writes chosen[from..to], which lie in a part that begins with row `first`. */
async function writeRows(
  { collected, denoised, chosen, target, files }: WriteInput,
  part: Part,
  first: number,
  from: number,
  to: number,
): Promise<void> {
  const splitOf = new Uint8Array(part.rows);
  const inPart = chosen.rows.subarray(from, to).map((row) => row - first);
  inPart.forEach((row, i) => (splitOf[row] = chosen.splits[from + i]!));
  const end = first + part.rows;
  const batch: Omit<RecordBatch, "rows"> = {
    ids: part.ids,
    splits: splitOf,
    labels: chosen.labels.subarray(first, end),
    gold: part.gold,
    isGold: (row) => target.options.gold === "override" && part.gold[row] !== ABSTAIN,
    patterns: collected.index.rowPattern.subarray(first, end),
    cells: part.cells,
  };
  const write = (split: Split, rows: Uint32Array): Promise<void> =>
    files.write(
      split,
      target.columns.map((column) => recordCells(column, { ...batch, rows }, denoised)),
    );
  if (!isSplitFormat(target.format)) return write("train", inPart);
  for (const [index, split] of SPLITS.entries()) {
    const own = inPart.filter((row) => splitOf[row] === index);
    if (own.length > 0) await write(split, own);
  }
}
