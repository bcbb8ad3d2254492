// The least that could be done: DuckDB reads the file, a loop asks each LF about each row. Bundled by export.ts, and so are the LFs.
// node bare.js FILE LFS.js. Prints how many votes there were, so that none is left out as useless.
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

interface BareLf {
  readonly vote: (row: object) => unknown;
}

async function main(): Promise<void> {
  const [path, file] = process.argv.slice(2) as [string, string];
  const exported = (await import(pathToFileURL(file).href)) as { readonly default: Readonly<Record<string, BareLf>> };
  const lfs = Object.values(exported.default);
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "256MB", threads: "1" });
  const connection = await instance.connect();
  const result = await connection.stream(`SELECT id::VARCHAR, text FROM '${path}'`);
  let [rows, votes] = [0, 0];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const [ids, texts] = chunk.getColumns() as [string[], string[]];
    for (let i = 0; i < ids.length; i++) {
      const row = { id: ids[i], text: texts[i] };
      for (const lf of lfs) if (lf.vote(row) != null) votes++;
    }
    rows += ids.length;
  }
  console.log(JSON.stringify({ rows, votes }));
}

void main();
