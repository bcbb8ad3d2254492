// What gave rows the votes of their LFs, with the real engine.
import assert from "node:assert/strict";
import { startTestSession, type TestSession } from "./testSession";

const lfs = `import { ABSTAIN, keyword, lf, lookup, regex } from "lf-lens";
export const words = keyword("A", "text", "free", "win");
export const pattern = regex("B", "text", /n\\w+/);
export const table = lookup("A", "author", ["bot"]);
export const code = lf((row) => {
  if (row.text.length > 20) return "A";
  return row.text.length < 5 ? "B" : ABSTAIN;
});
`;

describe("findings in rows", function () {
  this.timeout(30_000);
  let test: TestSession;
  before(async () => {
    test = startTestSession({
      "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id" } }',
      "rows.csv": "id,text,author\n1,win free money now and then,bot\n2,nope,human\n3,something,human\n",
      "some.lf.ts": lfs,
    });
    await test.session.open(test.config);
  });
  after(() => test.close());

  const findings = async (rows: readonly number[]): Promise<string[]> =>
    (await test.session.findings(test.root, rows)).map(({ row, lfs: found }) =>
      [
        row,
        ...found.map(
          ({ lf, matches, place }) =>
            `${lf}${matches.map(({ column, start, text }) => ` ${column}@${start}=${text}`).join("")}${place ? ` line ${place.line}` : ""}`,
        ),
      ].join("; "),
    );

  it("are what builders found, and the return that a function took; LFs that abstain say nothing", async () =>
    assert.deepEqual(await findings([1, 0, 2]), [
      "1; pattern text@0=nope; code line 7",
      "0; words text@0=win text@4=free line 2; pattern text@11=ney; table author@0=bot; code line 6",
      "2; pattern text@7=ng",
    ]));

  it("follow the code, saved or not, and leave out votes that are of an older version", async () => {
    test.type("some.lf.ts", lfs.replace('"free", "win"', '"money"'));
    await test.until(({ phase, numbers }) => phase === "ready" && numbers.sample.lfs[0]?.summary?.votes === 1);
    assert.match((await findings([0]))[0] ?? "", /^0; words text@9=money line 2; pattern/);
    test.type("some.lf.ts", lfs.replace('"free", "win"', "("));
    await test.until(({ numbers }) => numbers.sample.lfs[0]?.stale === true);
    assert.deepEqual(await findings([0, 9]), ["0; pattern text@11=ney; table author@0=bot; code line 6", "9"]);
  });
});
