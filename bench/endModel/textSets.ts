// Texts with votes and gold, for measurements of the end model: three published sets, and others with the LFs in `lfs/`. All need ../shared/data,
// except the example.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sem } from "../../src/core/labelModel/sem";
import { buildPatterns, countingOnly } from "../../src/core/patterns/patterns";
import { seededRandom } from "../../src/core/math/random";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { publishedTexts, textsArePresent, type TextSet } from "../../test/core/endModel/publishedTexts";
import { readPublishedSet } from "../../test/core/labelModel/publishedVotes";
import { bankChat } from "./lfs/bankChat";
import { banking77 } from "./lfs/banking77";
import { clinc150, clincDomains, domains } from "./lfs/clinc150";

export interface TextSetRows {
  readonly name: string;
  readonly labels: number;
  readonly texts: readonly string[];
  /** One column for each LF. */
  readonly votes: readonly Int16Array[];
  readonly gold: Int16Array;
  readonly train: Uint32Array;
  /** Rows whose gold may choose; empty for most. */
  readonly dev: Uint32Array;
  /** Rows that are scored; never trained on. */
  readonly test: Uint32Array;
}

interface Text {
  readonly text: string;
  readonly label: string;
  readonly split: string;
}
type Lfs = readonly (readonly [label: string, pattern: RegExp])[];

/** Where a row's gold is unknown its label is "". */
function withLfs(name: string, rows: readonly Text[], lfs: Lfs, scored: (row: Text) => boolean): TextSetRows {
  const labels = [...new Set(rows.map(({ label }) => label).filter(Boolean))].sort();
  const where = (test: (row: Text) => boolean): Uint32Array => Uint32Array.from(rows.keys()).filter((i) => test(rows[i]!));
  return {
    ...{ name, labels: labels.length, texts: rows.map(({ text }) => text) },
    votes: lfs.map(([label, pattern]) => {
      const vote = labels.indexOf(label);
      if (vote < 0) throw new Error(`${name} has no label ${label}`);
      return Int16Array.from(rows, ({ text }) => (pattern.test(text) ? vote : ABSTAIN));
    }),
    gold: Int16Array.from(rows, ({ label }) => labels.indexOf(label)),
    train: where((row) => row.split === "train"),
    dev: where((row) => row.split === "valid" && !scored(row)),
    test: where(scored),
  };
}

function published(name: TextSet): TextSetRows | undefined {
  const set = textsArePresent() ? readPublishedSet(name) : undefined;
  if (!set) return undefined;
  const { table, rowPattern } = set.index;
  const rowsOf = (split: "train" | "valid" | "test"): Uint32Array => Uint32Array.from(set.splits[split] ?? []);
  return {
    ...{ name, labels: set.labels, texts: publishedTexts(name), gold: set.gold },
    votes: Array.from({ length: table.lfs }, (_, lf) => Int16Array.from(rowPattern, (pattern) => table.votes[pattern * table.lfs + lf]!)),
    ...{ train: rowsOf("train"), dev: rowsOf("valid"), test: rowsOf("test") },
  };
}

function raw(file: string): Text[] | undefined {
  const path = join(__dirname, "../../../shared/data/raw", `${file}.jsonl`);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Text);
}

/** The example's messages. Their gold is scored wherever it stands: it trains nothing here. */
function example(): TextSetRows {
  const path = join(__dirname, "../../examples/bank-chat/data/messages.csv");
  const [, ...records] = parseCsv(readFileSync(path, "utf8"));
  const rows = records.map((cells) => ({ text: cells[1]!, split: "train", label: cells[7]! }));
  return { ...withLfs("bank-chat", rows, bankChat, ({ label }) => label !== ""), train: Uint32Array.from(rows.keys()) };
}

/** Quoted cells may hold commas, doubled quotes and line breaks; none of them is empty at the end of a line without a comma before. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [whole, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g)) {
    if (whole === "") break;
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === "\n") rows.push([]);
  }
  return rows.filter(({ length }) => length > 1);
}

const isTest = ({ split }: Text): boolean => split === "test";

const SETS: Readonly<Record<string, () => TextSetRows | undefined>> = {
  youtube: () => published("youtube"),
  trec: () => published("trec"),
  agnews: () => published("agnews"),
  banking77: () => {
    const rows = raw("banking77");
    return rows && withLfs("banking77", rows, banking77, isTest);
  },
  /** Without the texts that no intent fits. */
  clinc150: () => {
    const rows = raw("clinc150")?.filter(({ label }) => label !== "oos");
    return rows && withLfs("clinc150", rows, clinc150, isTest);
  },
  "clinc domains": () => {
    const rows = raw("clinc150")?.flatMap((row) => (domains.has(row.label) ? [{ ...row, label: domains.get(row.label)! }] : []));
    return rows && withLfs("clinc domains", rows, clincDomains, isTest);
  },
  "bank-chat": example,
};

export const SET_NAMES = Object.keys(SETS);
export const readSet = (name: string): TextSetRows | undefined => SETS[name]!();

/** The label model's labels of the training rows: rows x labels, 0 for rows without votes and for those that do not train. */
export function semLabels({ labels, votes, gold, train }: Pick<TextSetRows, "labels" | "votes" | "gold" | "train">): Float64Array {
  const index = buildPatterns({ rows: gold.length, labels, columns: votes, gold });
  const { table } = countingOnly(index, Array.from(train));
  const proba = sem.predictProba(sem.fit(table), table);
  const soft = new Float64Array(gold.length * labels);
  for (const row of train) {
    if (votes.every((column) => column[row] === ABSTAIN)) continue;
    const from = index.rowPattern[row]! * labels;
    soft.set(proba.subarray(from, from + labels), row * labels);
  }
  return soft;
}

/** The same with half of its LFs, drawn by a seed. */
export function half(set: TextSetRows, seed: number): TextSetRows {
  const random = seededRandom(seed);
  const drawn = set.votes.map((votes) => ({ votes, key: random() })).sort((a, b) => a.key - b.key);
  return { ...set, votes: drawn.slice(0, Math.ceil(drawn.length / 2)).map(({ votes }) => votes) };
}

export const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value / values.length, 0);
