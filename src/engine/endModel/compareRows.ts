import { cellText, SPLITS, type Split } from "../../core/data/cells";
import { pairedDifference, type PairedCounts } from "../../core/endModel/pairedDifference";
import { predictLabels } from "../../core/labelModel/predict";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Dataset, Table } from "../../dataset/open/dataset";
import type { EngineEvents, ProjectSpec } from "../../protocol/engine";
import type { ComparedRow, CompareRequest, RowComparison, RowLabels } from "../../protocol/rowComparison";
import { readModel } from "./readModel";

export interface CompareInput {
  readonly spec: Pick<ProjectSpec, "labels" | "columns">;
  readonly dataset: Dataset;
  readonly request: CompareRequest;
  readonly onProgress: EngineEvents["progress"];
}

/** The rows that are listed, and how much of a text is. */
const SHOWN = 100;
const SHOWN_TEXT = 300;
/** Not a label, and not ABSTAIN: a model that says nothing of this row. */
const UNKNOWN = -2;

/**
 * Sets two models side by side on all rows of the data that both know, in one scan. In memory stay counts and the rows that are listed.
 * @throws Error in plain words naming the file if a model cannot be read, or does not fit the project
 */
export async function compareRows({ spec, dataset, request, onProgress }: CompareInput): Promise<RowComparison> {
  const first = await labeler(request.first, spec, dataset);
  const second = await labeler(request.second, spec, dataset);
  const tallies = SPLITS.map(() => ({ rows: 0, changed: 0, leftOut: 0, bothRight: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }));
  const seen = SPLITS.map((split) => request.seen.includes(split));
  const listed = createList();
  let done = 0;
  for await (const table of dataset.scan({})) {
    const [a, b] = [first(table), second(table)];
    for (let row = 0; row < table.rows; row++) {
      if (a[row] === UNKNOWN || b[row] === UNKNOWN) continue;
      const tally = tallies[table.splits[row]!]!;
      tally.rows++;
      const gold = table.gold[row]!;
      const judges = gold !== ABSTAIN && !seen[table.splits[row]!];
      const side = judges ? sideOf(a[row] === gold, b[row] === gold) : undefined;
      if (side) tally[side]++;
      else if (gold !== ABSTAIN) tally.leftOut++;
      if (a[row] === b[row]) continue;
      tally.changed++;
      const rank = side === undefined ? 2 : side === "neither" ? 1 : 0;
      listed.offer(rank, () => rowOf(table, row, spec, [a[row]!, b[row]!]));
    }
    done += table.rows;
    onProgress({ what: "comparing", done, total: dataset.info.rows });
  }
  const splits = tallies.map((tally, at) => ({ split: SPLITS[at]!, ...tally, ...pairedDifference(tally) }));
  return { splits: splits.filter(({ rows }) => rows > 0), first: listed.rows(), notes: notesOn(splits) };
}

const notesOn = (splits: RowComparison["splits"]): string[] =>
  splits
    .filter(({ leftOut }) => leftOut > 0)
    .map(
      ({ split, leftOut }) =>
        `Gold of ${split} (${leftOut} rows) may have been used to train one of the two models, so it is not used to compare them.`,
    );

const sideOf = (firstRight: boolean, secondRight: boolean): keyof PairedCounts =>
  firstRight ? (secondRight ? "bothRight" : "onlyFirst") : secondRight ? "onlySecond" : "neither";

type Labeler = (table: Table) => Int16Array;

async function labeler(source: RowLabels, spec: CompareInput["spec"], { info }: Dataset): Promise<Labeler> {
  if ("file" in source) {
    const model = await readModel(source.file, spec, info);
    return (table) =>
      predictLabels(model.predict(model.columns.map((name) => table.columns.get(name)!)), { size: table.rows, labels: spec.labels.length });
  }
  const known = new Map(
    SPLITS.flatMap((split) => Object.entries(source.labels[split] ?? {}).map(([id, label]) => [keyOf(split, id), label] as const)),
  );
  return (table) =>
    Int16Array.from(table.ids, (id, row) => {
      const label = known.get(keyOf(SPLITS[table.splits[row]!]!, id));
      return label === undefined ? UNKNOWN : label === null ? ABSTAIN : spec.labels.indexOf(label);
    });
}

const keyOf = (split: Split, id: string): string => `${split} ${id}`;

/** Keeps the first rows of each rank, the lower ranks before the others. */
function createList(): { offer: (rank: number, row: () => ComparedRow) => void; rows: () => ComparedRow[] } {
  const ranks: ComparedRow[][] = [[], [], []];
  return {
    offer(rank, row) {
      if (ranks[rank]!.length < SHOWN) ranks[rank]!.push(row());
    },
    rows: () => ranks.flat().slice(0, SHOWN),
  };
}

function rowOf(
  table: Table,
  row: number,
  { labels, columns }: CompareInput["spec"],
  [first, second]: readonly [number, number],
): ComparedRow {
  const text = columns.text === undefined ? "" : cellText(table.columns.get(columns.text)?.[row] ?? null);
  return {
    id: table.ids[row]!,
    split: SPLITS[table.splits[row]!]!,
    text: text.slice(0, SHOWN_TEXT),
    gold: labels[table.gold[row]!] ?? null,
    first: labels[first] ?? null,
    second: labels[second] ?? null,
  };
}
