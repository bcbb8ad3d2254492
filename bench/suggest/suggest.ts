// What suggestions are worth that nobody looks at: from labels and some gold rows alone, the first n are accepted. Prints, by n, the accuracy of
// the denoised labels (of all training rows, and of those with a label) and of the end model on test, against a model trained on the same gold
// rows alone: npx tsx bench/suggest/suggest.ts [--data FOLDER] [--gold 50] [--seeds 3] [set ...]. The folder holds SET.jsonl files of
// {text, label, split}.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { predictRows } from "../../src/core/endModel/endModel";
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { fitLabelModel } from "../../src/core/labelModel/fitLabelModel";
import { drawRows, seededRandom } from "../../src/core/math/random";
import { buildPatterns } from "../../src/core/patterns/patterns";
import { ABSTAIN } from "../../src/core/statistics/votes";
import type { Suggestion } from "../../src/core/suggest/choose";
import { suggest } from "../../src/core/suggest/suggest";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: join(__dirname, "../../../shared/data/raw") },
    gold: { type: "string", default: "50" },
    seeds: { type: "string", default: "3" },
    accept: { type: "string", default: "5,10,20,40,80" },
    rows: { type: "string", default: "10000" },
    show: { type: "boolean", default: false },
  },
});
const ACCEPTED = values.accept.split(",").map(Number);

interface Text {
  readonly text: string;
  readonly label: string;
  readonly split: string;
}

interface TextSet {
  readonly labels: readonly string[];
  readonly train: readonly Text[];
  readonly test: readonly Text[];
}

const texts = (rows: readonly Text[]) => [{ kind: "text" as const, name: "text", values: rows.map(({ text }) => text) }];

function readSet(name: string): TextSet | undefined {
  const path = join(values.data, `${name}.jsonl`);
  if (!existsSync(path)) return undefined;
  const rows = readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Text); // prettier-ignore
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  const of = (isTest: boolean): Text[] => rows.filter(({ split }) => (split === "test") === isTest).slice(0, Number(values.rows));
  return { labels, train: of(false), test: of(true) };
}

/** Accuracy of an end model on test. */
function endModelAccuracy({ labels, train, test }: TextSet, soft: Float64Array, gold: Int16Array): number {
  const { model } = trainEndModel({ columns: texts(train), labels, soft, gold });
  const proba = predictRows(model, texts(test));
  const right = test.filter(({ label }, i) => {
    const own = proba.subarray(i * labels.length, (i + 1) * labels.length);
    return labels[own.indexOf(Math.max(...own))] === label;
  });
  return right.length / test.length;
}

function accept({ labels, train }: TextSet, suggestions: readonly Suggestion[], gold: Int16Array) {
  const columns = suggestions.map(({ label, rows }) => {
    const votes = new Int16Array(train.length).fill(ABSTAIN);
    for (const row of rows) votes[row] = label;
    return votes;
  });
  const index = buildPatterns({ rows: train.length, labels: labels.length, columns, gold });
  const names = columns.map((_, i) => `lf${i}`);
  const fit = fitLabelModel({ index, gold, names, spec: { kind: "auto" } });
  const soft = new Float64Array(train.length * labels.length);
  let [right, labeled] = [0, 0];
  train.forEach(({ label }, row) => {
    const pattern = index.rowPattern[row]!;
    soft.set(fit.proba.subarray(pattern * labels.length, (pattern + 1) * labels.length), row * labels.length);
    if (fit.label[pattern] === ABSTAIN) return;
    labeled++;
    if (labels[fit.label[pattern]!] === label) right++;
  });
  return { soft, all: right / train.length, labeled: right / labeled, coverage: labeled / train.length };
}

const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value / of.length, 0);

for (const name of positionals.length > 0 ? positionals : ["youtube_votes_text", "trec6", "agnews_subset", "banking77"]) {
  const set = readSet(name);
  if (!set) {
    console.log(`${name}: there is no ${name}.jsonl in ${values.data}`);
    continue;
  }
  const alone: number[] = [];
  const byCount = ACCEPTED.map(() => ({
    all: [] as number[],
    labeled: [] as number[],
    coverage: [] as number[],
    endModel: [] as number[],
  }));
  let ms = 0;
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const gold = new Int16Array(set.train.length).fill(ABSTAIN);
    for (const row of drawRows(Uint32Array.from(set.train.keys()), Number(values.gold), seededRandom(seed)))
      gold[row] = set.labels.indexOf(set.train[row]!.label);
    const none = new Float64Array(gold.length * set.labels.length);
    alone.push(endModelAccuracy(set, none, gold));
    const started = performance.now();
    const columns = [{ name: "text", kind: "text" as const, cells: set.train.map(({ text }) => text) }];
    const suggestions = suggest({ columns, labels: set.labels, gold, soft: none, seed, count: Math.max(...ACCEPTED) });
    ms += performance.now() - started;
    if (values.show && seed === 1)
      for (const { label, features, rows, gold: judged, expected, adds } of suggestions.slice(0, 25)) {
        const true_ = rows.filter((row) => set.train[row]!.label === set.labels[label]).length / rows.length;
        console.log(
          `  ${set.labels[label]} ${features.map(({ sign }) => ("text" in sign ? sign.text : JSON.stringify(sign))).join(" | ")}: ${rows.length} rows, ${judged.right}/${judged.rows}, expected ${expected.toFixed(2)}, true ${true_.toFixed(2)}, adds ${adds.toFixed(0)}`,
        );
      }
    ACCEPTED.forEach((count, i) => {
      const { soft, all, labeled, coverage } = accept(set, suggestions.slice(0, count), gold);
      byCount[i]!.all.push(all);
      byCount[i]!.labeled.push(labeled);
      byCount[i]!.coverage.push(coverage);
      byCount[i]!.endModel.push(endModelAccuracy(set, soft, gold));
    });
  }
  const time = `${(ms / Number(values.seeds) / 1000).toFixed(1)} s to suggest`;
  console.log(
    `${name}: ${set.train.length} rows, ${set.labels.length} labels, ${time}; trained on the gold rows alone ${percent(mean(alone))}`,
  );
  byCount.forEach(({ all, labeled, coverage, endModel }, i) => {
    console.log(
      `  ${String(ACCEPTED[i]).padStart(3)} accepted: coverage ${percent(mean(coverage))}, denoised labels right ${percent(mean(labeled))} (of all rows ${percent(mean(all))}), end model ${percent(mean(endModel))}`,
    );
  });
}
