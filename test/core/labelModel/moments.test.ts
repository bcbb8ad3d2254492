import assert from "node:assert/strict";
import { fitEvents } from "../../../src/core/labelModel/events";
import { voteMoments } from "../../../src/core/labelModel/moments";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { matrixOf } from "../matrices";

describe("voteMoments", () => {
  it("counts the votes that occur, alone and in pairs, over all rows", () => {
    //                              a b c  gold
    const { table } = buildPatterns(matrixOf(["s h .  .", "s h .  .", "h h .  .", ". . .  ."]));
    const moments = voteMoments(fitEvents(table));
    const names = Array.from(moments.lf, (lf, vote) => "abc"[lf]! + "hs"[moments.label[vote]!]!);
    assert.deepEqual(names, ["ah", "as", "bh"], "c never votes, b never votes s");
    assert.equal(moments.rows, 4);
    assert.deepEqual([...moments.shares], [1 / 4, 2 / 4, 3 / 4]);
    assert.deepEqual(dense(moments), [
      [1 / 4, 0, 1 / 4],
      [0, 2 / 4, 2 / 4],
      [1 / 4, 2 / 4, 3 / 4],
    ]);
  });
});

function dense({ size, together: { start, columns, values } }: ReturnType<typeof voteMoments>): number[][] {
  return Array.from({ length: size }, (_, e) => {
    const row = new Array<number>(size).fill(0);
    for (let k = start[e]!; k < start[e + 1]!; k++) row[columns[k]!] = values[k]!;
    return row;
  });
}
