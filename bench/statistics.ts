// What the statistics cost, as ratios to a bare loop over the same votes in the same run: npx tsx bench/statistics.ts
import { clarityMatrix } from "../src/core/clarity/clarity";
import { createSummary, replaceLf } from "../src/core/statistics/liveSummary";
import { pairwiseRows } from "../src/core/patterns/pairwise";
import { buildPatterns } from "../src/core/patterns/patterns";
import { selectRows } from "../src/core/rows/selectRows";
import { summarize } from "../src/core/statistics/liveSummary";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "../src/core/statistics/votes";
import { syntheticVotes } from "./generator";

const SHAPES: readonly (readonly [rows: number, lfs: number, labels: number])[] = [
  [10_000, 50, 2],
  [100_000, 50, 2],
  [100_000, 50, 10],
  [1_000_000, 50, 2],
];

/** The least time of several calls, in ms: what the code needs when nothing else disturbs it. */
function least(calls: number, call: (turn: number) => unknown): number {
  let best = Infinity;
  for (let turn = 0; turn < calls; turn++) {
    const start = performance.now();
    call(turn);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** The bare loop: looks at every vote once and adds it up. */
function addVotes(columns: readonly VoteColumn[]): number {
  let sum = 0;
  for (const column of columns) for (let row = 0; row < column.length; row++) sum += column[row]!;
  return sum;
}

/** The column as an edit leaves it that makes the LF vote on one more row in a hundred. */
const edited = (column: VoteColumn): VoteColumn => column.map((vote, row) => (vote === ABSTAIN && row % 100 === 0 ? 0 : vote));

function measureShape(matrix: VoteMatrix): readonly (readonly [what: string, ms: number, bare: "all" | "one"])[] {
  const { columns, rows, gold, labels } = matrix;
  const calls = rows > 500_000 ? 3 : 15;
  const live = createSummary(matrix);
  const middle = columns.length >>> 1;
  const versions = [edited(columns[middle]!), columns[middle]!];
  const rewritten = [columns[0]!, columns[middle]!];
  const names = columns.map((_, lf) => `lf${lf}`);
  const selectable = { matrix, lfNames: names, labels: Array.from({ length: labels }, (_, k) => `label${k}`), prediction: gold };
  return [
    ["summary of all LFs", least(calls, () => summarize(matrix)), "all"],
    ["update, LF edited", least(calls, (turn) => replaceLf(live, middle, versions[turn % 2]!)), "one"],
    ["update, LF rewritten", least(calls, (turn) => replaceLf(live, middle, rewritten[turn % 2]!)), "one"],
    ["clarity matrix", least(calls, () => clarityMatrix({ matrix, prediction: gold })), "all"],
    ["pairs of LFs", least(3, () => pairwiseRows(matrix)), "all"],
    ["rows of a conflict", least(3, () => selectRows(selectable, { lf: { name: "lf0", rows: "conflict" } })), "all"],
    ["distinct patterns", least(3, () => buildPatterns(matrix)), "all"],
  ];
}

console.log("rows x LFs x labels      what                        ms   x bare loop over the same votes");
for (const [rows, lfs, labels] of SHAPES) {
  const matrix = syntheticVotes(rows, lfs, labels);
  const bare = { all: least(10, () => addVotes(matrix.columns)), one: least(50, () => addVotes(matrix.columns.slice(0, 1))) };
  const shape = `${rows} x ${lfs} x ${labels}`.padEnd(24);
  console.log(`${shape} ${"bare loop".padEnd(22)} ${bare.all.toFixed(2).padStart(8)}   (one column: ${bare.one.toFixed(3)})`);
  for (const [what, ms, of] of measureShape(matrix)) {
    console.log(
      `${shape} ${what.padEnd(22)} ${ms.toFixed(2).padStart(8)} ${(ms / bare[of]).toFixed(1).padStart(8)}${of === "one" ? "  of one column" : ""}`,
    );
  }
}
