import { refineLabels } from "../../core/endModel/refineLabels";
import { hasSoft } from "../../core/endModel/trainable";
import { certaintyOf, predictLabels } from "../../core/labelModel/predict";
import { silentPatterns } from "../../core/labelModel/otherwise";
import { cellText } from "../../core/data/cells";
import type { EngineEvents } from "../../protocol/engine";
import type { Manifest } from "../../protocol/manifest";
import type { Denoised } from "./chooseExport";
import type { Applied } from "../apply/applier";
import { cellsOfRows, rowsWhere } from "../apply/partRows";

/** How many rows' texts, and how many probabilities of them, fit in memory. */
const MOST_ROWS = 200_000;
const MOST_PROBABILITIES = 2 ** 24;
/** Where the labels' shares move further than this, the texts' model has a favourite: its labels are not taken. */
const MOST_MOVED = 0.1;

/** @throws Error in plain words if there are too many rows */
export function assertRefinable(rows: number, labels: number): void {
  const most = Math.min(MOST_ROWS, Math.floor(MOST_PROBABILITIES / labels));
  if (rows <= most) return;
  throw new Error(
    `Labels by votes and texts (feature-aware) need all rows in memory: with ${labels} labels that is at most ${most} rows, and the data has ${rows}. Leave that option out, or export a smaller file.`,
  );
}

export interface RefineExportInput {
  readonly collected: Applied;
  readonly denoised: Denoised;
  readonly tieBand: number;
  readonly textColumn: string;
  readonly onProgress: EngineEvents["progress"];
}

export interface RefinedExport {
  readonly collected: Applied;
  readonly denoised: Denoised;
  readonly report: NonNullable<Manifest["featureAware"]>;
}

/**
 * Gives each row with votes a label of its own, by its votes and its text: every row becomes a kind, and a pattern, of its own. Rows without
 * votes keep what they had. Nothing changes where the labels' shares move too far.
 */
export async function refineExport(input: RefineExportInput): Promise<RefinedExport> {
  const { collected, denoised, tieBand, textColumn, onProgress } = input;
  const { kinds, rowKind } = collected;
  if (!rowKind) throw new Error("It was not kept of which kind each row is.");
  const { rowPattern, table } = kinds.index;
  const patterns = rowKind.map((kind) => rowPattern[kind]!);
  const { labels, lfs } = table;
  const silent = new Set(silentPatterns(table));
  const isVoted = (pattern: number): boolean => !silent.has(pattern) && hasSoft(denoised.proba, labels, pattern);
  const voted = rowsWhere(rowKind.length, (row) => isVoted(patterns[row]!));
  const [texts] = await cellsOfRows(collected.parts, voted, [textColumn]);
  const { proba: own, moved } = refineLabels({
    columns: [{ kind: "text", name: textColumn, values: texts!.map(cellText) }],
    soft: spread(denoised.proba, patterns, labels, voted),
    onProgress: (share) => onProgress({ what: "reading texts for labels", done: Math.round(100 * share), total: 100 }),
  });
  const report = { rows: voted.length, used: moved <= MOST_MOVED, moved };
  if (!report.used) return { collected, denoised, report };
  const proba = spread(denoised.proba, patterns, labels);
  voted.forEach((row, i) => proba.set(own.subarray(i * labels, (i + 1) * labels), row * labels));
  const size = rowKind.length;
  const each = Int32Array.from(rowKind.keys());
  const votes = spread(denoised.votes, patterns, lfs);
  const index = {
    table: { ...table, size, votes, counts: new Float64Array(size).fill(1) },
    rowPattern: each,
    weights: new Float64Array(size).fill(1),
  };
  return {
    report,
    collected: {
      ...collected,
      rowKind: each,
      kinds: {
        index,
        gold: Int16Array.from(rowKind, (kind) => kinds.gold[kind]!),
        splits: Uint8Array.from(rowKind, (kind) => kinds.splits[kind]!),
        slices: kinds.slices.map((slice) => Uint8Array.from(rowKind, (kind) => slice[kind]!)),
      },
    },
    denoised: { labels, lfs, votes, proba, patternLabel: predictLabels(proba, index.table, tieBand), ...certaintyOf(proba, index.table) },
  };
}

/** What patterns have (patterns x width) for each row, or for some. */
function spread<T extends Float64Array | Int16Array>(
  ofPatterns: T,
  patterns: Int32Array,
  width: number,
  rows: ArrayLike<number> = Int32Array.from(patterns.keys()),
): T {
  const all = new (ofPatterns.constructor as new (length: number) => T)(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = patterns[rows[i]!]! * width;
    all.set(ofPatterns.subarray(from, from + width), i * width);
  }
  return all;
}
