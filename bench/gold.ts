// How long 200,000 judgements by 20 people take: reading their files, agreement, and one label of many: npm run bench -- gold [judgements [people]].
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consensusLabels } from "../src/core/gold/consensus";
import { seededRandom } from "../src/core/math/random";
import { goldLine } from "../src/gold/goldLine";
import { readGold } from "../src/gold/readGold";
import { agreementReport } from "../src/services/gold/agreementReport";

const LABELS = ["A", "B", "C", "D"];
const [judgements = "200000", people = "20"] = process.argv.slice(2);
const [each, rows] = [Number(judgements) / Number(people), Number(judgements) / 4];

const root = mkdtempSync(join(tmpdir(), "lf-gold-bench-"));
const random = seededRandom(7);
mkdirSync(join(root, "gold"));
for (let person = 0; person < Number(people); person++) {
  const by = `person${person}`;
  const lines = Array.from({ length: each }, (_, at) => {
    const row = Math.floor(random() * rows);
    const label = LABELS[random() < 0.8 ? row % LABELS.length : Math.floor(random() * LABELS.length)]!;
    return goldLine({ row: `row-${row}`, label, by, at: new Date(1_767_225_600_000 + 1000 * at).toISOString(), how: "random" });
  });
  writeFileSync(join(root, "gold", `${by}.jsonl`), `${lines.join("\n")}\n`);
}

async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.log(`${what.padEnd(28)} ${(performance.now() - start).toFixed(0)} ms`);
  return result;
}

async function main(): Promise<void> {
  for (const round of ["cold", "warm"]) {
    const { judged, lines } = await timed(`${round}: reading`, () => readGold(root, root));
    console.log(`  ${lines} judgements on ${judged.size} rows`);
    await timed(`${round}: majority`, () => consensusLabels(judged, LABELS, "majority"));
    const report = await timed(`${round}: agreement`, () => agreementReport(judged, LABELS, "majority"));
    console.log(`  alpha ${report.krippendorffAlpha?.toFixed(3)}, ${report.pairs.length} pairs`);
  }
}

void main().finally(() => rmSync(root, { recursive: true, force: true }));
