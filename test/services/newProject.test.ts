import assert from "node:assert/strict";
import { parseConfig } from "../../src/services/config/parse";
import { guessRoles, type GuessedRoles } from "../../src/services/newProject/guessRoles";
import { projectFiles } from "../../src/services/newProject/newProject";

describe("a new project", () => {
  const cases: [name: string, rows: Parameters<typeof guessRoles>[0], expected: GuessedRoles][] = [
    [
      "everything",
      [
        { id: 1, text: "who?", label: "HUM", split: "train" },
        { id: 2, text: "when?", label: "NUM", split: "train" },
      ],
      { columns: { id: "id", text: "text", gold: "label", split: "split" }, labels: ["HUM", "NUM"] },
    ],
    [
      "partial gold",
      [
        { ID: "1", Message: "a,b", Category: "X" },
        { ID: "2", Message: "c", Category: null },
        { ID: "3", Message: "d", Category: "Y" },
      ],
      { columns: { id: "ID", text: "Message", gold: "Category" }, labels: ["X", "Y"] },
    ],
    ["text alone", [{ text: "x", other: "y" }], { columns: { text: "text" }, labels: [] }],
    ["nothing to go by", [{ a: 1, b: 2 }], { columns: {}, labels: [] }],
    ["no rows", [], { columns: {}, labels: [] }],
  ];
  for (const [name, rows, expected] of cases) it(`guesses roles: ${name}`, () => assert.deepEqual(guessRoles(rows), expected));

  it("gets a config without problems, and a first LF on its text column", () => {
    const files = projectFiles({ data: "q.jsonl", labels: ["A", "B"], columns: { text: "body", gold: "label" } });
    const { config, problems } = parseConfig(files.find(({ path }) => path === "lf.config.json")!.text, "lf.config.json");
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.columns, { text: "body", gold: "label" });
    assert.match(files.find(({ path }) => path === "first.lf.ts")!.text, /keyword\("A", "body", "change me"\)/);
    assert.match(projectFiles({ data: "q.jsonl", labels: ["A", "B"], columns: {} })[1]!.text, /lf\(\(row: Row\)/);
  });
});
