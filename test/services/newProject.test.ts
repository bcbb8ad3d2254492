import assert from "node:assert/strict";
import { parseConfig } from "../../src/services/config/parse";
import { firstLfText } from "../../src/services/newProject/firstLf";
import { projectFiles, type NewProject } from "../../src/services/newProject/newProject";
import type { MinedIdeas } from "../../src/protocol/newProject";

const none: MinedIdeas = { ideas: [], goldRows: 0, rows: 4 };
const project: NewProject = { root: "/p", dataFiles: ["/p/q.jsonl"], labels: ["A", "B"], columns: { text: "body", gold: "label" } };

describe("a new project's files", () => {
  const configOf = (given: NewProject): ReturnType<typeof parseConfig> =>
    parseConfig(projectFiles(given, none).find(({ name }) => name === "lf.config.json")!.text, "lf.config.json");

  it("have a config without problems, which comes last", () => {
    const { config, problems } = configOf(project);
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.columns, { text: "body", gold: "label" });
    assert.deepEqual(
      projectFiles(project, none).map(({ name }) => name),
      ["first.lf.ts", "tsconfig.json", "lf.config.json"],
    );
  });

  for (const [name, files, expected] of [
    ["one file", ["data/q.csv"], "data/q.csv"],
    [
      "files called after splits",
      ["train-1.csv", "train-2.csv", "valid.csv", "test.csv"],
      { train: ["train-1.csv", "train-2.csv"], dev: "valid.csv", test: "test.csv" },
    ],
    ["files of which one is not", ["train.csv", "more.csv"], ["train.csv", "more.csv"]],
  ] as const)
    it(`name as data ${name}`, () => {
      const { config } = configOf({ ...project, dataFiles: files.map((file) => `/p/${file}`) });
      assert.deepEqual(config?.data, expected);
    });

  it("import all that a beginner types", () => {
    for (const columns of [{}, { text: "body" }])
      for (const name of ["ABSTAIN", "keyword", "lf", "lookup", "regex", "tokens"])
        assert.match(firstLfText({ columns, labels: ["A", "B"] }, none), new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "lf-lens"`));
  });

  it("say of mined LFs what gold says, and of guesses that they are", () => {
    const idea = { label: 1, words: ["it's", "so"], rows: 10 };
    const mined = firstLfText(project, { ideas: [{ ...idea, right: 9 }], goldRows: 20, rows: 50 });
    assert.match(
      mined,
      /9 of 10 rows with gold and one of these words are B\. \*\/\nexport const mentionsItsSo = keyword\("B", "body", "it's", "so"\);/,
    );
    assert.match(firstLfText(project, { ideas: [idea], goldRows: 0, rows: 50 }), /GUESS: B\? 10 of 50 rows/);
  });

  it("keep a comment whole, and names apart, whatever labels and words hold", () => {
    const ideas = [0, 0].map((label) => ({ label, words: ["a-b"], rows: 1, right: 1 }));
    const text = firstLfText({ columns: { text: "x" }, labels: ["*/ evil(", "B"] }, { ideas, goldRows: 1, rows: 1 });
    assert.deepEqual(
      [...text.matchAll(/export const (\w+) = keyword\("\*\/ evil\("/g)].map((match) => match[1]),
      ["mentionsAb", "mentionsAb2"],
    );
    assert.doesNotMatch(text, /\/\*\*[^\n]*\*\/ evil/);
  });
});
