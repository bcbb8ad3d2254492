import assert from "node:assert/strict";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { ExportOptions } from "../../src/core/export/exportOptions";
import { openDataset } from "../../src/dataset/open/openDataset";
import { joinSource } from "../../src/dataset/write/joinedRows";
import { exportTarget } from "../../src/engine/output/exportTarget";
import { createProjectFolder } from "../dataset/projectFiles";
import { startTestEngine, type TestEngine } from "./testEngine";

const ROWS = 3_000;
/** Columns that DuckDB copies from file to file, as SQL of the row's number `i`. Some of their names are ones that SQL or we use. */
const plain: Readonly<Record<string, string>> = {
  words: "['subscribe now', 'great song', 'nice; subscribe', '', NULL, 'né 😀 \"x\"'][1 + i % 6]",
  c0: "CASE WHEN i % 7 <> 0 THEN (i % 100 - 50)::TINYINT END",
  chosen: "(i * 1000003)::BIGINT",
  wide: "CASE WHEN i % 3 = 0 THEN 9007199254740993 + i ELSE i END",
  real: "CASE WHEN i % 11 = 0 THEN 'nan'::FLOAT WHEN i % 13 = 0 THEN '-inf'::FLOAT ELSE (i / 7)::FLOAT END",
  double: "i / 3.0::DOUBLE",
  flag: "CASE WHEN i % 5 <> 0 THEN i % 2 = 0 END",
  day: "DATE '1999-12-30' + (i % 400)::INTEGER",
  "a time": "TIMESTAMP '2020-02-28 23:59:59.000001' + to_seconds(i)",
  zoned: "TIMESTAMPTZ '2020-02-28 23:59:59+00' + to_seconds(i)",
  money: "(i / 100)::DECIMAL(12, 2)",
  exact: "(i::DECIMAL(30, 10) + 0.0000000001)",
  uuid: "uuid_from_i",
  clock: "TIME '00:00:01' + to_seconds(i % 3600)",
  bytes: "encode('b' || i)",
  kind: "(['x', 'y', 'z'][1 + i % 3])::ENUM('x', 'y', 'z')",
  empty: "NULL::INTEGER",
};
const LIST = "CASE WHEN i % 2 = 0 THEN [i, i + 1] END";

/** The ids of three projects: with nulls, white space and repeats; whole numbers; none. */
const ids: Readonly<Record<string, string>> = {
  text: "['  ', NULL, '', 'id ' || i, 'twice', chr(160), ' é' || i, chr(8195) || chr(65279)][1 + i % 8]",
  number: "CASE WHEN i % 9 <> 0 THEN 9007199254740000 + i % 1500 END",
};

async function writeData(connection: DuckDBConnection, path: string, first: number, rows: number): Promise<void> {
  const own = Object.entries(plain).map(([name, sql]) => `${sql.replace("uuid_from_i", "md5(i::VARCHAR)::UUID")} AS "${name}"`);
  const named = Object.entries(ids).map(([name, sql]) => `${sql} AS "${name}"`);
  const split = "['train', 'dev', 'test', NULL][1 + i % 4] AS split";
  const gold = "CASE WHEN i % 4 = 1 THEN ['HAM', 'SPAM'][1 + i % 2] END AS gold";
  const select = `SELECT ${[...named, split, gold, ...own, `${LIST} AS list`].join(", ")} FROM range(${first}, ${first + rows}) AS all_rows(i)`;
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
}

const lfs = `import { lf } from "lf-lens";
export const asks = lf((row) => (row.words.includes("subscribe") ? "SPAM" : null));
export const praise = lf((row) => (/great|nice/.test(row.words ?? "") ? "HAM" : null));
export const odd = lf((row) => (row.chosen % 2 === 1 ? "HAM" : null));
`;

const cases: Readonly<Record<string, Partial<ExportOptions>>> = {
  "all rows": {},
  "votes and gold": { votes: true, gold: "override" },
  "some rows by their kinds": { unlabeled: "drop", splits: ["dev", "test"], minConfidence: 0.6, conflicts: "drop" },
  "rows drawn one by one": { sample: 700, perLabel: 500 },
  "rows of different texts": { dedupe: true },
  "rows with new splits": { resplit: { train: 0.6, dev: 0.2, test: 0.2 } },
  "no rows": { minConfidence: 1, unlabeled: "drop", conflicts: "only" },
};

describe("an export that takes cells from Parquet files", function () {
  this.timeout(60_000);
  const folder = createProjectFolder();
  const files = ["a.parquet", "b [1].parquet", "empty.parquet"].map((name) => join(folder.root, name));
  let connection: DuckDBConnection;
  before(async () => {
    connection = await (await DuckDBInstance.create(":memory:")).connect();
    await writeData(connection, files[0]!, 0, ROWS);
    await writeData(connection, files[1]!, ROWS, ROWS / 2);
    await writeData(connection, files[2]!, 0, 0);
  });
  after(() => connection.disconnectSync());

  const rowsOf = (path: string): string => `SELECT * EXCLUDE (list) FROM read_parquet('${path}', file_row_number = true)`;
  const one = async (sql: string): Promise<number> => Number((await (await connection.run(sql)).getRows())[0]![0]);
  const schemaOf = async (path: string): Promise<string> =>
    JSON.stringify((await (await connection.run(`DESCRIBE ${rowsOf(path)}`)).getRows()).map((row) => row.slice(0, 2)));

  for (const id of ["text", "number", undefined]) {
    describe(`with ids: ${id ?? "none"}`, () => {
      let engine: TestEngine;
      before(async () => {
        engine = await startTestEngine({
          rows: [],
          data: files,
          columns: { text: "words", gold: "gold", split: "split", ...(id === undefined ? {} : { id }) },
        });
        engine.write("lf.config.json", "{}");
        engine.write("spam.lf.ts", lfs);
      });
      after(() => engine.close());

      /** A list among the columns has all cells pass through JavaScript. */
      async function label(options: Partial<ExportOptions>, columns: readonly string[], name: string): Promise<string> {
        const out = engine.path(name);
        const request = { files: [{ path: engine.path("spam.lf.ts") }], out, format: "parquet" as const };
        await engine.client.label({ ...request, options: { ...options, columns }, labelModel: { kind: "majority" } });
        return out;
      }

      it("copies them only where no list is among them", async () => {
        const dataset = await openDataset(engine.spec);
        const { info } = dataset;
        const joined = (columns: readonly string[]): unknown => {
          const target = exportTarget({ spec: engine.spec, info, lfs: [], format: "parquet", options: { columns } });
          return joinSource(dataset, target, id);
        };
        assert.ok(joined(Object.keys(plain)));
        assert.equal(joined([...Object.keys(plain), "list"]), undefined);
        await dataset.close();
      });

      for (const [what, options] of Object.entries(cases)) {
        it(`holds ${what}, as one whose cells pass through JavaScript does`, async () => {
          const names = Object.keys(plain);
          const slow = await label(options, [...names, "list"], "out/slow.parquet");
          const joined = await label(options, names, "out/joined.parquet");
          const own = rowsOf(joined).replace("* EXCLUDE (list)", "*");
          assert.equal(
            await schemaOf(slow),
            JSON.stringify((await (await connection.run(`DESCRIBE ${own}`)).getRows()).map((r) => r.slice(0, 2))),
          );
          assert.equal(await one(`SELECT count(*) FROM (${own})`), await one(`SELECT count(*) FROM (${rowsOf(slow)})`));
          assert.equal(await one(`SELECT count(*) FROM ((${own}) EXCEPT (${rowsOf(slow)}))`), 0);
          assert.equal(await one(`SELECT count(*) FROM ((${rowsOf(slow)}) EXCEPT (${own}))`), 0);
          assert.equal((await one(`SELECT count(*) FROM (${own})`)) > 0, what !== "no rows");
        });
      }
    });
  }
});
