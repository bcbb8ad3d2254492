import assert from "node:assert/strict";
import { type Dependency, dependencyEdges, describeDependency } from "../../../src/core/dependencies/dependency";

const pair: Dependency = { kind: "correlated", foundBy: "co-votes", lfs: [0, 1], strength: 0.5, rows: 40, agreement: 0.9 };

describe("describeDependency", () => {
  function check(changes: Partial<Dependency>, expected: string): void {
    it(expected, () => assert.equal(describeDependency({ ...pair, ...changes }, ["hasLink", "hasUrl"]), expected));
  }
  check(
    { kind: "near-duplicate", strength: 0.979 },
    "hasLink and hasUrl vote the same on 97 % of the rows where either votes (both on 40): merge them, or delete one.",
  );
  check(
    { kind: "subset", strength: 1, agreement: 1 },
    "100 % of the votes of hasLink are on rows where hasUrl votes too (40 rows), mostly the same: it adds weight but no coverage. Delete hasLink, or let it look for other rows.",
  );
  check(
    { kind: "subset", strength: 0.99, agreement: 0 },
    "99 % of the votes of hasLink are on rows where hasUrl votes too (40 rows), mostly another label: hasLink is an exception to hasUrl. Move the exception into hasUrl, which then abstains there.",
  );
  check(
    {},
    "hasLink and hasUrl vote together more than the label explains (correlation 0.50, both on 40 rows): merge them if they look for the same thing, or accept them as dependent and use the label model metal.",
  );
  check(
    { foundBy: "pseudo-likelihood", strength: Math.log(3), lfs: [0, 7] },
    "hasLink and LF 7 vote together more than the label explains (odds x 3.0, both on 40 rows): merge them if they look for the same thing, or accept them as dependent and use the label model metal.",
  );
});

describe("dependencyEdges", () => {
  it("gives each pair once, smaller column first", () => {
    const found: Dependency[] = [
      { ...pair, lfs: [5, 2], kind: "subset" },
      { ...pair, lfs: [2, 5] },
      { ...pair, lfs: [1, 9] },
    ];
    assert.deepEqual(dependencyEdges(found), [
      [1, 9],
      [2, 5],
    ]);
  });
});
