import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import type { CellValue, ColumnInfo } from "../../src/core/data/cells";
import { quoteText } from "../../src/dataset/cells/duckdb";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createDraw } from "../../src/core/data/sampling";
import { collect, createProjectFolder, rowsOf } from "./projectFiles";

const folder = createProjectFolder();
let own: Promise<DuckDBInstance> | undefined;

/** Writes what a query yields to a Parquet file of the folder. */
async function writeParquet(name: string, query: string): Promise<void> {
  // Not the product's: its configuration is locked.
  const connection = await (own ??= DuckDBInstance.create(":memory:")).then((instance) => instance.connect());
  await connection.run(`SET TimeZone = 'Asia/Tokyo'; COPY (${query}) TO ${quoteText(folder.path(name))} (FORMAT parquet)`);
  connection.disconnectSync();
}

describe("Parquet", () => {
  describe("columns", () => {
    let files = 0;
    const check = (values: string, expected: Omit<ColumnInfo, "name">, cells: CellValue[]): void => {
      it(`${values} is ${expected.type}`, async () => {
        const name = `columns${files++}.parquet`;
        await writeParquet(name, `SELECT unnest([${values}]) AS c`);
        const dataset = await openDataset(folder.spec({ train: name }));
        const [{ valueType: _valueType, ...info }] = dataset.info.columns as [ColumnInfo];
        assert.deepEqual(info, { name: "c", ...expected });
        assert.deepEqual([...(await dataset.sample()).columns.values()], [cells]);
      });
    };
    check("'a', NULL, ''", { type: "string", nullable: true }, ["a", null, ""]);
    check("1::TINYINT, -2", { type: "number", nullable: false }, [1, -2]);
    check("1::BIGINT, 9007199254740991", { type: "number", nullable: false }, [1, 9007199254740991]);
    check("1::BIGINT, 9007199254740993", { type: "string", nullable: false }, ["1", "9007199254740993"]);
    check("1::UBIGINT, NULL", { type: "number", nullable: true }, [1, null]);
    check("1.5::DECIMAL(10,2), 2", { type: "number", nullable: false }, [1.5, 2]);
    check("12345678901234567890::DECIMAL(38,0)", { type: "string", nullable: false }, ["12345678901234567890"]);
    check("12345678901234567.89::DECIMAL(20,2), 1.5", { type: "string", nullable: false }, ["12345678901234567.89", "1.50"]);
    check("1234567890123.45::DECIMAL(20,2), NULL, 0.1", { type: "number", nullable: true }, [1234567890123.45, null, 0.1]);
    check("0.12345678901234567890::DECIMAL(38,20)", { type: "string", nullable: false }, ["0.12345678901234567890"]);
    check("[12345678901234567.89::DECIMAL(20,2), 1.5, -0.05, 0]", { type: "json", nullable: false, tsType: "readonly (number | null)[]" }, [
      ["12345678901234567.89", 1.5, -0.05, 0],
    ]);
    check("1.5::DOUBLE, 'NaN', 'inf', '-inf'", { type: "number", nullable: true }, [1.5, null, null, null]);
    check("true, NULL, false", { type: "boolean", nullable: true }, [true, null, false]);
    check("DATE '2024-02-29', NULL", { type: "date", nullable: true }, ["2024-02-29", null]);
    check("TIMESTAMP '2024-02-29 10:20:30.5', 'infinity'", { type: "date", nullable: true }, ["2024-02-29T10:20:30.5", null]);
    check("TIMESTAMPTZ '2024-02-29 10:20:30+02:00'", { type: "date", nullable: false }, ["2024-02-29T08:20:30Z"]);
    check("'x'::BLOB", { type: "string", nullable: false }, ["eA=="]);
    check("TIME '10:20:30'", { type: "string", nullable: false }, ["10:20:30"]);
    check("[1, NULL], [], NULL", { type: "json", nullable: true, tsType: "readonly (number | null)[]" }, [[1, null], [], null]);
    check("['a']", { type: "json", nullable: false, tsType: "readonly (string | null)[]" }, [["a"]]);
    check(
      "{'a': 1, 'b': [{'c': DATE '2024-01-01', 'd': 'nan'::DOUBLE}], 'e': 9007199254740993}",
      {
        type: "json",
        nullable: false,
        tsType:
          "{ readonly a: number | null; readonly b: readonly ({ readonly c: string | null; readonly d: number | null } | null)[] | null; readonly e: number | null }",
      },
      [{ a: 1, b: [{ c: "2024-01-01", d: null }], e: "9007199254740993" }],
    );
    check("MAP {'k': 1}", { type: "json", nullable: false, tsType: "unknown" }, [{ k: 1 }]);
    check("[TIMESTAMPTZ '2024-02-29 10:20:30+02:00']", { type: "json", nullable: false, tsType: "readonly (string | null)[]" }, [
      ["2024-02-29T08:20:30Z"],
    ]);
    check("NULL::INTEGER", { type: "string", nullable: true }, [null]);

    it("of text are told to hold nulls in whichever row group these are, also beside nested ones of like names", async () => {
      await writeParquet(
        "groups.parquet",
        "SELECT CASE WHEN i <> 299999 THEN 't' || i END AS late, 'x' AS never, 'y' AS \"s.a\", {'a': CASE WHEN i = 5 THEN NULL ELSE 'z' END} AS s, NULL::VARCHAR AS always FROM range(300000) t(i)",
      );
      const { info } = await openDataset(folder.spec({ train: "groups.parquet" }));
      assert.deepEqual(
        info.columns.map(({ name, type, nullable }) => [name, type, nullable]),
        [
          ["late", "string", true],
          ["never", "string", false],
          ["s.a", "string", false],
          ["s", "json", false],
          ["always", "string", true],
        ],
      );
    });
  });

  it("takes paths and column names as they are, not as globs, partitions or SQL", async () => {
    folder.write("year=2024/[a]*?.parquet", "");
    await writeParquet("year=2024/[a]*?.parquet", `SELECT 1 AS "a ""b"", c", 'x' AS "select"`);
    const dataset = await openDataset(folder.spec({ train: "year=2024/[a]*?.parquet" }));
    assert.deepEqual(rowsOf(await dataset.sample()), [{ 'a "b", c': 1, select: "x" }]);
  });

  it("reads files that have columns of the names that row numbers take", async () => {
    await writeParquet("numbers.parquet", `SELECT 2 * i AS "File_Row_Number", 'x' AS "file_row_number_" FROM range(300000) t(i)`);
    const all = await openDataset(folder.spec({ train: "numbers.parquet" }));
    let next = 0;
    for await (const { ids, columns } of all.scan({})) {
      const cells = columns.get("File_Row_Number")!;
      for (const [row, id] of ids.entries()) assert.deepEqual([id, cells[row]], [String(next), 2 * next++]);
    }
    assert.equal(next, 300_000);
    const { ids, columns } = await (
      await openDataset(folder.spec({ train: "numbers.parquet" }, { sample: { rows: 50, seed: 7 } }))
    ).sample();
    assert.deepEqual(
      columns.get("File_Row_Number"),
      ids.map((id) => 2 * Number(id)),
    );
    assert.equal(ids.length, 50);
  });

  it("names a file that is not Parquet", async () => {
    folder.write("broken.parquet", "id,text\n1,a\n");
    await assert.rejects(
      openDataset(folder.spec({ train: "broken.parquet" })),
      /^Error: broken\.parquet: .*cannot be read as Parquet; write it again/,
    );
  });

  it("gives no rows, but the columns, of an empty file", async () => {
    await writeParquet("empty.parquet", "SELECT 1 AS id, 'a' AS text WHERE false");
    await writeParquet("full.parquet", "SELECT 1 AS id, 'a' AS text");
    const { info } = await openDataset(folder.spec({ train: ["empty.parquet", "full.parquet"] }));
    assert.deepEqual([info.rows, info.columns.map(({ name, type }) => `${name}: ${type}`)], [1, ["id: number", "text: string"]]);
  });

  describe("with a million rows", function () {
    this.timeout(120_000);
    before(() =>
      writeParquet("million.parquet", "SELECT 'row-' || i AS id, 'text of row ' || i AS text, i % 3 = 0 AS flag FROM range(1000000) t(i)"),
    );

    it("draws the sample that the ids alone determine", async () => {
      const dataset = await openDataset(folder.spec({ train: "million.parquet" }, { columns: { id: "id" } }));
      const draw = createDraw({ rows: 10_000, seed: 7 });
      for (let i = 0; i < 1_000_000; i++) draw.offer(0, `row-${i}`, i);
      const sample = await dataset.sample();
      const expected = draw.rows();
      assert.deepEqual(
        sample.ids,
        expected.map((i) => `row-${i}`),
      );
      assert.deepEqual(
        sample.columns.get("text"),
        expected.map((i) => `text of row ${i}`),
      );
      assert.deepEqual(
        sample.columns.get("flag"),
        expected.map((i) => i % 3 === 0),
      );
    });

    it("streams every row once and in order, also two streams at once", async () => {
      const dataset = await openDataset(folder.spec({ train: "million.parquet" }));
      const count = async (): Promise<number> => {
        let next = 0;
        for await (const { rows, ids, columns } of dataset.scan({})) {
          const texts = columns.get("text")!;
          for (let row = 0; row < rows; row++, next++) {
            if (ids[row] !== String(next) || texts[row] !== `text of row ${next}`)
              assert.fail(`row ${next} has the id ${ids[row]} and ${JSON.stringify(texts[row])}`);
          }
        }
        return next;
      };
      assert.deepEqual(await Promise.all([count(), count()]), [1_000_000, 1_000_000]);
    });

    it("may be left in the middle", async () => {
      const dataset = await openDataset(folder.spec({ train: "million.parquet" }));
      for await (const { rows } of dataset.scan({ batchRows: 100 })) {
        assert.equal(rows, 100);
        break;
      }
      assert.equal(
        (await collect(dataset.scan({ batchRows: 1_000_000 }))).reduce((sum, { rows }) => sum + rows, 0),
        1_000_000,
      );
    });
  });
});
