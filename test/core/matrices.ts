// Vote matrices that the tests of core share.
import fc from "fast-check";
import { seededRandom } from "../../src/core/math/random";
import { ABSTAIN, type VoteMatrix } from "../../src/core/statistics/votes";

/** Six rows, six LFs, two labels; every figure can be counted by eye. "h" votes HAM (0), "s" votes SPAM (1), "." abstains. */
//                     a b c d e f   gold
const SIX_BY_SIX = [
  /* row 0 */ "s s . . . .   s", // all right
  /* row 1 */ "s h . . . .   s", // split; a tie
  /* row 2 */ "h h h . . .   s", // all wrong
  /* row 3 */ ". . s . s .   .", // no gold
  /* row 4 */ ". . . h . .   h", // one vote, right
  /* row 5 */ ". . . . . .   h", // silent
];
export const sixBySix = matrixOf(SIX_BY_SIX);

/** Reads rows of letters: one a column, the last one is gold. */
export function matrixOf(lines: readonly string[], labels = 2): VoteMatrix {
  const label = (letter: string): number => (letter === "." ? ABSTAIN : "hstuv".indexOf(letter));
  const cells = lines.map((line) => line.split(/\s+/).map(label));
  const lfs = (cells[0]?.length ?? 1) - 1;
  const column = (j: number): Int16Array => Int16Array.from(cells, (row) => row[j]!);
  return { rows: lines.length, labels, columns: Array.from({ length: lfs }, (_, j) => column(j)), gold: column(lfs) };
}

const voteIn = (labels: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(ABSTAIN) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: labels - 1 }) });

/** A column of votes: mostly mixed, now and then nothing but abstains. */
export const someColumn = (rows: number, labels: number): fc.Arbitrary<Int16Array> => {
  const mixed = fc.array(voteIn(labels), { minLength: rows, maxLength: rows });
  const silent = fc.constant(new Array<number>(rows).fill(ABSTAIN));
  return fc.oneof({ weight: 9, arbitrary: mixed }, { weight: 1, arbitrary: silent }).map((votes) => Int16Array.from(votes));
};

/** Any matrix: empty, one column, all abstains, up to 1,000 labels (so that equal votes are rare) and partial gold. */
export const someMatrix: fc.Arbitrary<VoteMatrix> = fc
  .record({
    rows: fc.oneof(fc.nat(6), fc.integer({ min: 7, max: 140 })),
    lfs: fc.oneof(fc.nat(2), fc.integer({ min: 3, max: 8 })),
    labels: fc.constantFrom(1, 2, 3, 10, 1000, 32_767),
  })
  .chain(({ rows, lfs, labels }) =>
    fc.record({
      rows: fc.constant(rows),
      labels: fc.constant(labels),
      columns: fc.array(someColumn(rows, labels), { minLength: lfs, maxLength: lfs }),
      gold: someColumn(rows, labels),
    }),
  );

/** A large matrix: labels and abstains at random, the same at each call. */
export function randomMatrix(rows: number, lfs: number, labels: number, seed = 1): VoteMatrix {
  const random = seededRandom(seed);
  const column = (): Int16Array => new Int16Array(rows).map(() => (random() < 0.6 ? ABSTAIN : Math.floor(random() * labels)));
  return { rows, labels, columns: Array.from({ length: lfs }, column), gold: column() };
}
