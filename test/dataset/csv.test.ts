import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { readCsv } from "../../src/dataset/read/csv";
import { collect, createProjectFolder } from "./projectFiles";

type Cell = string | null;

interface Read {
  header: string[];
  rows: Cell[][];
  /** "line: message" of everything found. */
  findings: string[];
  positions: number[];
  lines: number[];
}

const folder = createProjectFolder();

async function read(content: string | Uint8Array, delimiter: "," | "\t" = ","): Promise<Read> {
  const batches = await collect(readCsv({ path: folder.write("data.csv", content), format: delimiter === "\t" ? "tsv" : "csv" }));
  return {
    header: [...(batches[0]?.columns.keys() ?? [])],
    rows: batches.flatMap(({ rows, columns }) =>
      Array.from({ length: rows }, (_, row) => [...columns.values()].map((cells) => cells[row] as Cell)),
    ),
    findings: batches.flatMap(({ findings }) => findings.map(({ line, message }) => `${line}: ${message}`)),
    positions: batches.flatMap(({ positions }) => [...positions]),
    lines: batches.flatMap(({ lines }) => [...lines!]),
  };
}

/** Rows as `a|b`, with ∅ for null. */
const show = (rows: readonly Cell[][]): string[] => rows.map((cells) => cells.map((cell) => cell ?? "∅").join("|"));

/** The lines of findings that cost a record. */
const skippedLines = (findings: readonly string[]): number[] =>
  findings.filter((finding) => finding.endsWith("is skipped)")).map((finding) => Number.parseInt(finding));

describe("CSV", () => {
  describe("well-formed", () => {
    const check = (what: string, content: string | Uint8Array, expected: string[], delimiter?: "\t"): void => {
      it(what, async () => {
        const { header, rows, findings } = await read(content, delimiter);
        assert.deepEqual([...show([header]), ...show(rows)], expected);
        assert.deepEqual(findings, []);
      });
    };
    check("plain", "id,text\n1,hi\n2,yo\n", ["id|text", "1|hi", "2|yo"]);
    check("no newline at the end", "id,text\n1,hi", ["id|text", "1|hi"]);
    check("Windows line ends", "id,text\r\n1,hi\r\n2,\r\n", ["id|text", "1|hi", "2|∅"]);
    check("byte order mark", "\uFEFFid,text\n1,hi\n", ["id|text", "1|hi"]);
    check("byte order mark before a quote", '\uFEFF"id",text\n1,hi\n', ["id|text", "1|hi"]);
    check("emoji and right-to-left text", "id,text\n1,😀👍🏽\n2,مرحبا بالعالم\n", ["id|text", "1|😀👍🏽", "2|مرحبا بالعالم"]);
    check("empty cells are null, quoted empty cells are empty text", 'a,b,c\n,"",\n"",,x\n', ["a|b|c", "∅||∅", "|∅|x"]);
    check("quoted separators and doubled quotes", 'a,b\n"x, y","he said ""hi"""\n"""",""""""\n', ["a|b", 'x, y|he said "hi"', '"|""']);
    check("quoted newlines are kept as they are", 'a,b\n"one\ntwo\r\nthree","x\n"\n4,5\n', ["a|b", "one\ntwo\r\nthree|x\n", "4|5"]);
    check("blank lines", "\n\na,b\n\n1,2\n\r\n3,4\n\n", ["a|b", "1|2", "3|4"]);
    check("spaces belong to names and cells", "first name, b \n x ,y\n", ["first name| b ", " x |y"]);
    check("header only", "a,b\n", ["a|b"]);
    check("header only, without newline", "a,b", ["a|b"]);
    check("empty file", "", [""]);
    check("tabs", 'a\tb\n1,5\t"x\ty"\n', ["a|b", "1,5|x\ty"], "\t");
    check("one column", "text\nhi\nyo\n", ["text", "hi", "yo"]);
    check("a quoted header over two lines", '"a\nb",c\n1,2\n', ["a\nb|c", "1|2"]);
  });

  describe("malformed records are named, skipped and disturb no other", () => {
    const check = (what: string, content: string | Uint8Array, rows: string[], findings: RegExp[]): void => {
      it(what, async () => {
        const result = await read(content);
        assert.deepEqual(show(result.rows), rows);
        assert.equal(result.findings.length, findings.length, result.findings.join("\n"));
        findings.forEach((pattern, i) => assert.match(result.findings[i]!, pattern));
      });
    };
    const head = "id,text,label\n1,a,HAM\n";
    check(
      "too many fields",
      `${head}2,b,HAM,x\n3,c,HAM\n`,
      ["1|a|HAM", "3|c|HAM"],
      [/^3: has 4 fields where the header has 3; put .* in double quotes/],
    );
    check("too few fields", `${head}2\n3,c,HAM\n`, ["1|a|HAM", "3|c|HAM"], [/^3: has 1 field where the header has 3; fill in/]);
    check(
      "a quote in a bare cell",
      `${head}2,b"x,HAM\n3,c,HAM\n`,
      ["1|a|HAM", "3|c|HAM"],
      [/^3: has a quote inside a cell that is not quoted/],
    );
    check(
      "text after a closing quote",
      `${head}2,"b"x,HAM\n3,c,HAM\n`,
      ["1|a|HAM", "3|c|HAM"],
      [/^3: has text after a closing quote; double/],
    );
    check("an unterminated quote in the last line", `${head}2,"b,HAM\n`, ["1|a|HAM"], [/^3: opens a quote that never closes; close it/]);
    check(
      "an unterminated quote costs one line",
      `${head}2,"b,HAM\n3,c,HAM\n4,d,HAM\n`,
      ["1|a|HAM", "3|c|HAM", "4|d|HAM"],
      [/^3: opens a quote that never/],
    );
    check(
      "an unterminated quote before quoted records",
      `${head}2,"b,HAM\n3,"c",HAM\n4,"d\nd",HAM\n5,"",HAM\n`,
      ["1|a|HAM", "3|c|HAM", "4|d\nd|HAM", "5||HAM"],
      [/^3: opens a quote that does not close properly/],
    );
    check(
      "two unterminated quotes",
      `${head}2,"b,HAM\n3,c,HAM\n4,"d,HAM\n5,e,HAM\n`,
      ["1|a|HAM", "3|c|HAM", "5|e|HAM"],
      [/^3: /, /^5: opens a quote that never/],
    );
    check(
      "lines are counted physically, over quoted newlines",
      `id,text,label\n1,"a\n\nb",HAM\n2,x\n3,"c\nd",HAM\n4\n`,
      ["1|a\n\nb|HAM", "3|c\nd|HAM"],
      [/^5: has 2 fields/, /^8: has 1 field /],
    );
    check(
      "a record over several lines is skipped whole",
      `${head}2,"b\nb\nb",HAM,x\n3,c,HAM\n`,
      ["1|a|HAM", "3|c|HAM"],
      [/^3: has 4 fields/],
    );
    const invalid = Buffer.concat([Buffer.from(`${head}2,b`), Buffer.from([0xff, 0xfe]), Buffer.from(",HAM\n3,é,HAM\n")]);
    check("bytes that are not UTF-8", invalid, ["1|a|HAM", "3|é|HAM"], [/^3: is not valid UTF-8; save/]);
    const inside = Buffer.concat([Buffer.from(`${head}2,"b\n`), Buffer.from([0xc3]), Buffer.from('",HAM\n3,c,HAM\n')]);
    check("bytes that are not UTF-8 in a quoted cell", inside, ["1|a|HAM", "3|c|HAM"], [/^4: is not valid UTF-8/]);
  });

  it("names columns apart", async () => {
    const { header, rows, findings } = await read("a,a,,a_2,a\n1,2,3,4,5\n");
    assert.deepEqual(header, ["a", "a_3", "column3", "a_2", "a_4"]);
    assert.deepEqual(show(rows), ["1|2|3|4|5"]);
    assert.deepEqual(
      findings.map((finding) => finding.slice(0, 42)),
      [
        '1: names the column "a" twice; the second ',
        "1: has no name for column 3; it is read as",
        '1: names the column "a" twice; the second ',
      ],
    );
  });

  it("refuses a file whose header cannot be read", async () => {
    await assert.rejects(read('id,"text\n1,a\n'), /line 1, the header, opens a quote that never closes/);
    await assert.rejects(read("id,text\r1,a\r2,b\r"), /CR only/);
  });

  it("counts malformed records as positions, so that mending one moves no id", async () => {
    const { positions, lines } = await read('a,b\n0,x\nbad\n2,"x\ny"\n\n3,x\n');
    assert.deepEqual(
      [positions, lines],
      [
        [0, 2, 3],
        [2, 4, 7],
      ],
    );
  });

  it("reads across the blocks it fetches", async () => {
    const long = `${"é😀,\n".repeat(200_000)}`;
    const records = Array.from({ length: 50_000 }, (_, i) => `${i},text of row ${i} 😀`);
    const { rows, findings, lines } = await read(`id,text\n${records.join("\n")}\nbad\nlast,"${long}"\nafter,x\n`);
    assert.deepEqual(show(rows.slice(0, 50_000)).join("\n"), records.join("\n").replaceAll(",", "|"));
    assert.deepEqual(rows.slice(50_000), [
      ["last", long],
      ["after", "x"],
    ]);
    assert.match(findings.join(), /^50002: has 1 field/);
    assert.equal(lines.at(-1), 50_003 + 200_000 + 1);
  });

  it("gives up on a quote that stays open for too long, in bounded memory", async () => {
    const filler = `${"x".repeat(1000)},y\n`.repeat(17_000);
    const { rows, findings } = await read(`a,b\n1,"open\n${filler}`);
    assert.deepEqual([rows.length, findings.length], [17_000, 1]);
    assert.match(findings[0]!, /^2: opens a quote that never closes/);
  });

  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom("a", "b", " ", ",", '"', "\n", "\r\n", "é", "😀", "م", "\t", "'") }) },
    fc.constant(null),
  );
  // One column more that is never empty, so that no record is a blank line.
  const record = fc.tuple(fc.nat().map(String), cell, cell);
  const quote = (value: Cell): string =>
    value === null ? "" : /[",\r\n]/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value;

  it("reads what csv-parse reads", async () => {
    const property = fc.asyncProperty(fc.array(record, { minLength: 1 }), fc.constantFrom("\n", "\r\n"), async (records, end) => {
      const text = [["a", "b", "c"], ...records].map((cells) => cells.map(quote).join(",")).join(end);
      const theirs = parse(text, { record_delimiter: end });
      const { rows, findings } = await read(text);
      // A cell of several lines may look like whole records, which is said; it is read all the same.
      assert.deepEqual(skippedLines(findings), []);
      assert.deepEqual(rows, records);
      assert.deepEqual([["a", "b", "c"], ...rows.map((cells) => cells.map((value) => value ?? ""))], theirs);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it("names every injected malformed record at its line and keeps all others", async () => {
    const malformed = fc.constantFrom(
      "only one",
      "a,b,c,d",
      'x,a "quoted" word,z',
      '1,"closed"too early,z',
      '1,"never closed,z',
      "1,\uFFFF,z",
    );
    // After an unterminated quote, a quoted cell that starts with a separator or line end would close it: nobody can tell.
    const good = record.map(([id, b, c]): Cell[] => [id, b && `x${b}`, c && `x${c}`]);
    const property = fc.asyncProperty(fc.array(fc.oneof({ weight: 3, arbitrary: good }, malformed)), async (records) => {
      const expected: { rows: Cell[][]; bad: number[] } = { rows: [], bad: [] };
      const chunks = [Buffer.from("a,b,c\n")];
      let line = 2;
      for (const item of records) {
        const text = typeof item === "string" ? item : item.map(quote).join(",");
        if (typeof item === "string") expected.bad.push(line);
        else expected.rows.push(item);
        chunks.push(text.includes("\uFFFF") ? Buffer.from([0x31, 0x2c, 0xff, 0x2c, 0x7a, 0x0a]) : Buffer.from(`${text}\n`));
        line += text.split("\n").length;
      }
      const { rows, findings } = await read(Buffer.concat(chunks));
      assert.deepEqual(rows, expected.rows);
      assert.deepEqual(skippedLines(findings), expected.bad);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});
