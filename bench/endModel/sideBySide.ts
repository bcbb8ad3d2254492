// The end model's training and scikit-learn's TF-IDF + LogisticRegression on the same texts in the same run, each on one
// thread, in CPU seconds: npx tsx bench/endModel/sideBySide.ts [rows]
// Makes a virtual environment in out/sklearn on its first run. Where that cannot be done, or where the texts of
// ../shared/data are absent, it says so and ends well: the comparison is not a test.
import { buildSync } from "esbuild";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonWith, run } from "../python";

interface Figures {
  /** CPU seconds: texts to features, and features to weights. */
  readonly features: number;
  readonly fit: number;
  /** Both by the clock, in seconds. */
  readonly wall: number;
  /** On the test texts, 0..1. */
  readonly accuracy: number;
}
interface Text {
  readonly text: string;
  readonly label: string;
  readonly split: string;
}

const folder = join(__dirname, "../../out/sklearn");
const texts = join(__dirname, "../../../shared/data/raw/agnews_subset.jsonl");
/** A soft label gives its label so much. */
const SURE = 0.85;

/** News texts with soft labels; after the first 12,000 each is made of halves of two, and its label of both. */
function writeTexts(rows: number, train: string, test: string): void {
  const all = readFileSync(texts, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Text);
  const labels = [...new Set(all.map(({ label }) => label))].sort();
  const [given, scored] = ["valid", "test"].map((split) => all.filter((text) => text.split === split)) as [Text[], Text[]];
  const softOf = (...of: readonly Text[]): number[] =>
    labels.map((name) => (1 - SURE) / labels.length + (SURE * of.filter(({ label }) => label === name).length) / of.length);
  const mixed = Array.from({ length: rows }, (_, i) => {
    const [first, second] = [given[i % given.length]!, given[(i * 7 + 3) % given.length]!];
    if (i < given.length) return { text: first.text, soft: softOf(first) };
    const [head, tail] = [first.text.split(" "), second.text.split(" ")];
    return { text: [...head.slice(0, head.length >> 1), ...tail.slice(tail.length >> 1)].join(" "), soft: softOf(first, second) };
  });
  writeFileSync(train, mixed.map((row) => JSON.stringify(row)).join("\n"));
  writeFileSync(test, scored.map(({ text, label }) => JSON.stringify({ text, label: labels.indexOf(label) })).join("\n"));
}

function print(what: string, { features, fit, wall, accuracy }: Figures, ours: Figures): void {
  const timed = [features, fit, features + fit].map((spent, i) => {
    const own = [ours.features, ours.fit, ours.features + ours.fit][i]!;
    return `${spent.toFixed(2)} s (x ${(spent / own).toPrecision(2)})`.padStart(18);
  });
  console.log([what.padEnd(32), ...timed, `${wall.toFixed(2)} s`.padStart(10), accuracy.toFixed(3).padStart(8)].join("  "));
}

function main(): void {
  if (!existsSync(texts)) return console.log("The news texts of ../shared/data are absent, so there is nothing to train on.");
  let python: string;
  try {
    python = pythonWith("sklearn", join(__dirname, "requirements.txt"));
  } catch (error) {
    return console.log(`scikit-learn cannot be installed here, so there is nothing to compare with. ${(error as Error).message}`);
  }
  const rows = Number(process.argv[2] ?? 100_000);
  mkdirSync(folder, { recursive: true });
  const [train, test, program] = ["train.jsonl", "test.jsonl", "ours.js"].map((name) => join(folder, name)) as [string, string, string];
  writeTexts(rows, train, test);
  // Bundled, as it is shipped: imports between files cost much in loops.
  buildSync({ entryPoints: [join(__dirname, "ours.ts")], bundle: true, platform: "node", outfile: program });
  const ours = JSON.parse(run(process.execPath, [program, train, test])) as Figures & { whole: number; wholeWall: number; passes: number };
  const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const theirs = JSON.parse(run(python, [join(__dirname, "fit.py"), train, test], oneThread)) as {
    version: string;
    hard: Figures;
    soft: Figures;
  };
  console.log(`${rows} texts, CPU seconds (x the end model's)`);
  console.log(
    ["".padEnd(32), ...["features", "fit", "both"].map((head) => head.padStart(18)), "by clock".padStart(10), "accuracy".padStart(8)].join(
      "  ",
    ),
  );
  print(`end model, ${ours.passes} passes, soft labels`, ours, ours);
  print(`scikit-learn ${theirs.version}, soft labels`, theirs.soft, ours);
  print(`scikit-learn ${theirs.version}, hard labels`, theirs.hard, ours);
  console.log(
    `The end model's whole training (words for weights, pruning, order included): ${ours.whole.toFixed(2)} s, ${ours.wholeWall.toFixed(2)} s by the clock`,
  );
  for (const path of [train, test, program]) rmSync(path);
}

main();
