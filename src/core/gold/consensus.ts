import { dawidSkeneCrowd } from "../labelModel/dawidSkene";
import { predictLabels } from "../labelModel/predict";
import { buildPatterns, rowLabels } from "../patterns/patterns";
import { ABSTAIN } from "../statistics/votes";
import { SETTLED, type Judged, type Judgement } from "./judgement";
import { judgementTable, type JudgementTable } from "./judgementTable";

/** How several people's judgements of a row become one label. */
export const CONSENSUS_KINDS = ["majority", "dawid-skene"] as const;
export type ConsensusKind = (typeof CONSENSUS_KINDS)[number];

/** The label index of each row that has one. */
export type ConsensusLabels = Map<string, number>;

/**
 * Makes one label of what several people said of each row. Who settled a row counts before all others.
 * @param labels the project's; judgements with other labels do not count
 */
export function consensusLabels(judged: Judged, labels: readonly string[], kind: ConsensusKind): ConsensusLabels {
  const found: ConsensusLabels = new Map();
  const table = kind === "majority" ? undefined : judgementTable(judged, labels);
  if (table && table.people.length > 1) {
    const { label } = dawidSkene(table, labels.length);
    table.keys.forEach((key, row) => label[row] !== ABSTAIN && found.set(key, label[row]!));
  }
  const byModel = found.size > 0;
  for (const [key, list] of judged) {
    const label = byModel ? settledLabel(list, labels) : majorityLabel(list, labels);
    if (label !== ABSTAIN) found.set(key, label);
  }
  return found;
}

/** The label that most people gave a row, or that somebody settled it with; ABSTAIN on a tie, or where nobody gave one. */
export function majorityLabel(list: readonly Judgement[], labels: readonly string[]): number {
  if (list.length === 1) return list[0]!.label === null ? ABSTAIN : labels.indexOf(list[0]!.label);
  const settled = settledLabel(list, labels);
  return settled === ABSTAIN ? mostFrequent(labelsOf(list, labels)) : settled;
}

/** Whether people gave a row different labels, and nobody has settled it. */
export function isDisputed(list: readonly Judgement[], labels: readonly string[]): boolean {
  if (list.length < 2 || settledLabel(list, labels) !== ABSTAIN) return false;
  const own = labelsOf(list, labels);
  return own.some((label) => label !== own[0]);
}

/** What is known of a person's judgements. */
export interface Person {
  readonly name: string;
  /** Rows that this person gave a label. */
  readonly rows: number;
  /** The share of the rows that others judged too on which this person has the consensus label, 0..1; undefined where there is none. */
  readonly agrees?: number;
  /** Dawid and Skene's estimate (1979) of how often this person is right, 0..1; undefined where nobody else judged. */
  readonly estimated?: number;
}

/** Every person who judged, sorted by name. */
export function describePeople(table: JudgementTable, found: ReadonlyMap<string, number>, labels: number): Person[] {
  const { people, columns, keys } = table;
  const precision = people.length > 1 ? dawidSkene(table, labels).precision : [];
  const judges = keys.map((_, row) => columns.reduce((count, column) => count + (column[row] === ABSTAIN ? 0 : 1), 0));
  return people.map((name, at) => {
    let [rows, shared, same] = [0, 0, 0];
    columns[at]!.forEach((label, row) => {
      if (label === ABSTAIN) return;
      rows++;
      const consensus = found.get(keys[row]!);
      if (consensus === undefined || judges[row]! < 2) return;
      shared++;
      if (consensus === label) same++;
    });
    const estimated = precision[at];
    return { name, rows, ...(shared === 0 ? {} : { agrees: same / shared, ...(estimated === undefined ? {} : { estimated }) }) };
  });
}

function dawidSkene(
  { columns, keys }: JudgementTable,
  labels: number,
): { readonly label: Int16Array; readonly precision: readonly (number | undefined)[] } {
  const index = buildPatterns({ rows: keys.length, labels, columns, gold: new Int16Array(keys.length).fill(ABSTAIN) });
  const parameters = dawidSkeneCrowd.fit(index.table);
  const label = predictLabels(dawidSkeneCrowd.predictProba(parameters, index.table), index.table);
  return { label: rowLabels(index, label), precision: dawidSkeneCrowd.precision(parameters) };
}

/** The latest label that somebody settled a row with, or ABSTAIN. */
function settledLabel(list: readonly Judgement[], labels: readonly string[]): number {
  let last: Judgement | undefined;
  for (const one of list) if (one.how === SETTLED && one.label !== null && (!last || one.at > last.at)) last = one;
  return last ? labels.indexOf(last.label!) : ABSTAIN;
}

const labelsOf = (list: readonly Judgement[], labels: readonly string[]): number[] =>
  list.map(({ label }) => (label === null ? ABSTAIN : labels.indexOf(label))).filter((label) => label !== ABSTAIN);

function mostFrequent(own: readonly number[]): number {
  if (own.length === 0) return ABSTAIN;
  const counts = new Map<number, number>();
  for (const label of own) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const first = [...counts].filter(([, count]) => count === most);
  return first.length === 1 ? first[0]![0] : ABSTAIN;
}
