// Numbers that follow single LFs are those that counting everything gives.
import assert from "node:assert/strict";
import fc from "fast-check";
import { summarize } from "../../src/core/statistics/liveSummary";
import { createVoteFollower } from "../../src/services/project/liveNumbers";
import { someColumn, someMatrix } from "../core/matrices";

describe("live numbers", () => {
  it("are what counting everything gives, whatever LFs change, come or go", () => {
    const edits = someMatrix.chain((matrix) =>
      fc.tuple(
        fc.constant(matrix),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom("replace", "remove", "add"), someColumn(matrix.rows, matrix.labels))),
      ),
    );
    fc.assert(
      fc.property(edits, ([start, changes]) => {
        const follow = createVoteFollower();
        let matrix = start;
        let names = start.columns.map((_, lf) => `lf${lf}`);
        for (const [i, [at, kind, column]] of [[0, "replace", start.columns[0]!] as const, ...changes].entries()) {
          const lf = at % Math.max(1, matrix.columns.length);
          const columns = [...matrix.columns];
          if (kind === "add") {
            columns.push(column);
            names = [...names, `new${i}`];
          } else if (kind === "remove" && columns.length > 1) {
            columns.splice(lf, 1);
            names = names.filter((_, j) => j !== lf);
          } else if (columns.length > 0) columns[lf] = column;
          matrix = { ...matrix, columns };
          assert.deepEqual(follow(names, matrix), { names, summary: summarize(matrix) });
        }
      }),
      { numRuns: 60 },
    );
  });
});
