import assert from "node:assert/strict";
import type { CellValue } from "../../../src/core/data/cells";
import { createColumnTally, type ColumnFacts } from "../../../src/core/proposal/columnFacts";
import { describeColumn, proposeColumns } from "../../../src/core/proposal/proposeColumns";

const ROWS = 60;
const texts = Array.from({ length: ROWS }, (_, row) => `the customer ${row} asks about a card of theirs`);
const numbers = Array.from({ length: ROWS }, (_, row) => row * 3);
const cycle = (...values: CellValue[]): CellValue[] => texts.map((_, row) => values[row % values.length]!);
const some = (cells: readonly CellValue[]): CellValue[] => cells.map((cell, row) => (row % 5 === 0 ? cell : ""));

function factsOf(columns: Readonly<Record<string, readonly CellValue[]>>): ColumnFacts[] {
  return Object.entries(columns).map(([name, cells]) => {
    const tally = createColumnTally(name);
    tally.add(cells);
    return tally.facts(ROWS);
  });
}

describe("columns proposed", () => {
  const cases: [name: string, columns: Record<string, readonly CellValue[]>, expected: object][] = [
    [
      "names that say it",
      { id: numbers, text: texts, label: cycle("A", "B"), split: cycle("train", "test") },
      { id: "id", text: "text", gold: "label", split: "split" },
    ],
    [
      "names that hint at it",
      { msg_id: numbers.map((n) => `m${n}`), body: texts, is_spam: some(cycle("0", "1", "1")), part: cycle("train", "valid") },
      { id: "msg_id", text: "body", gold: "is_spam", split: "part" },
    ],
    ["no names, but gold on some rows", { qid: numbers, z: texts, w: some(cycle("x", "y", "z")) }, { id: "qid", text: "z", gold: "w" }],
    [
      "attributes are no gold",
      { text: texts, lang: cycle("en", "de"), is_premium: cycle(true, false), likes: cycle(1, 2, 3) },
      { text: "text" },
    ],
    ["times and amounts are no ids", { created_at: numbers, amount: numbers.map((n) => n + 0.5), text: texts }, { text: "text" }],
    ["an id that repeats is none", { id: cycle("a", "b", "c"), text: texts }, { text: "text" }],
    ["other values than splits are no split", { split: cycle("train", "holdout"), text: texts }, { text: "text" }],
    ["the longer text", { title: cycle("hello there", "good day", "oh no no"), message: texts }, { text: "message" }],
    [
      "labels as annotation tools write them",
      { t: texts, choice: cycle('{"choices": ["A"]}', '{"choices": ["B"]}', "") },
      { text: "t", gold: "choice" },
    ],
    ["nothing to go by", { a: cycle(1.5, 2.5), b: cycle("", "") }, {}],
  ];
  for (const [name, columns, expected] of cases) it(name, () => assert.deepEqual(proposeColumns(factsOf(columns)), expected));

  it("come with what speaks for them", () => {
    const [gold, id, text, empty] = factsOf({ gold: some(cycle("A", "A", "B")), id: numbers, text: texts, empty: cycle(null) }) as [
      ColumnFacts,
      ColumnFacts,
      ColumnFacts,
      ColumnFacts,
    ];
    assert.equal(describeColumn(gold), "2 values: A (8), B (4), filled on 20.0% of rows");
    assert.equal(describeColumn(id), "a different value in each of 60 rows");
    assert.equal(describeColumn({ ...text, unique: false }), "texts of 9 words on average");
    assert.equal(describeColumn(empty), "empty");
  });
});
