// snorkel's LabelModel and ours on the same synthetic votes in the same run: npx tsx bench/snorkel/sideBySide.ts [most rows]
// Makes a virtual environment with snorkel in out/snorkel on its first run (torch makes that some gigabytes).
// Where that cannot be done it says why and ends well: the comparison is not a test.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { syntheticVotes } from "../generator";
import { pythonWith, run } from "../python";

const SHAPES: readonly (readonly [rows: number, lfs: number, labels: number])[] = [
  [10_000, 20, 2],
  [10_000, 20, 10],
  [100_000, 50, 2],
  [100_000, 50, 10],
  [1_000_000, 50, 2],
];
const OURS = ["metal", "sem", "flying-squid"] as const;

interface Figures {
  /** Seconds. */
  readonly fit: number;
  readonly predict: number;
  readonly summary: number;
  readonly accuracy: number;
  /** Most memory the whole process had. */
  readonly megabytes: number;
}

const folder = join(__dirname, "../../out/snorkel");

/** Votes as both programs read them: int8, row-major, then gold as int16. */
function writeVotes(path: string, rows: number, lfs: number, labels: number): void {
  const { columns, gold } = syntheticVotes(rows, lfs, labels);
  const bytes = Buffer.alloc(rows * lfs + 2 * rows);
  for (let j = 0; j < lfs; j++) for (let i = 0; i < rows; i++) bytes.writeInt8(columns[j]![i]!, i * lfs + j);
  for (let i = 0; i < rows; i++) bytes.writeInt16LE(gold[i]!, rows * lfs + 2 * i);
  writeFileSync(path, bytes);
}

function print(what: string, figures: Figures, snorkel: Figures): void {
  const timed = (["fit", "predict", "summary"] as const).map(
    (step) => `${figures[step].toFixed(2)} s (x ${(figures[step] / snorkel[step]).toPrecision(2)})`,
  );
  console.log(
    [
      what.padEnd(14),
      ...timed.map((cell) => cell.padStart(18)),
      figures.megabytes.toFixed(0).padStart(8),
      figures.accuracy.toFixed(4).padStart(8),
    ].join("  "),
  );
}

function compare(python: string, rows: number, lfs: number, labels: number): void {
  const path = join(folder, "votes.bin");
  writeVotes(path, rows, lfs, labels);
  const shape = [path, rows, lfs, labels].map(String);
  const snorkel = JSON.parse(run(python, [join(__dirname, "fit.py"), ...shape])) as Figures;
  console.log(`\n${rows} rows x ${lfs} LFs, ${labels} labels`);
  console.log(
    ["".padEnd(14), ...["fit", "predict", "LF summary"].map((head) => head.padStart(18)), "MB".padStart(8), "right".padStart(8)].join("  "),
  );
  print("snorkel", snorkel, snorkel);
  for (const kind of OURS) {
    const ours = run(process.execPath, ["--import", "tsx", join(__dirname, "ours.ts"), ...shape, kind]);
    print(kind, JSON.parse(ours) as Figures, snorkel);
  }
  rmSync(path);
}

function main(): void {
  let python: string;
  try {
    python = pythonWith("snorkel", join(__dirname, "requirements.txt"));
    run(python, ["-c", "import snorkel.labeling.model"]);
  } catch (error) {
    console.log(`snorkel cannot be installed here, so there is nothing to compare with. ${(error as Error).message}`);
    return;
  }
  const mostRows = Number(process.argv[2] ?? 1_000_000);
  for (const [rows, lfs, labels] of SHAPES) if (rows <= mostRows) compare(python, rows, lfs, labels);
}

main();
