// The least that can be done of a work of bounds.ts: node --import tsx least.ts (votes | words | lines) FILE [LFS]. Prints what it counted,
// so that none is left out as useless.
import { createReadStream, readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { resolveLabelModel } from "../../src/core/labelModel/registry";
import { buildPatterns } from "../../src/core/patterns/patterns";

/** DuckDB hands the votes over as small integers, and the label model is fitted on them. */
async function fitVotes(path: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const votes = Array.from({ length: 20 }, (_, j) => `CASE lf${j} WHEN 'HAM' THEN 0 WHEN 'SPAM' THEN 1 ELSE -1 END::SMALLINT`);
  const result = await connection.stream(`SELECT ${votes.join(", ")} FROM '${path}'`);
  const rows = Number(
    (await (await (await DuckDBInstance.create(":memory:")).connect()).runAndReadAll(`SELECT count(*) FROM '${path}'`)).getRows()[0]![0],
  );
  const columns = votes.map(() => new Int16Array(rows));
  let row = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const { rowCount } = chunk;
    columns.forEach((column, j) => {
      const vector = chunk.getColumnVector(j);
      for (let i = 0; i < rowCount; i++) column[row + i] = vector.getItem(i) as number;
    });
    row += rowCount;
  }
  const { table } = buildPatterns({ rows, labels: 2, columns, gold: new Int16Array(rows).fill(-1) });
  const model = resolveLabelModel("auto");
  return model.predictProba(model.fit(table), table).length;
}

/** Parses the rows and looks for every LF's words in each. */
function findWords(path: string, lfs: string): number {
  const lists = [...readFileSync(lfs, "utf8").matchAll(/\[.*?\]/g)].map(
    ([list]) => new RegExp(`\\b(?:${(JSON.parse(list) as string[]).join("|")})\\b`, "i"),
  );
  let votes = 0;
  for (const line of readFileSync(path, "utf8").trimEnd().split("\n")) {
    const { text } = JSON.parse(line) as { readonly text: string };
    for (const words of lists) if (words.test(text)) votes++;
  }
  return votes;
}

/** Cuts a file into lines. */
async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const text of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 }))
    lines += (text as string).split("\n").length - 1;
  return lines;
}

const [what, path = "", lfs = ""] = process.argv.slice(2);
const works: Readonly<Record<string, () => number | Promise<number>>> = {
  votes: () => fitVotes(path),
  words: () => findWords(path, lfs),
  lines: () => countLines(path),
};
void Promise.resolve(works[what ?? ""]!()).then((count) => console.log(count));
