// A Parquet file's votes are read as codes that DuckDB makes; a JSON Lines file's cell by cell. The same rows must be the same table.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { textsOf } from "../../src/core/data/textList";
import { readVoteTable } from "../../src/dataset/votes/voteTable";
import type { VoteTable, VoteTableRequest } from "../../src/protocol/voteTable";

type Row = Readonly<Record<string, string | number | boolean | null>>;

describe("votes as codes", () => {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-coded-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes the rows as JSON Lines and, with the given types, as Parquet. */
  async function bothFiles(rows: readonly Row[], types: Readonly<Record<string, string>>): Promise<readonly [string, string]> {
    const [jsonl, parquet] = [join(folder, "votes.jsonl"), join(folder, "votes.parquet")];
    writeFileSync(jsonl, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const columns = JSON.stringify(types).replaceAll('"', "'");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(
      `COPY (SELECT * FROM read_json('${jsonl}', columns = ${columns}, format = 'newline_delimited')) TO '${parquet}' (FORMAT parquet)`,
    );
    connection.disconnectSync();
    return [jsonl, parquet];
  }

  const plain = ({ ids, splits, matrix, ...table }: VoteTable): unknown => ({
    ...table,
    ids: textsOf(ids, 0, ids.length),
    splits: Array.from(splits.of, (place) => splits.names[place]),
    columns: matrix.columns.map((column) => [...column]),
    gold: [...matrix.gold],
    seen: table.columns,
  });

  async function assertSame(rows: readonly Row[], types: Readonly<Record<string, string>>, request: Omit<VoteTableRequest, "path"> = {}) {
    const [jsonl, parquet] = await bothFiles(rows, types);
    const tables = [await readVoteTable({ path: jsonl, ...request }), await readVoteTable({ path: parquet, ...request })];
    assert.deepEqual(plain(tables[1]!), plain(tables[0]!));
    return tables[1]!;
  }

  const words = Array.from({ length: 30 }, (_, k) => `label ${k}'s "name"`);

  it("are what the cells are: texts with blanks around them, empty ones and nulls, more labels than are compared one by one", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({
      id: `row-${i}`,
      few: [" HAM", "SPAM", "", null, "HAM"][i % 5]!,
      many: i % 7 === 0 ? null : words[(i * 11) % words.length]!,
      text: `something ${i}`,
      split: ["Train", "test", null][i % 3]!,
    }));
    const types = { id: "VARCHAR", few: "VARCHAR", many: "VARCHAR", text: "VARCHAR", split: "VARCHAR" };
    const table = await assertSame(rows, types, { roles: { lfs: ["few", "many"] } });
    assert.deepEqual(table.labels, ["HAM", "SPAM", ...words].sort());
    assert.equal(table.matrix.columns[1]![1], table.labels.indexOf(words[11]!));
    assert.equal(table.columns!.abstains[""], 4_000 + 4_000 + Math.ceil(20_000 / 7));
  });

  it("are what numbers and booleans are", async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ a: [0, 1, -1][i % 3]!, b: [0.5, 2, null][i % 3]!, c: i % 2 === 0, d: i % 12 }));
    await assertSame(rows, { a: "TINYINT", b: "DOUBLE", c: "BOOLEAN", d: "BIGINT" }, { roles: { lfs: ["a", "b", "c", "d"] } });
  });

  it("name the row and the column of what is no vote", async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ id: i + 7, a: i === 9_001 ? "EGG" : "HAM", b: "SPAM" }));
    const [, parquet] = await bothFiles(rows, { id: "BIGINT", a: "VARCHAR", b: "VARCHAR" });
    await assert.rejects(
      readVoteTable({ path: parquet, labels: ["HAM", "SPAM"], roles: { lfs: ["a", "b"] } }),
      /votes\.parquet: Row 9001 \(id 9008\), column a: EGG is neither one of HAM, SPAM/,
    );
  });

  it("are found in columns of lists, too", async () => {
    const path = join(folder, "lists.parquet");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (SELECT ['HAM'] AS a, 'SPAM' AS b FROM range(50)) TO '${path}' (FORMAT parquet)`);
    connection.disconnectSync();
    const table = await readVoteTable({ path, roles: { lfs: ["a", "b"] } });
    assert.deepEqual(
      [table.labels, table.matrix.columns.map((column) => column[49])],
      [
        ["HAM", "SPAM"],
        [0, 1],
      ],
    );
  });
});
