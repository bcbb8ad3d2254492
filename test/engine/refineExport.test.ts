import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certaintyOf } from "../../src/core/labelModel/predict";
import { createKindCollector } from "../../src/core/patterns/rowKinds";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { partsOf } from "../../src/engine/apply/partRows";
import { writePart, type Part } from "../../src/engine/apply/parts";
import { assertRefinable, refineExport, type RefinedExport } from "../../src/engine/export/refineExport";

const repeat = (text: string, vote: number, times: number): [string, number][] => Array.from({ length: times }, () => [text, vote]);

describe("refineExport", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "refine-"))));
  afterEach(() => rm(folder, { recursive: true }));

  /** @param rows text, vote of the one LF, and P(label) of rows with this vote */
  async function refine(
    rows: readonly (readonly [text: string, vote: number])[],
    labels: number,
    of: (vote: number) => readonly number[],
  ): Promise<RefinedExport> {
    const size = rows.length;
    const votes = [Int16Array.from(rows, ([, vote]) => vote)];
    const part: Part = {
      ...{ rows: size, ids: rows.map((_, i) => String(i)), splits: new Uint8Array(size), gold: new Int16Array(size).fill(ABSTAIN), votes },
      ...{ cells: new Map([["text", rows.map(([text]) => text)]]), slices: [], faults: [], notAsked: [0] },
    };
    await writePart(folder, 0, part);
    const collector = createKindCollector(1, labels);
    const rowKind = collector.add(part);
    const kinds = collector.finish();
    const { table } = kinds.index;
    const proba = Float64Array.from(table.votes.subarray(0, table.size), Number);
    const byPattern = Float64Array.from(Array.from(proba).flatMap((vote) => of(vote)));
    const patternLabel = Int16Array.from(proba, (vote) => vote);
    return refineExport({
      collected: {
        kinds,
        rowKind,
        slices: [],
        faults: [],
        notAsked: [0],
        parts: partsOf({ lfs: [] }, folder, 1),
        rows: size,
        resumedRows: 0,
      },
      denoised: { labels, lfs: 1, votes: table.votes, proba: byPattern, patternLabel, ...certaintyOf(byPattern, table) },
      ...{ tieBand: 0, textColumn: "text", onProgress: () => {} },
    });
  }

  it("gives each row a label of its own, and rows without a vote what they had", async () => {
    const rows = [...repeat("alpha", 0, 40), ...repeat("beta", 1, 40), ...repeat("alpha", 1, 1), ...repeat("alpha", ABSTAIN, 1)];
    const own = [
      [0.7, 0.3],
      [0.3, 0.7],
    ];
    const { denoised, collected, report } = await refine(rows, 2, (vote) => own[vote] ?? [0, 0]);
    assert.deepEqual([report.rows, report.used], [81, true]);
    assert.deepEqual([...denoised.patternLabel], [...new Array<number>(40).fill(0), ...new Array<number>(40).fill(1), 1, ABSTAIN]);
    // .7 sqrt(.7) : .3 sqrt(.3) = .781 : .219; and for the row that is "alpha" by its text .7 sqrt(.3) : .3 sqrt(.7) = .604 : .396.
    assert.ok(Math.abs(denoised.proba[2 * 50 + 1]! - 0.781) < 0.01, String(denoised.proba[2 * 50 + 1]));
    assert.ok(Math.abs(denoised.proba[2 * 80 + 1]! - 0.604) < 0.01, String(denoised.proba[2 * 80 + 1]));
    assert.deepEqual([...denoised.proba.subarray(2 * 81)], [0, 0]);
    assert.deepEqual(
      [...denoised.votes],
      rows.map(([, vote]) => vote),
    );
    assert.deepEqual([...collected.rowKind!], [...rows.keys()]);
  });

  it("changes nothing where one label takes many from all others", async () => {
    // Ten labels, .28 and nine times .08, and texts that say nothing: .28^1.5 : 9 x .08^1.5 = .421 : .579, a move of .141.
    const soft = [0.28, ...new Array<number>(9).fill(0.08)];
    const { denoised, report } = await refine(repeat("same", 0, 400), 10, () => soft);
    assert.equal(report.used, false);
    assert.ok(Math.abs(report.moved - 0.141) < 2e-3, String(report.moved));
    assert.deepEqual([...denoised.proba], soft);
  });

  it("refuses more rows than fit in memory, naming the bound", () => {
    assertRefinable(200_000, 10);
    assert.throws(() => assertRefinable(200_001, 10), /at most 200000 rows, and the data has 200001/);
    assert.throws(() => assertRefinable(150_000, 150), /with 150 labels that is at most 111848 rows/);
  });
});
