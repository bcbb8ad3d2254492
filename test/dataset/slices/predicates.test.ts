import assert from "node:assert/strict";
import type { CellValue, ColumnInfo } from "../../../src/core/data/cells";
import { createPredicates } from "../../../src/dataset/slices/predicates";

const columns: ColumnInfo[] = [
  { name: "text", type: "string", nullable: true },
  { name: "n", type: "number", nullable: true },
  { name: "sure", type: "boolean", nullable: true },
  { name: "day", type: "date", nullable: true },
  { name: "tags", type: "json", nullable: true },
  { name: 'odd "name"', type: "string", nullable: true },
  { name: "label", type: "string", nullable: true },
];

const table = {
  rows: 4,
  columns: new Map<string, CellValue[]>([
    ["text", ["Hello there", "hi", null, "Grüße '; DROP TABLE cells; --"]],
    ["n", [1, 2.5, null, -3]],
    ["sure", [true, false, null, true]],
    ["day", ["2024-01-31", "2024-02-01T10:20Z", null, "2025-12-31T23:59:59"]],
    ["tags", [["a", "b"], { x: "y" }, null, []]],
    ['odd "name"', ["a", "b", "c", "d"]],
    ["label", ["A", "B", null, null]],
  ]),
};

describe("slice predicates", () => {
  const predicates = createPredicates(columns, "label");
  after(() => predicates.close());

  const rowsOf = async (sql: string): Promise<string> => {
    assert.equal(await predicates.check(sql), undefined);
    const [rows] = await predicates.test(table, [sql]);
    assert.ok(rows instanceof Uint8Array, String(rows));
    return rows.join("");
  };

  const right: Record<string, string> = {
    "length(text) < 4": "0100",
    "text ILIKE 'h%' -- a comment": "1100",
    "text IS NULL": "0010",
    "n > 1 OR sure": "1101",
    "NOT sure": "0100",
    "n BETWEEN 1 AND 3 AND text LIKE 'h%'": "0100",
    "year(day) = 2024 AND month(day) = 2": "0100",
    "day > '2024-02-01'": "0101",
    "tags->>'x' = 'y'": "0100",
    "json_array_length(tags) = 2": "1000",
    "regexp_matches(text, '(?i)\\bthere\\b')": "1000",
    '"odd ""name""" IN (\'b\', \'c\')': "0110",
    "TEXT = 'hi'": "0100",
    "list_contains(list_transform(string_split(text, ' '), lambda word: upper(word)), 'THERE')": "1000",
    "CASE WHEN n > 0 THEN true END": "1100",
    "try_cast(text AS INTEGER) IS NULL": "1111",
    true: "1111",
    "(text = 'hi') OR (n = 1)": "1100",
  };
  for (const [sql, rows] of Object.entries(right)) it(sql, async () => assert.equal(await rowsOf(sql), rows));

  const refused: Record<string, RegExp> = {
    "length(txt) < 4": /no column "txt".*Did you mean "text"/,
    "length(text)": /condition, true or false; this gives BIGINT/,
    text: /this gives VARCHAR/,
    "length(text) <": /not a SQL condition: syntax error/,
    "": /not a SQL condition/,
    "n = 1, true": /one SQL condition on a row and nothing else/,
    "n = 1; DROP TABLE cells": /not a SQL condition|nothing else/,
    "n = 1; SELECT 2": /nothing else/,
    "true FROM read_text('/etc/passwd')": /nothing else/,
    "n = 1 LIMIT 1": /nothing else/,
    "n = 1 AS one": /nothing else/,
    "DISTINCT true": /nothing else/,
    "n IN (SELECT 1)": /without subqueries/,
    "EXISTS (FROM read_text('/etc/passwd'))": /without subqueries/,
    "read_text('/etc/passwd') = ''": /reads something else than the row/,
    "read_csv('x.csv') IS NULL": /reads something else than the row/,
    "count(*) > 1": /looks at many rows/,
    "sum(n) OVER () > 1": /without window functions/,
    "random() < 0.5": /does not give the same/,
    "day < now()": /does not give the same/,
    "current_setting('threads') = 1": /cannot be in a slice/,
    "nosuch(text)": /no SQL function "nosuch"/,
    "COLUMNS('n') > 1": /without \*/,
    $1: /without parameters/,
    "label = 'A'": /cannot read the gold column/,
    "n = 1) OR (true": /not a SQL condition/,
    "error('x')": /cannot be in a slice/,
  };
  for (const [sql, why] of Object.entries(refused))
    it(`refuses ${sql || "nothing"}`, async () => assert.match((await predicates.check(sql)) ?? "", why));

  it("says what failed on the rows, and goes on with the others", async () => {
    const [failed, fine] = await predicates.test(table, ["text::INTEGER > 1", "n = 1"]);
    assert.match((failed as Error).message, /Could not convert string.*try_cast/);
    assert.deepEqual(fine, Uint8Array.from([1, 0, 0, 0]));
  });

  it("gives the rows of a large table in their order", async () => {
    const rows = 10_001;
    const n = Array.from({ length: rows }, (_, row) => (row * 7919) % 1000);
    const [tested] = await predicates.test({ rows, columns: new Map([["n", n]]) }, ["n < 100"]);
    assert.deepEqual(
      tested,
      Uint8Array.from(n, (cell) => Number(cell < 100)),
    );
  });
});
