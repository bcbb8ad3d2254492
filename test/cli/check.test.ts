import assert from "node:assert/strict";
import { checkReportSchema } from "../../src/services/pins/checkReport";
import { lfLens, makeProject, removeProjects } from "./lfLens";

const files = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold" } }',
  "rows.csv": "id,text,gold\n1,apple,A\n2,banana,\n3,avocado,B\n4,bean,B\n",
  "lfs/letters.lf.ts":
    'import { regex } from "lf-lens";\nexport const a = regex("A", "text", /^a/);\nexport const b = regex("B", "text", /^b/);\n',
};
const holds = `{
  // b is sure of itself
  "b": {
    "floors": { "accuracy": 1, "coverage": 0.5 },
    "pins": [
      { "id": "4", "vote": "B", "row": { "text": "bean" } },
      { "id": "gone", "vote": null, "row": { "text": "no longer in the data" } },
    ]
  }
}
`;

describe("lf-lens check", function () {
  this.timeout(60_000);
  after(removeProjects);
  const project = (pins?: string): string => makeProject({ ...files, ...(pins === undefined ? {} : { "lfs/letters.lf.pins.json": pins }) });

  it("exits 0 when pins and floors hold", () => {
    const { code, stdout, stderr } = lfLens("check", project(holds));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /: 2 pins and 2 floors; 4 passed, 0 failed\.$/m);
    assert.match(lfLens("check", project()).stdout, /no pins and no floors/);
  });

  it("exits 1 and names what fell, with its line in the pin file", () => {
    const folder = project(holds.replace('"b": {', '"a": {').replace('"vote": "B"', '"vote": "A"'));
    const { code, stdout } = lfLens("check", folder);
    assert.equal(code, 1);
    assert.deepEqual(stdout.split("\n").slice(0, 2), [
      "FAILED lfs/letters.lf.pins.json:6: a on 4 must vote A: abstains",
      "FAILED lfs/letters.lf.pins.json:4: a must reach accuracy >= 100.0%: 50.0% (1/2)",
    ]);
    const json = lfLens("check", folder, "--json");
    assert.equal(json.code, 1);
    const { pins, floors, failed, results } = checkReportSchema.parse(JSON.parse(json.stdout));
    assert.deepEqual([pins, floors, failed], [2, 2, 2]);
    assert.deepEqual(results[0], {
      lf: "a",
      kind: "pin",
      name: "4",
      expected: "votes A",
      found: "abstains",
      passed: false,
      file: "lfs/letters.lf.pins.json",
      line: 6,
    });
  });

  it("exits 1 for pins that cannot be read or that no LF is there for", () => {
    const cases: [pins: string, message: RegExp][] = [
      ["{ oops", /letters\.lf\.pins\.json:1:3: error: This is not valid JSON/],
      ['{ "b": { "pins": [{ "id": "1", "vote": "MAYBE", "row": {} }] } }', /error: "MAYBE" is not a label of this project/],
      [holds.replace('"b": {', '"gone": {'), /letters\.lf\.pins\.json:3: warning: There is no LF "gone"/],
    ];
    for (const [pins, message] of cases) {
      const { code, stderr } = lfLens("check", project(pins));
      assert.match(stderr, message);
      assert.equal(code, 1);
    }
  });
});
