import assert from "node:assert/strict";
import type { CellValue, ColumnInfo } from "../../../src/core/data/cells";
import { recordCells, recordColumns, type PatternRecord, type RecordBatch } from "../../../src/core/export/exportColumns";
import { defaultExport, type ExportOptions } from "../../../src/core/export/exportOptions";

const columns: ColumnInfo[] = [
  { name: "text", type: "string", nullable: false },
  { name: "Label", type: "string", nullable: true },
  { name: "sent", type: "date", nullable: false },
  { name: "links", type: "number", nullable: true },
];
const context = { labels: ["HAM", "SPAM"], lfs: ["links", "short"], columns };
const namesOf = (idColumn: string | undefined, options: Partial<ExportOptions>): string[] =>
  recordColumns({ ...context, ...(idColumn === undefined ? {} : { idColumn }) }, { ...defaultExport, ...options }).map(({ name }) => name);

describe("columns of an export", () => {
  const check = (what: string, idColumn: string | undefined, options: Partial<ExportOptions>, expected: string): Mocha.Test =>
    it(what, () => assert.equal(namesOf(idColumn, options).join(" "), expected));
  check("by default", "id", {}, "id split label confidence margin p_HAM p_SPAM");
  check("without an id column", undefined, {}, "row split label confidence margin p_HAM p_SPAM");
  check("an id column whose name is taken", "LABEL", {}, "row split label confidence margin p_HAM p_SPAM");
  check("hard labels alone", "id", { probabilities: false, certainty: false }, "id split label");
  check("gold", "id", { gold: "beside", probabilities: false, certainty: false }, "id split label gold");
  check("votes and data", "id", { votes: true, columns: ["text"] }, "id split label confidence margin p_HAM p_SPAM links short text");
  check(
    "names that are taken get a prefix",
    "id",
    { votes: true, columns: ["links", "Label"], probabilities: false, certainty: false },
    "id split label links short data_links data_Label",
  );
  it("labels that differ only by case have columns that do not", () =>
    assert.deepEqual(
      recordColumns({ ...context, labels: ["spam", "SPAM", "Spam_2"] }, { ...defaultExport, certainty: false }).map(({ name }) => name),
      ["row", "split", "label", "p_spam", "p_SPAM_2", "p_Spam_2_2"],
    ));
  it("name what is missing", () =>
    assert.throws(() => namesOf("id", { columns: ["txt"] }), /no column "txt"; it has text, Label, sent, links/));
});

describe("cells of an export", () => {
  // Pattern 0: links votes SPAM, short abstains. Pattern 1: nobody votes.
  const model: PatternRecord = {
    labels: 2,
    lfs: 2,
    votes: Int16Array.of(1, -1, -1, -1),
    proba: Float64Array.of(0.1, 0.9, 0, 0),
    confidence: Float64Array.of(0.9, 0),
    margin: Float64Array.of(0.8, 0),
  };
  // The second row is left out; the third has gold HAM, which overrides.
  const batch: RecordBatch = {
    rows: [0, 2, 3],
    ids: ["a", "b", "c", "d"],
    splits: [0, 0, 1, 2],
    labels: [1, -1, 0, -1],
    gold: [-1, -1, 0, -1],
    isGold: (row) => row === 2,
    patterns: [0, 1, 0, 1],
    cells: new Map([["text", ["x", "y", null, "z"]]]),
  };
  const all = recordColumns({ ...context, idColumn: "id" }, { ...defaultExport, gold: "override", votes: true, columns: ["text"] });
  const check = (name: string, expected: readonly CellValue[]): Mocha.Test =>
    it(name, () =>
      assert.deepEqual(
        Array.from<CellValue>(
          recordCells(
            all.find((column) => column.name === name)!,
            batch,
            model,
          ),
        ),
        expected,
      ),
    );
  check("id", ["a", "c", "d"]);
  check("split", [0, 1, 2]);
  check("label", [1, 0, null]);
  check("gold", [null, 0, null]);
  check("confidence", [0.9, 1, 0]);
  check("margin", [0.8, 1, 0]);
  check("p_HAM", [0.1, 1, 0]);
  check("p_SPAM", [0.9, 0, 0]);
  check("links", [1, 1, null]);
  check("short", [null, null, null]);
  check("text", ["x", null, "z"]);
});
