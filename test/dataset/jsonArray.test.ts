import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../../src/dataset/read/jsonText";
import { readJson } from "../../src/dataset/read/json";
import { collect, createProjectFolder } from "./projectFiles";

const folder = createProjectFolder();

async function read(content: string | Uint8Array, ending = "json"): Promise<{ rows: unknown[]; lines: number[]; findings: string[] }> {
  const path = folder.write(`data.${ending}`, content);
  const batches = await collect(readJson({ path, format: ending === "json" ? "json" : "jsonl" }));
  return {
    rows: batches.flatMap(({ rows, columns }) =>
      Array.from({ length: rows }, (_, row) =>
        Object.fromEntries([...columns].filter(([, cells]) => cells[row] !== null).map(([name, cells]) => [name, cells[row]])),
      ),
    ),
    lines: batches.flatMap(({ lines }) => [...lines!]),
    findings: batches.flatMap(({ findings }) => findings.map(({ line, message }) => `${line}: ${message}`)),
  };
}

describe("JSON arrays", () => {
  const check = (what: string, content: string, rows: unknown[], lines: number[], ending?: string): void => {
    it(what, async () => assert.deepEqual(await read(content, ending), { rows, lines, findings: [] }));
  };
  check("on one line", '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }], [1, 1]);
  check("indented", '\n[\n  {\n    "a": 1\n  },\n\n  {"a": [1, {"b": "],[{"}]}\n]\n', [{ a: 1 }, { a: [1, { b: "],[{" }] }], [3, 7]);
  check("a byte-order mark", '\ufeff[{"a":"é"}]', [{ a: "é" }], [1]);
  check("quotes and backslashes in texts", '[{"a":"\\\\"},{"a":"\\"},{\\""}]', [{ a: "\\" }, { a: '"},{"' }], [1, 1]);
  check("digits beyond a double", '[{"a":12345678901234567890}]', [{ a: "12345678901234567890" }], [1]);
  check("nothing in it", "[ ]", [], []);
  check("an empty file", "", [], []);
  check("a comma too many at the end", '[{"a":1},\n]', [{ a: 1 }], [1]);
  check("lines of objects in a .json file", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }], [1, 2]);
  check("an array in a .jsonl file", '[\n{"a":1},\n{"a":2}]', [{ a: 1 }, { a: 2 }], [2, 3], "jsonl");

  it("elements that are no objects are named by their lines and skipped", async () => {
    const { rows, lines, findings } = await read('[{"a":1},\n{"a":tru},\n5,\n\n{"a":2},,\n{"a":3}]');
    assert.deepEqual(
      [rows, lines],
      [
        [{ a: 1 }, { a: 2 }, { a: 3 }],
        [1, 5, 6],
      ],
    );
    assert.deepEqual(
      findings.map((finding) => finding.slice(0, 21)),
      ["2: is not valid JSON:", "3: holds a number whe", "5: is not valid JSON:"],
    );
  });

  it("what cannot be decoded is named", async () => {
    const bad = Buffer.concat([Buffer.from('[{"a":"x"},\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}]')]);
    const { rows, findings } = await read(bad);
    assert.deepEqual(rows, [{ a: "x" }]);
    assert.match(findings.join(), /^2: starts an object that is not valid UTF-8/);
  });

  it("files that hold no list of objects are refused with what to write", async () => {
    for (const content of ['{"data":[{"a":1}]}', '{\n"a":{"0":1}\n}', '"text"'])
      await assert.rejects(read(content), /holds no list of objects; write \[\{"column": value\}, \.\.\.\], or one object on each line/);
    await assert.rejects(read('[{"a":1},\n{"a":2}'), /its list does not end/);
    await assert.rejects(read('[{"a":1},\n{"a":[2},\n{"a":3}]'), /its list does not end: the object that starts on line 2/);
    await assert.rejects(read('[{"a":1},\n{"a":"open},\n{"a":3}]'), /its list does not end: the object that starts on line 2/);
    await assert.rejects(read('[{"a":1}]\n[{"a":2}]'), /line 2 has text behind the end of the list/);
  });

  it("a megabyte and more, cut anywhere", async () => {
    const rows = Array.from({ length: 30_000 }, (_, a) => ({ a, b: `text, "quoted" \\ of row ${a} 😀`, c: [{ d: a }] }));
    assert.deepEqual((await read(JSON.stringify(rows))).rows, rows);
    assert.deepEqual((await read(JSON.stringify(rows, null, 1))).rows, rows);
  });

  it("reads what JSON.parse reads", async () => {
    const object = fc.dictionary(
      fc.string(),
      fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null),
      { maxKeys: 3 },
    );
    const property = fc.asyncProperty(fc.array(object), fc.constantFrom(0, 2), async (objects, indent) => {
      const text = JSON.stringify(objects, null, indent);
      const { rows, findings } = await read(text);
      assert.deepEqual(findings, []);
      assert.deepEqual(rows, parseJson(text));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
