// Lists, structs, timestamps and the like that an export carries along are of the same types in Parquet, Arrow and Hugging Face folders.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { connectDuckDb, quoteText } from "../../src/dataset/cells/duckdb";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

/** Column, its value on the first row (the second has nulls), its type in DuckDB and in Arrow and on Hugging Face's card. */
const columns: readonly (readonly [name: string, sql: string, duckdb: string, arrow: string])[] = [
  ["tags", "['a', NULL, '']", "VARCHAR[]", "List<Utf8>"],
  ["numbers", "[[1, 2], []]", "INTEGER[][]", "List<List<Int32>>"],
  [
    "meta",
    "{'who': 'ann', 'at': TIMESTAMP '2024-02-29 10:20:30.123456', 'x': {'y': 1.5::DOUBLE}}",
    'STRUCT(who VARCHAR, "at" TIMESTAMP, x STRUCT(y DOUBLE))',
    "Struct<{who:Utf8, at:Timestamp<MICROSECOND>, x:Struct<{y:Float64}>}>",
  ],
  ["spans", "[{'from': 3, 'label': 'X'}]", 'STRUCT("from" INTEGER, "label" VARCHAR)[]', "List<Struct<{from:Int32, label:Utf8}>>"],
  ["counts", "MAP {'b': 2, 'a': 1}", "MAP(VARCHAR, INTEGER)", "Map<{key:Utf8, value:Int32}>"],
  ["seen", "TIMESTAMP '2024-02-29 10:20:30.123456'", "TIMESTAMP", "Timestamp<MICROSECOND>"],
  ["zoned", "TIMESTAMPTZ '2024-02-29 10:20:30+02:00'", "TIMESTAMP WITH TIME ZONE", "Timestamp<MICROSECOND, UTC>"],
  ["nanos", "TIMESTAMP_NS '2024-02-29 10:20:30.123456789'", "TIMESTAMP_NS", "Timestamp<NANOSECOND>"],
  ["day", "DATE '1969-12-31'", "DATE", "Date32<DAY>"],
  ["clock", "TIME '10:20:30.5'", "TIME", "Time64<MICROSECOND>"],
  ["price", "-1234567890123456.78::DECIMAL(20,2)", "DECIMAL(20,2)", "Decimal[20e+2]"],
  ["small", "7::TINYINT", "TINYINT", "Int8"],
  ["big", "9007199254740993::BIGINT", "BIGINT", "Int64"],
  ["huge", "18446744073709551615::UBIGINT", "UBIGINT", "Uint64"],
  ["half", "0.1::FLOAT", "FLOAT", "Float32"],
  ["bytes", "'a\\x00b'::BLOB", "BLOB", "Binary"],
  ["flag", "true", "BOOLEAN", "Bool"],
];
const names = columns.map(([name]) => name);

async function query<T>(sql: string): Promise<T[]> {
  const connection = await connectDuckDb();
  const result = await connection.runAndReadAll(sql);
  connection.disconnectSync();
  return result.getRowObjectsJson() as T[];
}

const project = async (): Promise<string> => {
  const folder = makeProject({
    "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.parquet", "columns": { "text": "text" } }',
    "x.lf.ts":
      'import { keyword } from "lf-lens";\nexport const a = keyword("A", "text", "one");\nexport const b = keyword("B", "text", "two");\n',
  });
  const first = columns.map(([name, sql]) => `${sql} AS ${name}`).join(", ");
  const second = names.map(() => "NULL").join(", ");
  const connection = await connectDuckDb();
  await connection.run(
    `COPY (SELECT 'one' AS text, ${first} UNION ALL SELECT 'two', ${second}) TO ${quoteText(join(folder, "rows.parquet"))} (FORMAT parquet)`,
  );
  connection.disconnectSync();
  return folder;
};

function exportTo(folder: string, name: string, ...args: readonly string[]): string {
  const out = join(folder, name);
  const { code, stderr } = lfLens("label", folder, "--out", out, "--columns", names.join(","), ...args);
  assert.equal(code, 0, stderr);
  return out;
}

describe("report: nested and typed columns become text in exports", function () {
  this.timeout(120_000);
  after(removeProjects);

  it("Parquet has the types and the values of the data", async () => {
    const folder = await project();
    const out = exportTo(folder, "out.parquet");
    const list = names.map((name) => `"${name}"`).join(", ");
    const typesOf = (path: string): Promise<unknown[]> =>
      query(`SELECT column_name, column_type FROM (DESCRIBE SELECT ${list} FROM ${quoteText(path)})`);
    const rowsOf = (path: string): Promise<unknown[]> => query(`SELECT ${list} FROM ${quoteText(path)}`);
    const data = join(folder, "rows.parquet");
    assert.deepEqual(await typesOf(out), await typesOf(data));
    assert.deepEqual(await rowsOf(out), await rowsOf(data));
    assert.deepEqual(
      (await typesOf(out)).map((row) => (row as { column_type: string }).column_type.replaceAll('"', "")),
      columns.map(([, , type]) => type.replaceAll('"', "")),
    );
  });

  it("Arrow has the types and the values of the data", async () => {
    const table = tableFromIPC(readFileSync(exportTo(await project(), "out.arrow")));
    assert.deepEqual(
      names.map((name) => String(table.schema.fields.find((field) => field.name === name)!.type)),
      columns.map(([, , , type]) => type),
    );
    const [first, second] = [table.get(0)!, table.get(1)!];
    const cell = (name: string): unknown =>
      JSON.parse(
        JSON.stringify((first as Record<string, unknown>)[name], (_key, value: unknown) =>
          typeof value === "bigint" ? String(value) : value,
        ),
      );
    assert.deepEqual(cell("tags"), ["a", null, ""]);
    assert.deepEqual(cell("numbers"), [[1, 2], []]);
    assert.deepEqual(cell("spans"), [{ from: 3, label: "X" }]);
    assert.deepEqual(cell("counts"), { a: 1, b: 2 });
    assert.deepEqual(cell("big"), "9007199254740993");
    assert.deepEqual(cell("huge"), "18446744073709551615");
    // The first batch is empty.
    const valuesOf = (name: string): unknown => table.getChild(name)!.data.find(({ length }) => length > 0)!.values;
    const raw = (name: string): unknown => (valuesOf(name) as ArrayLike<unknown>)[0];
    // Seconds since 1970 by hand: 2024-02-29 10:20:30 is day 19782 and 37,230 seconds.
    const seconds = 19_782n * 86_400n + 37_230n;
    assert.equal(raw("seen"), seconds * 1_000_000n + 123_456n);
    assert.equal(raw("zoned"), (seconds - 7_200n) * 1_000_000n);
    assert.equal(raw("nanos"), seconds * 1_000_000_000n + 123_456_789n);
    assert.equal(raw("day"), -1);
    assert.equal(raw("clock"), 37_230_500_000n);
    const words = valuesOf("price") as Uint32Array;
    const price = [...words.subarray(0, 4)].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
    assert.equal(BigInt.asIntN(128, price), -123_456_789_012_345_678n);
    assert.deepEqual(
      names.map((name) => (second as Record<string, unknown>)[name]),
      names.map(() => null),
    );
  });

  it("Arrow data keeps its types, too", async () => {
    const folder = await project();
    exportTo(folder, "rows.arrow", "--columns", ["text", ...names].join(","));
    writeFileSync(join(folder, "lf.config.json"), '{ "labels": ["A", "B"], "data": "rows.arrow", "columns": { "text": "text" } }');
    const again = tableFromIPC(readFileSync(exportTo(folder, "again.arrow")));
    assert.deepEqual(
      names.map((name) => String(again.schema.fields.find((field) => field.name === name)!.type)),
      columns.map(([, , , type]) => type),
    );
  });

  it("a Hugging Face folder has them in its files and on its card; a map is a list of keys and values", async () => {
    const folder = exportTo(await project(), "hf", "--format", "huggingface");
    const file = join(folder, "data/train-00000-of-00001.parquet");
    const [row] = await query<Record<string, unknown>>(
      `SELECT typeof(counts) AS type, counts, typeof(meta) AS meta FROM ${quoteText(file)} WHERE counts IS NOT NULL`,
    );
    assert.deepEqual(row, {
      type: 'STRUCT("key" VARCHAR, "value" INTEGER)[]',
      counts: [
        { key: "b", value: 2 },
        { key: "a", value: 1 },
      ],
      meta: 'STRUCT(who VARCHAR, "at" TIMESTAMP, x STRUCT(y DOUBLE))',
    });
    const card = readFileSync(join(folder, "README.md"), "utf8");
    for (const feature of [
      '  - name: "tags"\n    list: "string"\n',
      '  - name: "numbers"\n    list:\n      list: "int32"\n',
      '  - name: "meta"\n    struct:\n    - name: "who"\n      dtype: "string"\n    - name: "at"\n      dtype: "timestamp[us]"\n    - name: "x"\n      struct:\n      - name: "y"\n        dtype: "float64"\n',
      '  - name: "spans"\n    list:\n    - name: "from"\n      dtype: "int32"\n    - name: "label"\n      dtype: "string"\n',
      '  - name: "counts"\n    list:\n    - name: "key"\n      dtype: "string"\n    - name: "value"\n      dtype: "int32"\n',
      '  - name: "price"\n    dtype: "decimal128(20, 2)"\n',
    ])
      assert.ok(card.includes(feature), card);
  });

  it("JSON Lines and CSV: lists, objects, dates and times by what all cells are", async () => {
    const jsonl = [
      {
        text: "one",
        tags: ["a", "\ud800b"],
        meta: { n: 1, s: "x" },
        day: "2024-02-29",
        at: "2024-02-29T10:20:30",
        zoned: "2024-02-29T10:20:30+02:00",
        mixed: [1],
        odd: "2024-02-30",
      },
      {
        text: "two",
        tags: [],
        meta: { n: 2 },
        day: null,
        at: "2024-03-01T00:00:00.5",
        zoned: "2024-02-29T10:20Z",
        mixed: "x",
        odd: "2024-02-28",
      },
    ];
    const folder = makeProject({
      "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.jsonl", "columns": { "text": "text" } }',
      "x.lf.ts": 'import { keyword } from "lf-lens";\nexport const a = keyword("A", "text", "one");\n',
      "rows.jsonl": jsonl.map((row) => `${JSON.stringify(row)}\n`).join(""),
    });
    const out = join(folder, "out.parquet");
    const { code, stderr } = lfLens("label", folder, "--out", out, "--columns", "tags,meta,day,at,zoned,mixed,odd");
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      (
        await query<{ column_type: string }>(
          `SELECT column_type FROM (DESCRIBE SELECT tags, meta, day, "at", zoned, mixed, odd FROM ${quoteText(out)})`,
        )
      ).map((row) => row.column_type.replaceAll('"', "")),
      ["VARCHAR[]", "STRUCT(n DOUBLE, s VARCHAR)", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "VARCHAR"],
    );
    assert.deepEqual(await query(`SELECT tags, meta, day, "at", epoch(zoned)::INTEGER AS zoned, mixed, odd FROM ${quoteText(out)}`), [
      {
        tags: ["a", "\ufffdb"],
        meta: { n: 1, s: "x" },
        day: "2024-02-29",
        at: "2024-02-29 10:20:30",
        zoned: 1_709_194_830,
        mixed: "[1]",
        odd: "2024-02-30",
      },
      { tags: [], meta: { n: 2, s: null }, day: null, at: "2024-03-01 00:00:00.5", zoned: 1_709_202_000, mixed: '"x"', odd: "2024-02-28" },
    ]);
  });
});
