import assert from "node:assert/strict";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createProject, placesOf, type Data, type Files } from "./projectFiles";

const ALL = { sample: { rows: "all", seed: 7, split: "all" } } as const;

describe("splits", () => {
  const check = (what: string, files: Files, data: Data, expected: string[], split?: string): void => {
    it(what, async () => {
      const { spec } = createProject(files, data, { ...ALL, columns: { id: "id", ...(split === undefined ? {} : { split }) } });
      assert.deepEqual(await placesOf(spec), expected);
    });
  };
  const parts = { "tr.csv": "id\na\n", "de.jsonl": '{"id":"b"}\n', "te.tsv": "id\nc\n" };
  check("by paths, train first", parts, { test: "te.tsv", dev: "de.jsonl", train: "tr.csv" }, ["a train -", "b dev -", "c test -"]);
  const names = ["train", "Training", "dev", "development", "valid", "VALIDATION", "val", "test", "testing", " test ", ""];
  const column = `id,part\n${names.map((name, i) => `${i},${name}\n`).join("")}`;
  const splits = ["train", "train", "dev", "dev", "dev", "dev", "dev", "test", "test", "test", "train"];
  check(
    "by a column, in all spellings; empty is train",
    { "a.csv": column },
    { all: "a.csv" },
    splits.map((split, i) => `${i} ${split} -`),
    "part",
  );
  check("one list without a split column is train", { "a.csv": "id\na\n" }, { all: "a.csv" }, ["a train -"]);
  check("paths win over the split column", { "a.csv": "id,part\na,test\n" }, { dev: "a.csv" }, ["a dev -"], "part");

  it("refuses an unknown split, listing those found and those allowed", async () => {
    const { spec } = createProject(
      { "a.csv": "part,x\ntrain,1\nholdout,2\nblind,3\nholdout,4\n" },
      { all: "a.csv" },
      { columns: { split: "part" } },
    );
    await assert.rejects(openDataset(spec), (error: Error) => {
      assert.match(
        error.message,
        /^a\.csv, line 3: the split column "part" holds "holdout" \(2 rows\), "blind" \(1 row\); allowed are train, .*val, test/,
      );
      return true;
    });
  });
});

describe("gold", () => {
  const check = (what: string, labels: string[], content: string, expected: string[]): void => {
    it(what, async () => {
      const { spec } = createProject({ "a.jsonl": content }, { train: "a.jsonl" }, { ...ALL, labels, columns: { gold: "gold" } });
      assert.deepEqual(
        (await placesOf(spec)).map((place) => place.split(" ")[2]),
        expected,
      );
    });
  };
  check("null, empty and missing is no gold", ["HAM", "SPAM"], '{"gold":"SPAM"}\n{"gold":null}\n{"gold":""}\n{}\n{"gold":"HAM"}\n', [
    "SPAM",
    "-",
    "-",
    "-",
    "HAM",
  ]);
  check("numbers match by their text", ["0", "1"], '{"gold":1}\n{"gold":0}\n{"gold":"1"}\n{"gold":"1.0"}\n', ["1", "0", "1", "1"]);
  check("booleans match by their text", ["false", "true"], '{"gold":true}\n{"gold":false}\n{"gold":"True"}\n', ["true", "false", "true"]);

  const golds = (values: readonly string[]): string => values.map((gold) => `${JSON.stringify({ gold })}\n`).join("");
  check("white space is no gold", ["0", "1"], golds([" ", "\t", "\u00a0", "0"]), ["-", "-", "-", "0"]);
  check(
    "only plain decimal numbers match by value",
    ["0", "1", "1.5", "-2", "NaN"],
    golds(["1.0", "01", "1.50", "-2.0", "-0", "0x1", "+1", "1e0", " 1", "Infinity", "EGGS"]),
    ["1", "1", "1.5", "-2", "0", "-", "-", "-", "-", "-", "-"],
  );
  check(
    "numbers of many digits match digit by digit",
    ["9007199254740992", "007", "7"],
    golds(["9007199254740993", "9007199254740992.0", "007", "7.0"]),
    ["-", "9007199254740992", "007", "7"],
  );

  it("up to 32,767 labels", async () => {
    const labels = Array.from({ length: 32_767 }, (_, i) => `L${i}`);
    const { spec } = createProject({ "a.csv": "gold,x\nL32766,1\nL0,2\n" }, { train: "a.csv" }, { labels, columns: { gold: "gold" } });
    assert.deepEqual(await placesOf(spec), ["0 train L32766", "1 train L0"]);
  });

  it("lists values that are no labels; their rows have no gold", async () => {
    const content = "gold,text\nHAM,a\nEGGS,b\nspam,c\nEGGS,d\n";
    const { spec, folder } = createProject({ "a.csv": content }, { dev: "a.csv" }, { columns: { gold: "gold" } });
    const { info } = await openDataset(spec);
    assert.deepEqual([info.rows, info.goldRows], [4, 1]);
    assert.deepEqual(await placesOf(spec), ["0 dev HAM", "1 dev -", "2 dev -", "3 dev -"]);
    const [problem] = info.problems;
    assert.deepEqual([problem!.file, problem!.line, problem!.severity, info.problems.length], [folder.path("a.csv"), 3, "error", 1]);
    assert.match(
      problem!.message,
      /"gold" holds values that are not in "labels": "EGGS" \(2 rows\), "spam" \(1 row\)\. 3 rows are read as having no gold\. Labels are HAM, SPAM; add/,
    );
  });

  it("counts one row as one", async () => {
    const { spec } = createProject({ "a.csv": "gold,text\nHAM,a\nEGGS,b\n ,c\n" }, { dev: "a.csv" }, { columns: { gold: "gold" } });
    assert.match((await openDataset(spec)).info.problems[0]!.message, /: "EGGS" \(1 row\)\. 1 row is read as having no gold\./);
  });

  it("may be missing in some files", async () => {
    const { spec } = createProject(
      { "a.csv": "id\na\n", "b.csv": "id,gold\nb,HAM\n" },
      { train: "a.csv", dev: "b.csv" },
      { columns: { id: "id", gold: "gold" } },
    );
    assert.deepEqual(await placesOf(spec), ["a train -", "b dev HAM"]);
  });
});

describe("ids", () => {
  const check = (
    what: string,
    files: Files,
    id: string | undefined,
    expected: string[],
    problems: [line: number, message: RegExp][] = [],
  ): void => {
    it(what, async () => {
      const { spec } = createProject(files, { train: Object.keys(files) }, id === undefined ? {} : { columns: { id } });
      const dataset = await openDataset(spec);
      assert.deepEqual((await dataset.sample()).ids, expected);
      assert.deepEqual(
        dataset.info.problems.map(({ line, severity }) => [line, severity]),
        problems.map(([line]) => [line, "warning"]),
      );
      problems.forEach(([, message], i) => assert.match(dataset.info.problems[i]!.message, message));
    });
  };
  check("are the id column's text", { "a.jsonl": '{"k":7}\n{"k":"007"}\n{"k":true}\n' }, "k", ["7", "007", "true"]);
  check("are positions in the file without an id column", { "a.csv": "t\nx\ny\n", "b.csv": "t\nz\n" }, undefined, ["0", "1", "0"]);
  check(
    "that are missing are positions, with a warning",
    { "a.csv": "k,t\na,1\n,2\n,3\n" },
    "k",
    ["a", "1", "2"],
    [[3, /^2 rows without an id in the column "k"/]],
  );
  check(
    "that come twice are kept, with a warning",
    { "a.csv": "k,t\na,1\nb,2\na,3\n", "b.csv": "k,t\nb,1\n" },
    "k",
    ["a", "b", "a", "b"],
    [[4, /^2 rows with an id in the column "k" that an earlier row has, here the first: "a", "b"\. All rows are kept/]],
  );
});
