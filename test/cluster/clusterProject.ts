import { lfLens, makeProject } from "../cli/lfLens";

/** Three labels, LFs of several builders, one that throws, one that hangs on one row; gold on every fifth row, all three splits. */
export const LFS = `
import { keyword, lf, regex, threshold, ABSTAIN } from "lf-lens";

export const sports = keyword("SPORTS", "text", ["game", "team"]);
export const money = regex("BUSINESS", "text", /\\$\\d|\\bprofit\\b/i);
export const high = threshold("BUSINESS", "score", { above: 80 });
export const early = lf((row) => (row.day < "2020-02-01" ? "WORLD" : ABSTAIN));
export const throws = lf((row) => {
  if (row.text.includes("minister")) throw new Error("no ministers, please");
  return row.text.includes("war") ? "WORLD" : ABSTAIN;
});
export const hangs = lf((row) => {
  if (row.id === "r7001") for (;;);
  return "SPORTS";
});
`;

export const CONFIG = JSON.stringify({
  labels: ["WORLD", "SPORTS", "BUSINESS"],
  data: "rows.parquet",
  columns: { id: "id", text: "text", gold: "gold", split: "split" },
  functions: ["*.lf.ts"],
});

const WORDS = ["game", "team", "profit of $5", "minister", "war", "nothing", "more", "teams"];

/** SQL of that many rows, with values of several types. */
export const rowsSql = (rows: number): string => `
  SELECT 'r' || i AS id,
    list_element(${sqlList(WORDS)}, 1 + (hash(i) % 8)::INT) || ' and ' || list_element(${sqlList(WORDS)}, 1 + (hash(i * 31) % 8)::INT) AS text,
    CASE WHEN i % 5 = 0 THEN list_element(${sqlList(["WORLD", "SPORTS", "BUSINESS"])}, 1 + (hash(i * 7) % 3)::INT) END AS gold,
    list_element(${sqlList(["train", "dev", "test", "train"])}, 1 + (i % 4)::INT) AS split,
    (hash(i * 3) % 100)::DOUBLE AS score,
    DATE '2020-01-01' + (i % 300)::INT AS day,
    [i % 3, i % 5] AS parts,
    {'a': i % 7, 'b': 'x'} AS nested
  FROM range(${rows}) t(i)`;

const sqlList = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(", ")}]`;

/** Makes the project and its job. @param lfs in place of LFS @returns both folders */
export function makeJob(
  lfs: string,
  copies: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): { project: string; job: string } {
  const project = makeProject({ "lf.config.json": CONFIG, "news.lf.ts": lfs }, copies);
  const job = `${project}/job`;
  const { code, stderr } = lfLens("bundle", project, "--target", "spark", "--out", job, ...flags);
  if (code !== 0) throw new Error(stderr);
  return { project, job };
}
