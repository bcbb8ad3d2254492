import assert from "node:assert/strict";
import type { LfSnapshot, ProjectSnapshot } from "../../src/protocol/snapshot";
import { health } from "../../src/services/health";
import { accuracyText, lfTitle, marginalText, percent } from "../../src/services/wording";
import { wilson } from "../../src/core/interval";

const project = { labels: ["HAM", "SPAM"], data: { sampleRows: 1956 } } as unknown as ProjectSnapshot;

function lf(summary: Partial<NonNullable<LfSnapshot["summary"]>>, rest: Partial<LfSnapshot> = {}): LfSnapshot {
  const counts = { votes: 0, overlaps: 0, conflicts: 0, correct: 0, incorrect: 0, polarity: [1], ...summary };
  const interval = wilson(counts.correct, counts.correct + counts.incorrect);
  return {
    name: "x",
    file: "/x.lf.ts",
    line: 1,
    column: 1,
    endLine: 1,
    faults: [],
    stale: false,
    summary: counts,
    ...(interval ? { accuracyInterval: interval } : {}),
    ...rest,
  };
}

describe("wording", () => {
  it("says what an LF is worth in one line", () => {
    const subscribe = { votes: 248, conflicts: 86, correct: 245, incorrect: 3 };
    assert.equal(lfTitle(lf(subscribe), project), "SPAM · covers 12.7% · conflicts 4.4% · 98.8% right (245/248)");
    assert.equal(
      lfTitle(lf({ votes: 10, polarity: [0, 1] }, { stale: true, faults: [{ message: "m", rows: 2 }] }), project),
      "HAM, SPAM · covers 0.5% · conflicts 0.0% · no gold · faults on 2 rows · older version",
    );
    assert.equal(
      lfTitle(lf(subscribe, { estimated: 0.9349, marginal: { accuracy: -0.0123, certainty: 0.1, coverage: 0 } }), project),
      "SPAM · covers 12.7% · conflicts 4.4% · 98.8% right (245/248) · est. 93.5% · adds -1.2 pts",
    );
    assert.equal(marginalText({ certainty: 0.004, coverage: 0 }), "adds +0.4 pts certainty");
    assert.equal(lfTitle(lf({ polarity: [] }), project), "never votes · covers 0.0% · conflicts 0.0% · no gold");
  });

  it("never shows a rate of nothing as 0", () => {
    assert.equal(percent(0, 0), "n/a");
    assert.equal(percent(0, 5), "0.0%");
    assert.equal(accuracyText(lf({})), "no gold");
  });
});

describe("health", () => {
  const cases: [string, LfSnapshot][] = [
    ["fault", lf({ votes: 50, correct: 50 }, { faults: [{ message: "m", rows: 1 }] })],
    ["silent", lf({ votes: 0 })],
    ["unknown", lf({ votes: 50, correct: 9 })],
    ["bad", lf({ votes: 50, correct: 10, incorrect: 40 })],
    ["weak", lf({ votes: 50, correct: 30, incorrect: 20 })],
    ["good", lf({ votes: 50, correct: 35, incorrect: 15 })],
  ];
  for (const [expected, snapshot] of cases) it(`knows a ${expected} one`, () => assert.equal(health(snapshot), expected));
});
