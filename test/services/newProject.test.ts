import assert from "node:assert/strict";
import { parseConfig } from "../../src/services/config/parse";
import { guessRoles, type GuessedRoles } from "../../src/services/guessRoles";
import { projectFiles } from "../../src/services/newProject";

describe("a new project", () => {
  const cases: [name: string, path: string, head: string, expected: GuessedRoles][] = [
    [
      "JSONL with everything",
      "q.jsonl",
      '{"id":1,"text":"who?","label":"HUM","split":"train"}\n{"id":2,"text":"when?","label":"NUM","split":"train"}\n{"id":3,"te',
      { columns: { id: "id", text: "text", gold: "label", split: "split" }, labels: ["HUM", "NUM"] },
    ],
    [
      "CSV with partial gold",
      "m.csv",
      '\uFEFFID,Message,Category\n1,"a,b",X\n2,c,\n3,d,Y\n4,',
      { columns: { id: "ID", text: "Message", gold: "Category" }, labels: ["X", "Y"] },
    ],
    ["TSV", "m.tsv", "text\tother\nx\ty\n", { columns: { text: "text" }, labels: [] }],
    ["nothing to go by", "m.csv", "a,b\n1,2\n", { columns: {}, labels: [] }],
    ["a broken file", "m.jsonl", "{nope\n{}\n", { columns: {}, labels: [] }],
    ["a format that is not read here", "m.parquet", "PAR1\n", { columns: {}, labels: [] }],
  ];
  for (const [name, path, head, expected] of cases) it(`guesses roles: ${name}`, () => assert.deepEqual(guessRoles(path, head), expected));

  it("gets a config without problems, and a first LF on its text column", () => {
    const files = projectFiles({ data: "q.jsonl", labels: ["A", "B"], columns: { text: "body", gold: "label" } });
    const { config, problems } = parseConfig(files.find(({ path }) => path === "lf.config.json")!.text, "lf.config.json");
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.columns, { text: "body", gold: "label" });
    assert.match(files.find(({ path }) => path === "first.lf.ts")!.text, /keyword\("A", "body", "change me"\)/);
    assert.match(projectFiles({ data: "q.jsonl", labels: ["A", "B"], columns: {} })[1]!.text, /lf\(\(row: Row\)/);
  });
});
