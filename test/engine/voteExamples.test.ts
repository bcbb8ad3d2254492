import assert from "node:assert/strict";
import type { Example, ExampleVote } from "../../src/protocol/engine";
import { goodFile, sampleRows, startTestEngine, type TestEngine } from "./testEngine";

const hostile = `import { lf } from "lf-lens";
export const hangs = lf((row) => { while (row.text === "hang") void row; return "HAM"; });
export const throws = lf((row) => { throw new Error("no " + row.text); });
export const wrong = lf(() => "MAYBE" as "HAM");
export const writes = lf((row) => { (row as { text: string }).text = "x"; return "HAM"; });
`;

describe("votes on single rows", function () {
  this.timeout(30_000);
  let engine: TestEngine;
  before(async () => {
    engine = await startTestEngine({ rows: sampleRows, limits: { rowMs: 300 } });
    engine.write("good.lf.ts", goodFile);
    engine.write("hostile.lf.ts", hostile);
    engine.write("broken.lf.ts", "export const broken = (");
  });
  after(() => engine.close());

  const vote = (files: readonly string[], ...examples: readonly [lf: string, text: string][]): Promise<readonly ExampleVote[]> =>
    engine.client.vote({
      files: files.map((name) => ({ path: engine.path(name) })),
      examples: examples.map(([lf, text]): Example => ({ lf, cells: { text } })),
    });

  it("are given in the order of the examples, on rows that no data has", async () =>
    assert.deepEqual(
      await vote(["good.lf.ts"], ["subscribe", "please SUBSCRIBE"], ["short", "please SUBSCRIBE"], ["subscribe", "hi"], ["short", "hi"]),
      [{ label: "SPAM" }, {}, {}, { label: "HAM" }],
    ));

  it("come with what an LF did wrong, at its line", async () => {
    const [threw, wrong, wrote] = await vote(["hostile.lf.ts"], ["throws", "luck"], ["wrong", ""], ["writes", ""]);
    assert.deepEqual([threw?.label, threw?.fault?.message, threw?.fault?.line], [undefined, "no luck", 3]);
    assert.match(wrong?.fault?.message ?? "", /MAYBE/);
    assert.match(wrote?.fault?.message ?? "", /read only|assign/i);
  });

  it("go on without the LF that hangs, which is named", async () => {
    const [before, hung, after] = await vote(["hostile.lf.ts", "good.lf.ts"], ["hangs", "fine"], ["hangs", "hang"], ["short", "hi"]);
    assert.match(hung?.fault?.message ?? "", /Ran out of time/);
    assert.match(before?.fault?.message ?? "", /Ran out of time/);
    assert.deepEqual(after, { label: "HAM" });
  });

  it("say why an LF could not be asked", async () => {
    const [gone] = await vote(["good.lf.ts"], ["gone", ""]);
    assert.equal(gone?.fault?.message, 'There is no LF "gone".');
    const [broken] = await vote(["good.lf.ts", "broken.lf.ts"], ["broken", ""]);
    assert.match(broken?.fault?.message ?? "", /^No LF "broken" could be loaded: /);
  });

  it("leave the numbers of the sample alone", async () => {
    const first = await engine.run(["good.lf.ts"]);
    await vote(["good.lf.ts"], ["short", "hi"]);
    assert.deepEqual((await engine.run(["good.lf.ts"])).votes, first.votes);
  });
});
