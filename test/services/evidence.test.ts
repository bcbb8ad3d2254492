// What each line of an LF decides, as the editor shows it, and the rows behind it.
import assert from "node:assert/strict";
import type { EvidenceCount } from "../../src/protocol/snapshot";
import { evidenceText } from "../../src/services/reports/evidenceText";
import { letterFiles, startTestSession, type TestSession } from "./testSession";

const labels = ["A", "B"];

describe("evidence of an LF's lines", function () {
  this.timeout(30_000);
  let test: TestSession;
  const lfFile = `import { keyword, lf } from "lf-lens";
export const first = lf((row) => {
  if ((row.text as string).startsWith("a"))
    return "A";
  return (row.text as string).startsWith("b") ? "B" : null;
});
export const fruit = keyword("B", "text", "apple", "bean", "cherry");
`;
  const shown = (name: string): string[] => (test.lf(name).evidence ?? []).map((part) => `${part.line} ${evidenceText([part], labels)}`);

  beforeEach(async () => {
    test = startTestSession({ ...letterFiles, "letters.lf.ts": lfFile });
    await test.session.open(test.config);
  });
  afterEach(() => test.close());

  it("counts rows, and with gold the right ones", () => {
    // apple A, banana, avocado B, bean B, cherry B
    assert.deepEqual(shown("first"), ["4 → A 2 rows, 1/2 right", "5 → B 2 rows, 1/1 right", "5 → no vote 1 row"]);
    assert.deepEqual(shown("fruit"), ["7 → apple 1 row, 0/1 right", "7 → bean 1 row, 1/1 right", "7 → cherry 1 row, 1/1 right"]);
  });

  it("leads to the rows, with every other part of a filter", async () => {
    const rowsOf = async (lf: string, site: number): Promise<number[]> =>
      (await test.session.rows(test.root, { evidence: { lf, site } }, 0, 10)).rows.map(({ row }) => row);
    assert.deepEqual([await rowsOf("first", 0), await rowsOf("first", 2), await rowsOf("fruit", 1)], [[0, 2], [4], [3]]);
  });

  it("moves with the line when nothing runs again", async () => {
    const { run } = test.project().lastRun!;
    test.type("letters.lf.ts", `// a comment\n${lfFile}`);
    await test.until((now) => (now.lastRun?.run ?? 0) > run);
    assert.deepEqual(shown("first"), ["5 → A 2 rows, 1/2 right", "6 → B 2 rows, 1/1 right", "6 → no vote 1 row"]);
  });

  it("says nothing of code that does not compile, or that has not run", async () => {
    test.type("letters.lf.ts", lfFile.replace("null;", "null ((;"));
    await test.until((now) => now.problems.length > 0);
    assert.equal(test.lf("first").evidence, undefined);
  });

  const part = (given: Partial<EvidenceCount>): EvidenceCount => ({ line: 1, column: 1, rows: 0, correct: 0, incorrect: 0, ...given });
  const texts: readonly [EvidenceCount[], string][] = [
    [[part({ label: 1, rows: 1_143, correct: 94, incorrect: 6 })], "→ B 1,143 rows, 94/100 right"],
    [[part({ label: 0, rows: 3 })], "→ A 3 rows"],
    [[part({})], "→ never 0 rows"],
    [[part({ rows: 3 })], "→ various 3 rows"],
    [[part({ label: 0, rows: 1 }), part({ label: -1, rows: 9 })], "→ A 1 row · no vote 9 rows"],
    [["v", "w", "x", "y", "z"].map((text, rows) => part({ text, rows, label: 0 })), "→ z 4 rows · y 3 rows · x 2 rows · w 1 row · 1 more"],
  ];
  it("leaves out what does not fit, and says at least the rows", () => {
    const many = ["v", "w", "x"].map((text, rows) => part({ text, rows: 10 * rows + 1, correct: rows, incorrect: 1 }));
    assert.equal(evidenceText(many, labels, 40), "→ x 21 rows, 2/3 right · 2 more");
    assert.equal(evidenceText(many, labels, 10), "→ 21 rows …");
    assert.equal(evidenceText([many[0]!], labels, -5), "→ 1 row");
  });
  for (const [parts, text] of texts) it(`writes "${text}"`, () => assert.equal(evidenceText(parts, labels), text));
});
