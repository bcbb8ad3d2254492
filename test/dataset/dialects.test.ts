// Tables as people have them: delimiters, quotes, comments, encodings and compression, found by looking or named in the config.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ReadSettings } from "../../src/protocol/engine";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createProjectFolder, rowsOf } from "./projectFiles";

const folder = createProjectFolder();
let files = 0;

interface Read {
  /** Rows as `a|b`, null as ∅. */
  readonly rows: string[];
  readonly columns: string;
  readonly problems: string[];
}

async function read(content: string | Uint8Array, settings?: ReadSettings, ending = ".csv"): Promise<Read> {
  const name = `data${files++}${ending}`;
  const path = folder.write(name, content);
  const dataset = await openDataset(folder.spec({ all: name }, settings && { reading: { [path]: settings } }));
  const { columns, problems } = dataset.info;
  return {
    columns: columns.map(({ name, type }) => `${name}:${type}`).join(" "),
    rows: rowsOf(await dataset.sample()).map((row) => Object.values(row).map(String).join("|").replaceAll("null", "∅")),
    problems: problems.map(({ line, message }) => (line === undefined ? message : `${line}: ${message}`)),
  };
}

/** No settings, nothing to say: it is found by looking. */
function finds(what: string, content: string | Uint8Array, columns: string, rows: string[], ending?: string): void {
  it(what, async () => assert.deepEqual(await read(content, undefined, ending), { columns, rows, problems: [] }));
}

describe("tables as people have them", () => {
  describe("the delimiter is found by looking", () => {
    const typed = "id:number text:string";
    finds("semicolons, with commas in the cells", "id;text\n1;hi, you\n2;yo, me\n", typed, ["1|hi, you", "2|yo, me"]);
    finds("bars", "id|text\n1|hi\n2|yo; you\n", typed, ["1|hi", "2|yo; you"]);
    finds("tabs in a .csv", "id\ttext\n1\thi, you\n2\tyo\n", typed, ["1|hi, you", "2|yo"]);
    finds("commas in a .tsv", 'id,text\n1,"a, b"\n', typed, ["1|a, b"], ".tsv");
    finds("semicolons with quoted cells over lines", 'id;text\n1;"a;b\nc"\n2;d\n', typed, ["1|a;b\nc", "2|d"]);
    it("a header alone", async () => assert.equal((await read("id;text\n")).columns, "id:string text:string"));
    finds("one column stays one, whatever its texts hold", "text\nhi; you\nyo | me; us\n", "text:string", ["hi; you", "yo | me; us"]);
    finds("one column with commas in some of its header's cells", 'text\n"a;b"\nc;d\n', "text:string", ["a;b", "c;d"]);

    it("commas that the header has are not given up for the sake of bad records", async () => {
      const { columns, problems } = await read("id,text\n1,a;b,c\n2,d;e,f\n3,g\n");
      assert.equal(columns, "id:number text:string");
      assert.deepEqual(
        problems.map((problem) => problem.slice(0, 32)),
        ["2: has 3 fields where the header", "3: has 3 fields where the header"],
      );
    });
  });

  describe("lines above the header", () => {
    finds("sep=; as Excel writes it", "sep=;\r\nid;a,b\r\n1;x\r\n", "id:number a,b:string", ["1|x"]);
    finds('"sep=," in quotes', '"sep=|"\nid|text\n1|x\n', "id:number text:string", ["1|x"]);
    finds("comments", "# exported by a tool, on Monday, at 9\n#\n\nid,text\n1,x\n", "id:number text:string", ["1|x"]);
    finds("a header that starts with # is one", "#id,text\n1,x\n", "#id:number text:string", ["1|x"]);
    finds("comments above such a header", "##made=by hand\n#id\ttext\n1\tx\n", "#id:number text:string", ["1|x"], ".tsv");

    it("a setting takes comments out everywhere, but not of quoted cells", async () => {
      const content = 'id,text\n1,x\n% a, note, of mine\n2,"y\n% not one"\n';
      assert.deepEqual(await read(content, { comment: "%" }), {
        columns: "id:number text:string",
        rows: ["1|x", "2|y\n% not one"],
        problems: [],
      });
    });
  });

  describe("quotes", () => {
    it("are plain text in a TSV where they do not balance, and that is said", async () => {
      const { rows, problems } = await read('id\ttext\n1\t5" screen\n2\t"so called\n3\tplain\n', undefined, ".tsv");
      assert.deepEqual(rows, ['1|5" screen', '2|"so called', "3|plain"]);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /^is read with quotes as plain text, because they do not balance; set "quote": "none"/);
    });

    it("are plain text in a TSV of some megabytes whose first quote nothing closes", async () => {
      const lines = Array.from({ length: 60_000 }, (_, i) => `${i}\tsome text of row ${i}`);
      lines[3] = '3\t"so called';
      const { rows, problems } = await read(`id\ttext\n${lines.join("\n")}\n`, undefined, ".tsv");
      assert.ok(rows.length === 10_000 && problems.length === 1);
      assert.match(problems[0]!, /^is read with quotes as plain text/);
    });

    it("stay quotes where a cell of two lines is cut by the end of what is looked at", async () => {
      const { rows, problems } = await read('id\ttext\n1\ta\n2\t"one\ntwo"', undefined, ".tsv");
      assert.deepEqual([rows, problems], [["1|a", "2|one\ntwo"], []]);
    });

    it("stay quotes in a TSV that quotes its tabs: then one that does not balance costs its record", async () => {
      const { rows, problems } = await read('id\ttext\n1\t"a\tb"\n2\t5" screen\n3\tx\n', undefined, ".tsv");
      assert.deepEqual(rows, ["1|a\tb", "3|x"]);
      assert.match(problems.join(), /^3: has a quote inside a cell that is not quoted/);
    });

    it("none, by setting", async () => {
      const { rows, problems } = await read('id,text\n1,"a"\n2,"b\n', { quote: "none" });
      assert.deepEqual([rows, problems], [['1|"a"', '2|"b'], []]);
    });

    it("another character, by setting", async () => {
      assert.deepEqual((await read("id,text\n1,'a, ''b'''\n2,\"c\"\n", { quote: "'" })).rows, ["1|a, 'b'", '2|"c"']);
    });

    it("lenient: as Python's csv module reads them", async () => {
      // list(csv.reader(io.StringIO(text, newline="")))
      const text = 'id,text,end\n1,5" screen,x\n2,"a"b"c",y\n3,"a, ""b""" c,z\n';
      const { rows, problems } = await read(text, { quotes: "lenient" });
      assert.deepEqual(rows, ['1|5" screen|x', '2|ab"c"|y', '3|a, "b" c|z']);
      assert.deepEqual(problems, []);
      assert.deepEqual((await read(text)).rows, []);
    });
  });

  it("null words are no value, unless quoted", async () => {
    const { rows, columns } = await read('id,n,text\n1,NA,"NA"\n2,5,n/a\n', { nulls: ["NA", "n/a"] });
    assert.deepEqual([columns, rows], ["id:number n:number text:string", ["1|∅|NA", "2|5|∅"]]);
  });

  it("a decimal comma makes numbers, and leaves text alone", async () => {
    const content = "id;n;text\n1;1,5;1,5\n2;-0,25;a\n3;;1.5\n4;1e3;x\n";
    const { rows, columns } = await read(content, { decimal: "," });
    assert.deepEqual([columns, rows], ["id:number n:number text:string", ["1|1.5|1,5", "2|-0.25|a", "3|∅|1.5", "4|1000|x"]]);
    assert.equal((await read("id;n\n1;1.5\n2;2,5\n", { decimal: "," })).columns, "id:number n:string");
  });

  it("a delimiter of several characters, by setting", async () => {
    assert.deepEqual((await read('id::text\n1::"a::b"\n2::c:d\n', { delimiter: "::" })).rows, ["1|a::b", "2|c:d"]);
  });

  describe("encodings", () => {
    const text = "id,text\n1,Größe – 5 €\n2,日本 😀\n";
    const rows = ["1|Größe – 5 €", "2|日本 😀"];
    const utf16 = Buffer.from(text, "utf16le");
    const mark = "\ufeff";
    finds("UTF-8 with a mark", mark + text, "id:number text:string", rows);
    finds("UTF-16 with a mark", Buffer.from(mark + text, "utf16le"), "id:number text:string", rows);
    finds("UTF-16, high byte first, with a mark", Buffer.from(mark + text, "utf16le").swap16(), "id:number text:string", rows);

    for (const [order, content] of [
      ["le", utf16],
      ["be", Buffer.from(utf16).swap16()],
    ] as const)
      it(`UTF-16${order} without a mark is found, and that is said; a setting needs no word`, async () => {
        const found = await read(content);
        assert.deepEqual(found.rows, rows);
        assert.match(found.problems.join(), new RegExp(`^is read as UTF-16 .*set "encoding": "utf-16${order}"$`));
        assert.deepEqual((await read(content, { encoding: `utf-16${order}` })).problems, []);
      });

    it("UTF-16 without a mark is found in a text that has little ASCII", async () => {
      const chinese = `id,text\n${Array.from({ length: 50 }, (_, i) => `${i},一上日本語中文一二三四五六七八九十`).join("\n")}\n`;
      assert.equal((await read(Buffer.from(chinese, "utf16le"))).rows[1], "1|一上日本語中文一二三四五六七八九十");
    });

    it("a NUL in UTF-8 is a character", async () => {
      assert.deepEqual((await read("id,text\n1,a\0b\n2,é\n")).rows, ["1|a\0b", "2|é"]);
    });

    it("windows-1252, under each of its names", async () => {
      const content = Buffer.from("69642c746578740a312c47726f6c6c6520936162940a322c3520800a", "hex");
      for (const encoding of ["windows-1252", "cp1252", "latin-1", "ISO-8859-1"])
        assert.deepEqual((await read(content, { encoding })).rows, ["1|Grolle “ab”", "2|5 €"]);
    });

    it("others by their labels, Python's too", async () => {
      // "日本".encode("cp932"), "Привет".encode("cp1251")
      const japanese = Buffer.concat([Buffer.from("id,text\n1,"), Buffer.from("93fa967b", "hex")]);
      for (const encoding of ["cp932", "shift_jis"]) assert.deepEqual((await read(japanese, { encoding })).rows, ["1|日本"]);
      const russian = Buffer.concat([Buffer.from("id,text\n1,"), Buffer.from("cff0e8e2e5f2", "hex")]);
      assert.deepEqual((await read(russian, { encoding: "cp1251" })).rows, ["1|Привет"]);
    });

    it("what cannot be decoded is named by its line, in any encoding", async () => {
      const bad = Buffer.concat([Buffer.from("id,text\n1,a\n2,"), Buffer.from([0xff]), Buffer.from("\n3,\ufffd\n")]);
      const { rows, problems } = await read(bad);
      assert.deepEqual(rows, ["1|a", "3|\ufffd"]);
      assert.match(problems.join(), /^3: is not valid UTF-8; save the file as UTF-8, or set its "encoding" under "data"/);
      const lone = Buffer.from("\ufeffid,text\n1,a\n2,\ud83d\n3,b\n", "utf16le");
      assert.match((await read(lone)).problems.join(), /^3: is not valid UTF-16LE/);
      assert.match((await read(bad.subarray(0, 15), { encoding: "shift_jis" })).problems.join(), /^3: is not valid shift_jis/i);
    });

    it("UTF-32 and encodings that there are not are refused", async () => {
      await assert.rejects(read(Buffer.from("fffe00006900000064000000", "hex")), /is UTF-32; save it as UTF-8/);
      await assert.rejects(read("id\n", { encoding: "cp437x" }), /there is no encoding "cp437x"/);
    });
  });

  describe("compressed", () => {
    finds(".csv.gz", gzipSync("id;text\n1;hi, you\n"), "id:number text:string", ["1|hi, you"], ".csv.gz");
    finds(".jsonl.gz, of two parts", Buffer.concat([gzipSync('{"id":1}\n'), gzipSync('{"id":2}\n')]), "id:number", ["1", "2"], ".jsonl.gz");

    for (const [file, rows] of [
      ["table.csv.zst", ["1|hi, you"]],
      ["frames.jsonl.zst", ["1", "2", "3"]],
    ] as const)
      it(`${file}, as the zstd program writes it`, async () => {
        const content = readFileSync(join(__dirname, "formats", file));
        assert.deepEqual((await read(content, undefined, file.slice(file.indexOf(".")))).rows, rows);
        await assert.rejects(read(content.subarray(0, content.length - 6), undefined, ".csv.zst"), /its zstd data ends too early/);
      });

    it("damaged and cut-off files are named", async () => {
      const whole = gzipSync(`id,text\n${"1,some text\n".repeat(1000)}`);
      await assert.rejects(
        read(whole.subarray(0, whole.length - 20), undefined, ".csv.gz"),
        /data\d+\.csv\.gz: its gzip data ends too early/,
      );
      const flipped = Buffer.from(whole);
      flipped[whole.length - 6]! ^= 1;
      await assert.rejects(read(flipped, undefined, ".csv.gz"), /is not valid gzip; compress or download/);
      await assert.rejects(read("id,text\n1,x\n", undefined, ".csv.gz"), /is not valid gzip/);
      await assert.rejects(read("id,text\n1,x\n", undefined, ".csv.zst"), /is not valid zstd/);
    });
  });
});
