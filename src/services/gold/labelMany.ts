import { CHOSEN, type Judgement } from "../../core/gold/judgement";
import type { Judgements } from "./judgements";
import type { Labeler } from "./labeling";

/** What labeling many rows at once would do. */
export interface ManyRows {
  readonly rows: number;
  /** Rows to which this person has given the label already. */
  readonly same: number;
  /** Rows to which this person has given another one, which is replaced. */
  readonly replaced: number;
  /** Rows that share a judgement with another of them: the same content, or the same id. */
  readonly sharing: number;
}

interface ManyLabels {
  readonly judgements: Judgements;
  readonly by: Labeler["by"];
  /** Of the sample. */
  readonly rows: ArrayLike<number>;
  readonly label: string;
}

const ownOf = ({ judgements, by }: ManyLabels, key: string): Judgement | undefined =>
  judgements.judged.get(key)?.find((one) => one.by === by);
const keysOf = ({ judgements, rows }: ManyLabels): readonly string[] => [...new Set(Array.from(rows, (row) => judgements.keyOf(row)))];

/** Counts what giving all these rows a label would do; nothing is written. */
export function previewMany(many: ManyLabels): ManyRows {
  const keys = keysOf(many);
  const before = keys.map((key) => ownOf(many, key)?.label ?? null);
  return {
    rows: many.rows.length,
    same: before.filter((label) => label === many.label).length,
    replaced: before.filter((label) => label !== null && label !== many.label).length,
    sharing: many.rows.length - keys.length,
  };
}

/**
 * Gives rows a label, as chosen by hand. Resolves when all are on the disk.
 * @returns says again what this person said before; undoing is one more line each
 */
export async function labelMany(many: ManyLabels): Promise<() => Promise<void>> {
  const { judgements, by, label } = many;
  const before = keysOf(many).map((row) => ({ row, own: ownOf(many, row) }));
  const changed = before.filter(({ own }) => own?.label !== label);
  const at = judgements.now();
  await judgements.add(changed.map(({ row }) => ({ row, label, by, at, how: CHOSEN })));
  return () => {
    const then = judgements.now();
    return judgements.add(changed.map(({ row, own }) => (own ? { ...own, at: then } : { row, label: null, by, at: then, how: CHOSEN })));
  };
}
