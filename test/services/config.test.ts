import assert from "node:assert/strict";
import { defaultLimits } from "../../src/services/config/limits";
import { resolveSpec } from "../../src/services/config/spec";
import { parseConfig } from "../../src/services/config/parse";
import { configJsonSchema } from "../../src/services/config/schema";

/** Checks a config's problems, each as "line:column text"; the text of a problem may be shortened. */
function check(text: string, expected: string[]): void {
  const { config, problems } = parseConfig(text, "lf.config.json");
  const found = problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
  assert.equal(found.length, expected.length, found.join("\n"));
  expected.forEach((start, index) => assert.ok(found[index]!.startsWith(start), `${found[index]} does not start with ${start}`));
  assert.equal(config === undefined, expected.length > 0);
}

describe("lf.config.json", () => {
  it("fills in what is not given", () => {
    const { config } = parseConfig('{ "labels": ["HAM", "SPAM"], "data": "rows.csv" }', "f");
    assert.deepEqual(config, {
      labels: ["HAM", "SPAM"],
      data: "rows.csv",
      columns: {},
      gold: { wins: "judgements", consensus: "majority", voters: [] },
      functions: ["**/*.lf.ts"],
      sample: { rows: 10_000, seed: 7 },
      labelModel: { kind: "auto" },
      endModel: { columns: [], charNgrams: false, neighbours: false, rows: 200_000, seed: 7 },
      slices: {},
      allowNode: false,
    });
  });

  it("takes comments, trailing commas and a byte order mark", () => {
    check('\uFEFF// the project\n{ "labels": ["A", "B",], "data": ["a.csv", "b.jsonl"], }', []);
  });

  it("names the offending key or value, with the fix", () => {
    check("", ["1:1 The file is empty"]);
    check('{ "labels": ["A", "B"] }', ['1:1 "data" is missing. Give the data files']);
    check('{ "labels": ["A"], "data": "x" }', ["1:13 Name at least two labels"]);
    check('{\n  "labels": ["A", "B", "A"],\n  "data": "x"\n}', ['2:24 The label "A" is already in the list (number 1)']);
    check('{ "labels": ["A", "B"],\n  "data": { "trian": "x", "test": "y" } }', ['2:13 There is no setting "trian" here']);
    check('{ "labels": ["A", "B"], "data": { "path": "x", "delimeter": ";" } }', [
      '1:48 There is no setting "delimeter" here. Did you mean "delimiter"?',
    ]);
    check('{ "labels": ["A", "B"], "data": { "train": { "path": "x", "quotes": "loose" } } }', ['1:69 This must be one of "strict"']);
    check('{ "labels": ["A", "B"], "data": ["x", { "delimiter": ";" }] }', ['1:39 "path" is missing']);
    check('{ "labels": ["A", "B"], "data": { "path": "x", "delimiter": "\\\\t" } }', ['1:61 Write a tab as "\\t"']);
    check('{ "labels": ["A", "B"], "data": {} }', ["1:33 Name at least one split"]);
    check('{ "labels": ["A", "B"], "data": 5 }', ["1:33 Give a path"]);
    check('{ "labels": ["A", "B"], "data": { "dev": "x", "val": "y" } }', ['1:33 "valid", "validation" and "val" all mean "dev"']);
    check('{ "labels": ["A", "B"], "data": "x", "sample": { "rows": 0 } }', ["1:58 This must be above 0"]);
    check('{ "labels": ["A", "B"], "data": "x", "sample": { "rows": "some" } }', ["1:58 Give a whole number of rows"]);
    check('{ "labels": ["A", "B"], "data": "x", "labelModel": { "kind": "best" } }', ['1:62 This must be one of "auto"']);
    check('{ "labels": ["A", "B"], "data": "x", "labelModel": { "balance": [0.5] } }', ["1:65 Give one share for each of the 2 labels"]);
    check('{ "labels": ["A", "B"], "data": "x", "labelModel": { "balance": [0.5, 0.4] } }', [
      "1:65 The shares must sum to 1; they sum to 0.900",
    ]);
    check('{ "labels": ["A", "B"], "data": "x", "data": "y" }', ['1:38 "data" is given twice']);
    check('{ "labels": ["A", "B"] "data": "x" }', ["1:24 This is not valid JSON (comma expected)"]);
    check("[]", ["1:1 This must be an object"]);
    const endpoints = (text: string): string => `{ "labels": ["A", "B"], "data": "x",\n"endpoints": { "local": ${text} } }`;
    check(endpoints('{ "baseUrl": "http://127.0.0.1:8080/v1", "model": "smol" }'), []);
    check(endpoints('{ "baseUrl": "https://api.openai.com/v1" }'), ['2:25 "model" is missing']);
    check(endpoints('{ "baseUrl": "api.openai.com", "model": "m" }'), ["2:38 Give an address such as https://host/v1."]);
    check(endpoints('{ "baseUrl": "http://host/v1", "model": "m" }'), ["2:38 Data and keys are sent by https only"]);
    check(endpoints('{ "baseUrl": "https://key@host/v1", "model": "m" }'), ["2:38 Leave the name and the password out"]);
    check(endpoints('{ "baseUrl": "https://host/v1", "model": "m", "apiKey": "sk" }'), ['2:71 There is no setting "apiKey" here']);
    check(endpoints('{ "baseUrl": "https://host/v1", "model": "m", "price": { "input": -1, "output": 1 } }'), [
      "2:91 A price cannot be negative.",
    ]);
  });

  it("reports several problems at once", () => {
    check('{ "labels": "A", "data": "x", "sampel": {} }', ["1:13 This must be a list", '1:31 There is no setting "sampel"']);
  });

  it("gives a JSON schema for completion, with the defaults optional", () => {
    const schema = configJsonSchema() as { required: string[]; properties: Record<string, { description?: string }> };
    assert.deepEqual(schema.required.sort(), ["data", "labels"]);
    assert.ok(schema.properties["labels"]?.description);
  });
});

describe("resolveSpec", () => {
  const resolve = (data: string, boundary?: string): ReturnType<typeof resolveSpec> => {
    const parsed = parseConfig(`{ "labels": ["A", "B"], "data": ${data} }`, "/p/lf.config.json");
    return resolveSpec(parsed, parsed.config!, "/p", { limits: defaultLimits, ...(boundary === undefined ? {} : { boundary }) });
  };

  it("makes paths absolute and knows every name of dev", () => {
    assert.deepEqual(resolve('"rows.csv"', "/p").spec?.data, { all: ["/p/rows.csv"] });
    assert.deepEqual(resolve('{ "train": "data/*.csv", "val": ["dev.csv"] }', "/p").spec?.data, {
      train: ["/p/data/*.csv"],
      dev: ["/p/dev.csv"],
    });
  });

  it("keeps what data entries say of reading, by path or glob", () => {
    const settings = { delimiter: ";", nulls: ["NA"] };
    const entry = JSON.stringify({ path: "a/*.csv", ...settings });
    for (const [data, part] of [
      [entry, "all"],
      [`["b.csv", ${entry}]`, "all"],
      [`{ "val": ${entry}, "test": { "path": "b.csv" } }`, "dev"],
    ] as const) {
      const { spec } = resolve(data, "/p");
      assert.ok(spec?.data[part]?.includes("/p/a/*.csv"));
      assert.deepEqual(spec?.reading, { "/p/a/*.csv": settings });
    }
    assert.match(resolve(`["a/*.csv", ${entry}]`, "/p").problems[0]!.message, /"a\/\*\.csv" is listed twice/);
    assert.equal(resolve('{ "path": "../x.csv", "quote": "none" }', "/p").problems.length, 1);
  });

  it("keeps data inside the boundary unless there is none", () => {
    for (const path of ["../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv"]) {
      const { spec, problems } = resolve(JSON.stringify(path), "/p");
      assert.equal(spec, undefined, path);
      assert.match(problems[0]!.message, /leads outside the project/);
      assert.equal(problems[0]!.line, 1);
    }
    const { problems } = resolve('"x.csv", "functions": ["lfs/*.lf.ts", "../outer/*.lf.ts"]', "/p");
    assert.match(problems[0]?.message ?? "", /"\.\.\/outer\/\*\.lf\.ts" leads outside/);
    assert.deepEqual(resolve('"../x.csv"').spec?.data, { all: ["/x.csv"] });
    assert.deepEqual(resolve('"..x.csv"', "/p").spec?.data, { all: ["/p/..x.csv"] });
  });
});
