// Promised: DuckDB reads and writes files of this machine and nothing else. It fetches no extension and asks no host.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { connectDuckDb, createDuckDb } from "../../src/dataset/cells/duckdb";

describe("DuckDB", () => {
  let server: Server;
  let host: string;
  let asked: string[];
  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("a\n1\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => (asked = []));

  const tried = (): [string, RegExp][] => [
    [`SELECT * FROM 'http://${host}/rows.csv'`, /requires the extension httpfs/],
    [`SELECT * FROM read_parquet('http://${host}/rows.parquet')`, /requires the extension httpfs/],
    [`ATTACH 'http://${host}/rows.db' AS far`, /requires the extension httpfs/],
    [`COPY (SELECT 1) TO 's3://bucket/rows.parquet'`, /requires the extension httpfs/],
    [`INSTALL httpfs FROM 'http://${host}'`, /Failed to create directory/],
    ["INSTALL httpfs", /Failed to create directory/],
    ["FORCE INSTALL h3 FROM community", /Failed to create directory/],
    ["LOAD httpfs", /not found/],
    ["SET autoload_known_extensions = true", /configuration has been locked/],
    ["SET extension_directory = '/tmp'", /configuration has been locked/],
    ["RESET lock_configuration", /configuration has been locked/],
  ];

  const check = (what: string, connect: () => Promise<DuckDBConnection>): void => {
    it(`${what} neither asks a host nor takes extensions, and cannot be told to`, async () => {
      const connection = await connect();
      for (const [sql, refusal] of tried()) await assert.rejects(connection.run(sql), refusal, sql);
      connection.disconnectSync();
      assert.deepEqual(asked, []);
    });
  };
  check("for reading", connectDuckDb);
  check("for writing", async () => (await createDuckDb({ memoryMb: 64, threads: 2 })).connect());

  it("reads and writes Parquet all the same", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lf-lens-duckdb-"));
    const connection = await connectDuckDb();
    await connection.run(`COPY (SELECT 7 AS seven) TO '${join(folder, "a.parquet")}' (FORMAT parquet)`);
    const read = await connection.runAndReadAll(`SELECT * FROM '${join(folder, "a.parquet")}'`);
    connection.disconnectSync();
    rmSync(folder, { recursive: true });
    assert.deepEqual(read.getRows(), [[7]]);
  });
});
