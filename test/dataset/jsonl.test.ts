import assert from "node:assert/strict";
import fc from "fast-check";
import type { CellValue } from "../../src/core/data/cells";
import { readJsonl } from "../../src/dataset/read/jsonl";
import { readText } from "../../src/dataset/read/text";
import { collect, createProjectFolder } from "./projectFiles";

type Row = Record<string, CellValue>;

const folder = createProjectFolder();

async function read(content: string | Uint8Array): Promise<{ rows: Row[]; findings: string[]; positions: number[]; lines: number[] }> {
  const batches = await collect(readJsonl(readText({ path: folder.write("data.jsonl", content), format: "jsonl" })));
  return {
    rows: batches.flatMap(({ rows, columns }) =>
      Array.from({ length: rows }, (_, row) => Object.fromEntries([...columns].map(([name, cells]) => [name, cells[row]!]))),
    ),
    findings: batches.flatMap(({ findings }) => findings.map(({ line, message }) => `${line}: ${message}`)),
    positions: batches.flatMap(({ positions }) => [...positions]),
    lines: batches.flatMap(({ lines }) => [...lines!]),
  };
}

/** 1 in so many lists. */
const nested = (depth: number): CellValue => Array.from({ length: depth }).reduce<CellValue>((inner) => [inner], 1);

describe("JSON Lines", () => {
  const check = (what: string, content: string | Uint8Array, rows: Row[], findings: RegExp[] = []): void => {
    it(what, async () => {
      const result = await read(content);
      assert.deepEqual(result.rows, rows);
      assert.equal(result.findings.length, findings.length, result.findings.join("\n"));
      findings.forEach((pattern, i) => assert.match(result.findings[i]!, pattern));
    });
  };
  check("plain", '{"a":1,"b":"x"}\n{"a":2,"b":null}\n', [
    { a: 1, b: "x" },
    { a: 2, b: null },
  ]);
  check("byte order mark, Windows line ends, blank lines, no newline at the end", '\uFEFF{"a":1}\r\n\r\n  \n{"a":2}', [{ a: 1 }, { a: 2 }]);
  check("emoji, right-to-left text, escapes", '{"a":"😀\\n","b":"مرحبا"}\n', [{ a: "😀\n", b: "مرحبا" }]);
  check("keys in any order, missing keys are null", '{"a":1,"b":2}\n{"b":3,"a":4}\n{"c":5}\n', [
    { a: 1, b: 2, c: null },
    { a: 4, b: 3, c: null },
    { a: null, b: null, c: 5 },
  ]);
  check("nested values", '{"a":[1,{"b":null}],"c":{"d":true}}\n', [{ a: [1, { b: null }], c: { d: true } }]);
  check(
    "integers that a double cannot hold keep their digits",
    '{"a":1234567890123456789,"b":[-9007199254740993],"c":"1234567890123456789: \\"9007199254740993","d":9007199254740991,"e":0.12345678901234567}\n',
    [
      {
        a: "1234567890123456789",
        b: ["-9007199254740993"],
        c: '1234567890123456789: "9007199254740993',
        d: 9007199254740991,
        e: 0.12345678901234567,
      },
    ],
  );
  check("names that every object has are columns like others", '{"constructor":1,"toString":"x"}\n{}\n', [
    { constructor: 1, toString: "x" },
    { constructor: null, toString: null },
  ]);
  check(
    "broken JSON",
    '{"a":1}\n{"a":2\n{"a":3}\n',
    [{ a: 1 }, { a: 3 }],
    [/^2: is not valid JSON: .*; write one whole object on each line \(the record is skipped\)$/],
  );
  check(
    "lines that hold no object",
    '[{"a":1}]\n"x"\n5\nnull\n{"a":2}\n',
    [{ a: 2 }],
    [/^1: holds an array where/, /^2: holds a string/, /^3: holds a number/, /^4: holds null/],
  );
  check("a number with a leading zero is no JSON, however long", '{"a":01234567890123456789}\n', [], [/^1: is not valid JSON/]);
  check(
    "bytes that are not UTF-8",
    Buffer.concat([Buffer.from('{"a":1}\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":2}\n')]),
    [{ a: 1 }, { a: 2 }],
    [/^2: is not valid UTF-8/],
  );
  check("an empty file", "", []);

  check(
    "one record nested without end costs itself alone",
    `{"a":1}\n{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}\n{"a":${"[".repeat(999)}1${"]".repeat(999)}}\n`,
    [{ a: 1 }, { a: nested(999) }],
    [/^2: is not valid JSON: it is nested deeper than 1000 lists and objects; .*\(the record is skipped\)$/],
  );
  check("brackets in texts are no depth", `{"a":${JSON.stringify('[\\"{'.repeat(2_000))}}\n`, [{ a: '[\\"{'.repeat(2_000) }]);

  it("reads texts of 12 MB beside integers that a double cannot hold", async () => {
    const text = 'x\\"1234567890123456 '.repeat(600_000);
    const { rows, findings } = await read(`{"a":${JSON.stringify(text)},"b":1234567890123456789}\n`);
    assert.deepEqual([rows.length, rows[0]!["a"] === text, rows[0]!["b"], findings], [1, true, "1234567890123456789", []]);
  });

  it("refuses objects whose keys are data", async () => {
    const lines = Array.from({ length: 1001 }, (_, i) => `{"k${i}":1}\n`);
    assert.equal((await read(lines.slice(1).join(""))).rows.length, 1000);
    await assert.rejects(read(lines.join("")), /more than 1000 different keys; put keys that vary into one nested object/);
  });

  it("counts malformed lines as positions, blank ones not", async () => {
    const { positions, lines } = await read('{"a":0}\nbad\n\n{"a":2}\n');
    assert.deepEqual(
      [positions, lines],
      [
        [0, 2],
        [1, 4],
      ],
    );
  });

  it("names every injected malformed line and keeps all other rows", async () => {
    const row = fc.record({
      a: fc.string({ unit: "grapheme" }),
      // Integers beyond 2^53 arrive as text, by design.
      b: fc.jsonValue().filter((value) => !/\d{16}/.test(JSON.stringify(value))),
      c: fc.integer(),
    });
    const malformed = fc.constantFrom('{"a":', "}", "[]", "true", '{"a":"x}', "{'a':1}");
    const property = fc.asyncProperty(
      fc.array(fc.oneof({ weight: 3, arbitrary: row }, malformed)),
      fc.constantFrom("\n", "\r\n", "\n\n"),
      async (items, end) => {
        const { rows, lines, findings } = await read(
          items.map((item) => (typeof item === "string" ? item : JSON.stringify(item)) + end).join(""),
        );
        const lineOf = (item: number): number => 1 + item * (end.split("\n").length - 1);
        const places = items.map((item, i) => ({ item, line: lineOf(i) }));
        const good = places.filter(({ item }) => typeof item !== "string");
        assert.deepEqual(
          rows,
          good.map(({ item }) => JSON.parse(JSON.stringify(item)) as Row),
        );
        assert.deepEqual(
          lines,
          good.map(({ line }) => line),
        );
        assert.deepEqual(
          findings.map((finding) => Number.parseInt(finding)),
          places.filter(({ item }) => typeof item === "string").map(({ line }) => line),
        );
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
