import { ABSTAIN } from "../statistics/votes";
import type { Judged } from "./judgement";

/** Judgements as columns: one for each person, an entry for each row. */
export interface JudgementTable {
  /** Sorted by name. */
  readonly people: readonly string[];
  /** Keys of the rows that have a judgement with a label of the project. */
  readonly keys: readonly string[];
  /** Label index, or ABSTAIN. */
  readonly columns: readonly Int16Array[];
}

/** @param labels the project's; judgements with other labels are left out */
export function judgementTable(judged: Judged, labels: readonly string[]): JudgementTable {
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const entries = Array.from(judged, ([key, list]) => [key, list.filter(({ label }) => label !== null && indexOf.has(label))] as const);
  const rows = entries.filter(([, list]) => list.length > 0);
  const people = [...new Set(rows.flatMap(([, list]) => list.map(({ by }) => by)))].sort();
  const placeOf = new Map(people.map((by, place) => [by, place]));
  const columns = people.map(() => new Int16Array(rows.length).fill(ABSTAIN));
  rows.forEach(([, list], row) => list.forEach(({ by, label }) => (columns[placeOf.get(by)!]![row] = indexOf.get(label!)!)));
  return { people, keys: rows.map(([key]) => key), columns };
}
