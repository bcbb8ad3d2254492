import assert from "node:assert/strict";
import type { LfChange, LfSnapshot, ProjectSnapshot } from "../../src/protocol/snapshot";
import { health } from "../../src/core/statistics/health";
import { percent, sampleText } from "../../src/core/data/numberText";
import {
  accuracyText,
  changeText,
  estimateText,
  lfChangeText,
  lfDetails,
  lensText,
  lfTitle,
  marginalText,
  worthText,
} from "../../src/services/reports/wording";
import { wilson } from "../../src/core/math/interval";

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
    assert.equal(lfTitle(lf(subscribe), project), "SPAM · 248 rows (12.7%) · 86 in conflict (4.4%) · 98.8% right (245/248)");
    assert.equal(
      lfTitle(lf({ votes: 10, polarity: [0, 1] }, { stale: true, faults: [{ message: "m", rows: 2 }] }), project),
      "older version: HAM, SPAM · 10 rows (0.5%) · 0 in conflict (0.0%) · no gold on its rows · faults on 2 rows",
    );
    assert.equal(lensText(lf(subscribe), project), "248 rows (12.7%) · 98.8% right (245/248)");
    assert.equal(lensText(lf({ votes: 10 }, { faults: [{ message: "m", rows: 2 }] }), project), "faults on 2 rows");
    assert.equal(lensText(lf({}), project), "never votes");
    assert.equal(lensText(lf({}, { notAsked: 3 }), project), "never votes · 3 rows not asked");
    const asked = { answered: 0, noLabel: 0 };
    assert.equal(lensText(lf({}, { notAsked: 1_200, asked }), project), "1,200 rows not asked yet");
    assert.equal(lensText(lf({}, { asked: { answered: 2, noLabel: 2 } }), project), "never votes · 2 answers without a label");
    assert.equal(
      lensText(lf({ votes: 10 }, { notAsked: 1_000, asked: { answered: 200, noLabel: 1 } }), project),
      "10 rows (0.5%) · no gold on its rows · asked 200 of 1,200 rows · 1 answer without a label",
    );
    const worth = (accuracy: number | undefined, certainty = 0): string =>
      worthText({ certainty, coverage: 0, ...(accuracy !== undefined && { accuracy }) });
    assert.equal(worth(0.007), "With this LF, denoised labels are 0.7 points more accurate");
    assert.equal(worth(-0.01), "With this LF, denoised labels are 1.0 point less accurate");
    assert.equal(worth(undefined, 0), "With this LF, denoised labels are as certain as without it");
    const estimates = { estimated: 0.9349, marginal: { accuracy: -0.0123, certainty: 0.1, coverage: 0 } };
    assert.equal(estimateText(estimates), "est. 93.5% · adds −1.2 pts");
    assert.equal(estimateText({}), "");
    assert.equal(marginalText({ certainty: 0.004, coverage: 0 }), "adds +0.4 pts certainty");
    assert.equal(lfTitle(lf({ polarity: [] }), project), "never votes · 0 rows (0.0%) · 0 in conflict (0.0%) · no gold on its rows");
  });

  it("says what changed against a baseline", () => {
    const none = { gained: 0, lost: 0, relabeled: 0, newlyRight: 0, newlyWrong: 0 };
    const figures = { votes: 17, correct: 3, incorrect: 1 };
    const change = (counts: Partial<typeof none>, rest: Partial<LfChange> = {}): LfChange => ({
      ...none,
      ...counts,
      isNew: false,
      before: figures,
      after: figures,
      ...rest,
    });
    const cases: [LfChange, string][] = [
      [change({ gained: 31, newlyWrong: 4 }), "+31 rows, 4 newly wrong"],
      [change({ gained: 1200, lost: 5, relabeled: 2, newlyRight: 3 }), "+1,200 −5 rows, 2 relabeled, 3 newly right"],
      [change({ lost: 1 }), "−1 row"],
      [change({ gained: 2 }, { isNew: true }), "new, +2 rows"],
      [change({}, { renamedFrom: "b" }), "was b"],
    ];
    for (const [given, text] of cases) assert.equal(lfChangeText(given), text);
    assert.equal(changeText(change({ gained: 2, lost: 1 }), "label"), "+2 −1 labels");
    const changed = lf({ votes: 48, correct: 3, incorrect: 5 }, { change: change({ gained: 31, newlyWrong: 4 }) });
    assert.match(lfTitle(changed, project), / · 37\.5% right \(3\/8\) · \+31 rows, 4 newly wrong$/);
    assert.equal(
      lfDetails(changed, { ...project, baseline: { title: "HEAD (1a2b3c4)" } } as ProjectSnapshot),
      "95% interval of its accuracy: 13.7% to 69.4%\nAgainst HEAD (1a2b3c4): +31 rows, 4 newly wrong\nIt voted on 17 rows, 75.0% right (3/4)",
    );
  });

  it("says of which rows the numbers are", () => {
    const splitRows = { train: 1500, dev: 300, test: 200 };
    assert.equal(sampleText({ sampleRows: 1800, rows: 2000, splitRows }), "all 1,800 train and dev rows (200 test rows kept apart)");
    assert.equal(
      sampleText({ sampleRows: 100, rows: 2000, splitRows }),
      "sample of 100 of 1,800 train and dev rows (200 test rows kept apart)",
    );
    assert.equal(sampleText({ sampleRows: 100, rows: 300, splitRows: { train: 300 } }), "sample of 100 of 300 rows");
    assert.equal(sampleText({ sampleRows: 300, rows: 300, splitRows: { train: 300 } }), "all 300 rows");
  });

  it("never shows a rate of nothing as 0", () => {
    assert.equal(percent(0, 0), "n/a");
    assert.equal(percent(0, 5), "0.0%");
    assert.equal(percent(1, 10_000), "<0.1%");
    assert.equal(percent(9_999, 10_000), ">99.9%");
    assert.equal(percent(5, 5), "100.0%");
    assert.equal(accuracyText(lf({})), "no gold on its rows");
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
