import assert from "node:assert/strict";
import type { CellValue } from "../../src/core/data/cells";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createProject, type Files } from "./projectFiles";

describe("column types come from all cells of all files", () => {
  const check = (what: string, files: Files, type: string, cells: CellValue[]): void => {
    it(what, async () => {
      const dataset = await openDataset(createProject(files, { train: Object.keys(files) }, { sample: { rows: "all", seed: 7 } }).spec);
      const info = dataset.info.columns.find(({ name }) => name === "c")!;
      assert.equal(`${info.tsType ?? info.type}${info.nullable ? "?" : ""}`, type);
      assert.deepEqual((await dataset.sample()).columns.get("c"), cells);
    });
  };
  const csv = (...cells: readonly string[]): Files => ({ "a.csv": `c,d\n${cells.map((cell) => `${cell},x\n`).join("")}` });
  const json = (...cells: CellValue[]): Files => ({ "b.jsonl": cells.map((c) => JSON.stringify({ c, d: "x" })).join("\n") });
  check("numbers", csv("1", "-2.5", "1e3", ".5", ""), "number?", [1, -2.5, 1000, 0.5, null]);
  check("one word among numbers", csv("1", "2", "n/a"), "string", ["1", "2", "n/a"]);
  check("leading zeros are ids", csv("7", "007"), "string", ["7", "007"]);
  check("numbers too long for a double are ids", csv("1", "12345678901234567890"), "string", ["1", "12345678901234567890"]);
  check("numbers out of range are text", csv("1e999"), "string", ["1e999"]);
  check("a lone minus or point is text", csv("-", "1"), "string", ["-", "1"]);
  check("NaN in CSV is text", csv("NaN", "1"), "string", ["NaN", "1"]);
  check("booleans in any case", csv("true", "FALSE", ""), "boolean?", [true, false, null]);
  check("dates and timestamps", csv("2024-01-05", "2024-01-05 10:20:30.5", "2024-01-05T10:20Z"), "date", [
    "2024-01-05",
    "2024-01-05T10:20:30.5",
    "2024-01-05T10:20Z",
  ]);
  check("what only looks like a date", csv("2024-13-05"), "string", ["2024-13-05"]);
  check("numbers and booleans together are text", csv("1", "true"), "string", ["1", "true"]);
  check("quoted empty text is text among text", csv('""', "a", ""), "string?", ["", "a", null]);
  check("quoted empty text is null among numbers", csv('""', "1"), "number?", [null, 1]);
  check("nothing but empty cells", csv("", ""), "string?", [null, null]);
  check("text that spells a number stays text in JSON", json("1", "2"), "string", ["1", "2"]);
  check("dates in JSON", json("2024-01-05", null), "date?", ["2024-01-05", null]);
  check("mixed scalars in JSON", json(1, "a", true), "string", ["1", "a", "true"]);
  check("integers beyond 2^53 make the column text", { "b.jsonl": '{"c":1}\n{"c":1234567890123456789}\n' }, "string", [
    "1",
    "1234567890123456789",
  ]);
  check("lists", json(["a"], []), "readonly string[]", [["a"], []]);
  check("objects", json({ a: 1 }, { a: null }, null), "{ readonly a: number | null }?", [{ a: 1 }, { a: null }, null]);
  check("a list among scalars", json([1], "x", 2), "readonly number[] | number | string", [[1], "x", 2]);
  check("files that disagree: number and text", { ...csv("1", "2.50"), ...json("x") }, "string", ["1", "2.50", "x"]);
  check("files that disagree: number and boolean", { ...csv("1"), ...json(true) }, "string", ["1", "true"]);
  check("files that agree in their own ways", { ...csv("1"), ...json(2) }, "number", [1, 2]);
  check("a file without the column", { ...csv("1"), "b.jsonl": '{"d":"x"}\n' }, "number?", [1, null]);
  check("rows without the column", { "b.jsonl": '{"c":1}\n{"d":2}\n' }, "number?", [1, null]);
  check("columns in another order", { "a.csv": "c,d\n1,x\n", "b.csv": "d,c\ny,2\n" }, "number", [1, 2]);
  const long = Array.from({ length: 200_000 }, (_, i) => String(i));
  check("one word after 200,000 numbers", { "a.csv": `c\n${long.join("\n")}\nend\n` }, "string", [...long, "end"]);
});
