import { cellText, SPLITS } from "../../core/data/cells";
import { likelyWrongGold } from "../../core/endModel/likelyWrongGold";
import { certaintyOf } from "../../core/labelModel/predict";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Disagreement, EvaluateReport, LikelyWrongGold } from "../../protocol/endModel";
import type { AppliedRows } from "../apply/applyToAll";
import type { GoldRows } from "./evaluateInput";
import { rowsInPart, rowsWhere } from "../apply/partRows";
import type { PartPredictions } from "./predictParts";
import type { SoftLabels } from "./softLabels";

export interface PlacesInput {
  readonly collected: AppliedRows;
  readonly textColumn: string | undefined;
  readonly labels: readonly string[];
}

/** So many rows of each kind are listed. */
const SHOWN = 50;
/** So much of a text is shown. */
const SHOWN_TEXT = 300;

/** Covered rows to which label model and end model give different labels; those that both are surest of are listed. */
export async function findDisagreements(
  input: PlacesInput,
  soft: SoftLabels,
  { label, confidence }: PartPredictions,
): Promise<EvaluateReport["disagreements"]> {
  const { collected, labels } = input;
  const { table, rowPattern } = collected.index;
  const denoised = soft.fit.label;
  const certainty = certaintyOf(soft.fit.proba, table).confidence;
  const both = (row: number): boolean => denoised[rowPattern[row]!] !== ABSTAIN && label[row] !== ABSTAIN;
  const differing = rowsWhere(rowPattern.length, (row) => both(row) && denoised[rowPattern[row]!] !== label[row]);
  const sureness = (row: number): number => Math.min(confidence[row]!, certainty[rowPattern[row]!]!);
  const listed = surest(differing, sureness);
  const places = await placesOf(input, listed);
  return {
    rows: differing.length,
    of: rowsWhere(rowPattern.length, both).length,
    first: listed.map((row): Disagreement => ({
      ...places.get(row)!,
      gold: labels[collected.gold[row]!] ?? null,
      labelModel: labels[denoised[rowPattern[row]!]!]!,
      endModel: labels[label[row]!]!,
      confidence: { labelModel: certainty[rowPattern[row]!]!, endModel: confidence[row]! },
    })),
  };
}

/** Gold that the end model, not having seen it, confidently contradicts. */
export async function findWrongGold(input: PlacesInput, { rows, proba }: GoldRows): Promise<EvaluateReport["wrongGold"]> {
  const { collected, labels } = input;
  const found = likelyWrongGold(
    proba,
    Int16Array.from(rows, (row) => collected.gold[row]!),
  );
  const listed = found.slice(0, SHOWN);
  const places = await placesOf(
    input,
    listed.map(({ row }) => rows[row]!),
  );
  return {
    rows: found.length,
    first: listed.map(({ row, gold, suggested, probability, goldProbability }): LikelyWrongGold => ({
      ...places.get(rows[row]!)!,
      gold: labels[gold]!,
      suggested: labels[suggested]!,
      probability,
      goldProbability,
    })),
  };
}

/** The rows with the greatest figure, greatest first. */
function surest(rows: Uint32Array, figure: (row: number) => number): number[] {
  const best: number[] = [];
  for (const row of rows) {
    if (best.length === SHOWN && figure(row) <= figure(best.at(-1)!)) continue;
    const at = best.findIndex((other) => figure(other) < figure(row));
    best.splice(at < 0 ? best.length : at, 0, row);
    if (best.length > SHOWN) best.pop();
  }
  return best;
}

type Place = Pick<Disagreement, "row" | "id" | "split" | "text">;

/** Where rows stand and how their texts begin. */
async function placesOf({ collected, textColumn }: PlacesInput, rows: readonly number[]): Promise<Map<number, Place>> {
  const wanted = Uint32Array.from(rows).sort();
  const places = new Map<number, Place>();
  if (wanted.length === 0) return places;
  let at = 0;
  for await (const here of collected.parts) {
    const end = rowsInPart(wanted, at, here);
    for (; at < end; at++) {
      const row = wanted[at]!;
      const own = row - here.first;
      const cell = textColumn === undefined ? null : here.part.cells.get(textColumn)![own]!;
      const text = Array.from(cellText(cell).slice(0, 2 * SHOWN_TEXT))
        .slice(0, SHOWN_TEXT)
        .join("");
      places.set(row, { row, id: here.part.ids[own]!, split: SPLITS[here.part.splits[own]!]!, text });
    }
  }
  return places;
}
