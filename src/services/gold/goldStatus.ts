import { isDisputed } from "../../core/gold/consensus";
import type { Judged } from "../../core/gold/judgement";
import { ABSTAIN } from "../../core/statistics/votes";
import type { LocatedKey } from "../../protocol/engine";

/** The judgements beside all rows of the data. Rows are named by their keys. */
export interface GoldStatus {
  /** Rows that people gave a label. */
  readonly rows: number;
  readonly people: readonly string[];
  /** Of these rows, how many the data has, and which it has not (any more): their judgements are kept. */
  readonly inData: number;
  readonly gone: readonly string[];
  /** How many stand for several rows of the data, which have the same content or the same id. */
  readonly shared: number;
  /** Rows whose gold column has another label than people gave. */
  readonly disagreements: readonly string[];
  readonly disputed: readonly string[];
}

/**
 * @param labels the project's
 * @param found the label index of each row that has one
 * @param locate looks keys up in the data
 */
export async function goldStatus(
  judged: Judged,
  labels: readonly string[],
  found: ReadonlyMap<string, number>,
  locate: (keys: readonly string[]) => Promise<readonly LocatedKey[]>,
): Promise<GoldStatus> {
  const said = [...judged].filter(([, list]) => list.some(({ label }) => label !== null));
  const keys = said.map(([key]) => key);
  const located = await locate(keys);
  const other = (key: string, gold: number): boolean => gold !== ABSTAIN && (found.get(key) ?? gold) !== gold;
  return {
    rows: keys.length,
    people: [...new Set(said.flatMap(([, list]) => list.filter(({ label }) => label !== null).map(({ by }) => by)))].sort(),
    inData: located.filter(({ rows }) => rows > 0).length,
    gone: keys.filter((_, at) => located[at]!.rows === 0),
    shared: located.filter(({ rows }) => rows > 1).length,
    disagreements: keys.filter((key, at) => other(key, located[at]!.gold)),
    disputed: said.filter(([, list]) => isDisputed(list, labels)).map(([key]) => key),
  };
}
