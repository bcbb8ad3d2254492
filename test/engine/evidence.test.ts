// Which return, word or alternative decided each row; and stacks and keys are what they are without counting.
import assert from "node:assert/strict";
import ts from "typescript";
import { MADE, RETURNED, withoutInsertions } from "../../src/engine/insertions";
import { instrument } from "../../src/engine/compile/instrument";
import { startTestEngine, type TestEngine } from "./testEngine";

const rows = ["win a prize", "nice song", "WIN  big now", "check out my page", null, "song to win"].map((text, n) => ({ n, text }));

describe("evidence", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows })));
  after(() => engine.close());

  /** The sites of the LF `it` as "line:column text", and for each row the number of its site. */
  async function evidenceOf(body: string, imports = "lf, keyword, regex, lookup, ABSTAIN"): Promise<{ sites: string[]; taken: string }> {
    engine.write("it.lf.ts", `import { ${imports} } from "lf-lens";\n${body}`);
    const { plan, results, problems } = await engine.run(["it.lf.ts"]);
    assert.deepEqual(problems, []);
    const { evidence } = plan.lfs.find(({ name }) => name === "it")!;
    return {
      sites: evidence.map(
        ({ line, column, text, file }) => `${file ? "elsewhere " : ""}${line}:${column}${text === undefined ? "" : ` ${text}`}`,
      ),
      taken: Array.from(results.get("it")?.evidence ?? [], (site) => (site < 0 ? "-" : site)).join(""),
    };
  }

  const cases: readonly { title: string; body: string; sites: readonly string[]; taken: string }[] = [
    {
      title: "returns and the branches of conditions, not those of inner functions",
      body: `export const it = lf((row) => {
  if (row.text === null) return null;
  const words = (row.text as string).split(" ").map((word) => { return word.toLowerCase(); });
  if (words.includes("win"))
    return words.length > 3 ? "HAM" : "SPAM";
  return words.includes("song") ? "HAM" : words.length > 9 ? "HAM" : ABSTAIN;
});`,
      sites: ["3:33", "6:31", "6:39", "7:35", "7:62", "7:70"],
      taken: "231502",
    },
    {
      title: "an arrow function's value",
      body: `export const it = lf((row) => ((row.n as number) > 2 ? "HAM" : null));`,
      sites: ["2:56", "2:64"],
      taken: "111000",
    },
    {
      title: "a method vote, and rows that its needs keep out",
      body: `export const it = lf({ needs: ["text"], vote(row) { return (0, "HAM"); } });`,
      sites: ["2:61"],
      taken: "0000-0",
    },
    {
      title: "a function given by name, and one shared by two LFs",
      body: `function vote(row: { n: unknown }) { if (row.n === 1) return "SPAM"; return "HAM"; }\nexport const other = lf(vote);\nexport const it = lf({ vote });`,
      sites: ["2:62", "2:77"],
      taken: "101111",
    },
    {
      title: "no return of another LF that it asks",
      body: `export const other = lf((row) => (row.n === 1 ? "SPAM" : null));\nexport const it = lf((row) => other.vote(row as never));`,
      sites: ["3:31"],
      taken: "000000",
    },
    {
      title: "no site where it throws or falls off its end",
      body: `export const it = lf((row) => { if (row.n === 0) throw new Error("x"); if (row.n === 1) return "HAM"; });`,
      sites: ["2:96"],
      taken: "-0----",
    },
    {
      title: "words, at their own lines",
      body: `export const it = keyword("SPAM", "text",\n  "win", "song",\n  "check out");`,
      sites: ["3:3 win", "3:10 song", "4:3 check out"],
      taken: "0102-1",
    },
    {
      title: "words of a list",
      body: `const words = [\n  "song",\n  "win",\n];\nexport const it = keyword("SPAM", "text", words, { substring: true });`,
      sites: ["3:3 song", "4:3 win"],
      taken: "101--0",
    },
    {
      title: "the alternatives of a pattern",
      body: `export const it = regex("SPAM", "text", /song|(win|check) |big[|)]/gi);`,
      sites: ["song", "(win|check) ", "big[|)]"].map((text) => `2:41 ${text}`),
      taken: "1011-0",
    },
    {
      title: "the alternatives of the one group that has any",
      body: `export const it = regex("SPAM", "text", /\\b(song|win)\\b(?! x)/i);`,
      sites: ["2:41 song", "2:41 win"],
      taken: "101--0",
    },
    {
      title: "nothing of a group that is repeated",
      body: `export const it = regex("SPAM", "text", /^(?:song|win)+/);`,
      sites: [],
      taken: "",
    },
    {
      title: "the entries of a table",
      body: `export const it = lookup("text", {\n  "nice song": "HAM",\n  "win a prize": "SPAM",\n});`,
      sites: ["3:3 nice song", "4:3 win a prize"],
      taken: "10----",
    },
    {
      title: "nothing of a pattern that refers to its groups",
      body: `export const it = regex("SPAM", "text", /(s)ong|(w)\\2/);`,
      sites: [],
      taken: "",
    },
    { title: "nothing of one word", body: `export const it = keyword("SPAM", "text", "win");`, sites: [], taken: "" },
  ];
  for (const { title, body, sites, taken } of cases)
    it(`tells ${title}`, async () => assert.deepEqual(await evidenceOf(body), { sites, taken }));

  it("tells a function's returns in the file that it comes from", async () => {
    engine.write("shared.ts", `export const vote = () => {\n  return "HAM";\n};`);
    const { sites } = await evidenceOf(`import { vote } from "./shared";\nexport const it = lf(vote as never);`);
    assert.deepEqual(sites, ["elsewhere 2:10"]);
  });

  it("leaves stacks at their lines and columns, in code with line breaks too", async () => {
    engine.write(
      "stack.lf.ts",
      'import { lf } from "lf-lens";\nexport const it = lf((row) => {\n  const text = `a\nb`;\n  return row.n === 0 ? text.trim().slice(9) as never : (row.text as string).length > 3 ? "HAM" : (null as never as { x: string }).x as never;\n});',
    );
    const { faults } = await engine.run(["stack.lf.ts"]);
    assert.deepEqual(faults, [
      'it: Returned "", which is not a label. The labels are HAM, SPAM. @ stack.lf.ts:2:14 x1',
      "it: TypeError: Cannot read properties of null (reading 'length') @ stack.lf.ts:5:77 x1",
    ]);
  });

  it("keeps every column of a line that text was put into", () => {
    const source = ts.createSourceFile("b.js", `var x=(0,sdk.lf)(a=>a?f("1"):g(2));var y=(0,sdk.lf)(()=>1);`, ts.ScriptTarget.Latest, true);
    const { code, insertions } = instrument(source, ["x", "y"], new Set(["sdk"]));
    const lfs = [`(0,sdk.lf)(a=>a? ${RETURNED}(0,f("1")): ${RETURNED}(1,g(2)))`, `(0,sdk.lf)(()=> ${RETURNED}(2,1))`];
    assert.equal(code, `var x=${MADE}("x",()=>(${lfs[0]}));var y=${MADE}("y",()=>(${lfs[1]}));`);
    for (const piece of ["var x", "=>a?", 'f("1")', "g(2)", "var y"])
      assert.equal(withoutInsertions(insertions, 0, code.indexOf(piece)), source.text.indexOf(piece), piece);
  });
});
