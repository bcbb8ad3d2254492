import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

const folder = join(__dirname, "../../out/bench/bounds");
/** Questions to an assistant, of 151 labels; not part of the project. */
export const questions = join(__dirname, "../../../shared/data/raw/clinc150.jsonl");

/** A folder of the benchmark's own. */
export function makeFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A Parquet file of votes by name: 20 LFs of two labels, of growing coverage and accuracy. Kept for the next run. */
export async function votesFile(rows: number): Promise<string> {
  const path = join(makeFolder("votes"), `votes-${rows}.parquet`);
  if (existsSync(path)) return path;
  const vote = (j: number): string =>
    `CASE WHEN hash(i, ${j}, 7) % 1000 < ${50 + 20 * j} THEN CASE WHEN (hash(i, ${j}, 9) % 1000 < ${600 + 17 * j}) = (hash(i) % 2 = 0) THEN 'HAM' ELSE 'SPAM' END END AS lf${j}`;
  await copy(`SELECT i AS id, ${Array.from({ length: 20 }, (_, j) => vote(j)).join(", ")} FROM range(${rows}) AS all_rows(i)`, path);
  return path;
}

/** A CSV file with id, text and some gold. Kept for the next run. */
export async function csvFile(rows: number): Promise<string> {
  const path = join(makeFolder("csv"), `rows-${rows}.csv`);
  if (existsSync(path)) return path;
  const gold = "CASE WHEN i % 50 = 0 THEN CASE WHEN i % 100 = 0 THEN 'HAM' ELSE 'SPAM' END END AS gold";
  const text = "concat('please subscribe to my channel number ', i, ', or listen to the song about ', hash(i)) AS text";
  await copy(`SELECT i AS id, ${text}, ${gold} FROM range(${rows}) AS all_rows(i)`, path);
  return path;
}

async function copy(select: string, path: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(":memory:", { memory_limit: "1GB" })).connect();
  try {
    await connection.run(`COPY (${select}) TO '${path}.tmp' (FORMAT ${path.endsWith(".csv") ? "csv" : "parquet"})`);
    renameSync(`${path}.tmp`, path);
  } finally {
    connection.disconnectSync();
  }
}

export function projectFolder(name: string, config: object, lfs: string): string {
  const path = makeFolder(name);
  writeFileSync(join(path, "lf.config.json"), JSON.stringify(config));
  writeFileSync(join(path, "a.lf.ts"), `import { keyword } from "lf-lens";\n${lfs}\n`);
  return path;
}

interface Question {
  readonly text: string;
  readonly label: string;
}

/** A project of 151 labels and 150 LFs, one a label, of the three words that tell most of it; three rows in ten are dev's. */
export function manyLabels(rows: number): { readonly project: string; readonly data: string } {
  const all = readFileSync(questions, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Question);
  // Neighbours have one label: a step that shares no factor with their number mixes them.
  const mixed = Array.from({ length: Math.min(rows, all.length) }, (_, i) => ({
    ...all[(i * 7919) % all.length]!,
    id: i,
    split: i % 10 < 3 ? "dev" : "train",
  }));
  const data = join(makeFolder("manyLabels"), "data.jsonl");
  writeFileSync(data, mixed.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const words = tellingWords(all);
  const labels = [...words.keys()].sort();
  const lfs = labels
    .slice(0, 150)
    .map((label, i) => `export const lf${i} = keyword("${label}", "text", ${JSON.stringify(words.get(label))});`);
  const columns = { id: "id", text: "text", gold: "label", split: "split" };
  return { project: projectFolder("manyLabels", { labels, data: "data.jsonl", columns }, lfs.join("\n")), data };
}

function tellingWords(rows: readonly Question[]): Map<string, string[]> {
  const total = new Map<string, number>();
  const own = new Map<string, Map<string, number>>();
  for (const { text, label } of rows) {
    const counts = own.get(label) ?? new Map<string, number>();
    own.set(label, counts);
    for (const word of new Set(text.toLowerCase().match(/[a-z]+/g))) {
      total.set(word, (total.get(word) ?? 0) + 1);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const worth = ([word, count]: readonly [string, number]): number => (count * count) / (total.get(word)! + 5);
  return new Map(
    [...own].map(([label, counts]) => [
      label,
      [...counts]
        .sort((a, b) => worth(b) - worth(a))
        .slice(0, 3)
        .map(([word]) => word),
    ]),
  );
}
