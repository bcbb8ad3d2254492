import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { SPLITS } from "../../src/core/data/cells";
import { connectDuckDb, quoteText } from "../../src/dataset/cells/duckdb";
import { concatTables } from "../../src/dataset/open/tables";
import { openDataset } from "../../src/dataset/open/openDataset";
import type { ProjectSpec } from "../../src/protocol/engine";
import { collect, createProject, placesOf, rowsOf, type Data } from "./projectFiles";

describe("opening a dataset", () => {
  it("gives the same rows from every format", async () => {
    const expected = [
      { id: "007", text: "plain", n: 1.5, ok: true, day: "2024-01-05" },
      { id: "008", text: 'a "quoted", 😀\nمرحبا', n: -2, ok: false, day: "2024-01-06" },
      { id: "009", text: null, n: null, ok: null, day: null },
    ];
    const files = {
      "a.csv": 'id,text,n,ok,day\n007,plain,1.5,true,2024-01-05\n008,"a ""quoted"", 😀\nمرحبا",-2,False,2024-01-06\n009,,,,\n',
      "a.tsv":
        'id\ttext\tn\tok\tday\r\n007\tplain\t1.5\tTRUE\t2024-01-05\r\n008\t"a ""quoted"", 😀\nمرحبا"\t-2\tfalse\t2024-01-06\r\n009\t\t\t\t\r\n',
      "a.jsonl": expected.map((row) => JSON.stringify(row)).join("\n"),
      "a.ndjson": `\uFEFF${expected.map((row) => JSON.stringify(row)).join("\r\n")}\r\n`,
    };
    const { folder } = createProject(files, {});
    const connection = await connectDuckDb();
    const rows =
      "('007', 'plain', 1.5::FLOAT, true, DATE '2024-01-05'), ('008', 'a \"quoted\", 😀\nمرحبا', -2, false, '2024-01-06'), ('009', NULL, NULL, NULL, NULL)";
    await connection.run(`COPY (SELECT * FROM (VALUES ${rows}) t(id, text, n, ok, day)) TO ${quoteText(folder.path("a.parquet"))}`);
    connection.disconnectSync();
    const columns = ["id: string", "text: string?", "n: number?", "ok: boolean?", "day: date?"];
    for (const name of [...Object.keys(files), "a.parquet"]) {
      const dataset = await openDataset(folder.spec({ train: name }));
      assert.deepEqual(
        dataset.info.columns.map((column) => `${column.name}: ${column.type}${column.nullable ? "?" : ""}`),
        columns,
        name,
      );
      assert.deepEqual(rowsOf(await dataset.sample()), expected, name);
    }
    const together = await openDataset(folder.spec({ all: "a.*" }));
    assert.deepEqual(rowsOf(await together.sample()), Array.from({ length: 5 }, () => expected).flat());
    assert.deepEqual(
      together.info.files.map((path) => path.split(".").at(-1)),
      ["csv", "jsonl", "ndjson", "parquet", "tsv"],
    );
  });

  it("knows the hashes of the files that it has read byte by byte, as long as they are what they were", async () => {
    const records = Array.from({ length: 30_000 }, (_, i) => ({ id: `${i}`, text: `naïve 😀 ${i}\n"${i}"` }));
    const lines = records.map((record) => JSON.stringify(record)).join("\n");
    const csv = `id,text\n${records.map(({ id, text }) => `${id},"${text.replaceAll('"', '""')}"\n`).join("")}`;
    const contents: Readonly<Record<string, string | Uint8Array>> = {
      "a.csv": csv,
      "b.csv": Buffer.from(`\uFEFF${csv}`, "utf16le"),
      "c.csv.gz": gzipSync(csv),
      "d.jsonl.gz": Buffer.concat([gzipSync(lines.slice(0, 1000)), gzipSync(lines.slice(1000))]),
      "e.jsonl": lines,
      "f.json": `  ${JSON.stringify(records)}\n\n  `,
      "g.csv": "",
      "h.csv": 'id,text\n1,"never closed\n2,x',
    };
    const { folder } = createProject({}, {});
    for (const [name, content] of Object.entries(contents)) folder.write(name, content);
    const dataset = await openDataset(folder.spec({ train: Object.keys(contents) }));
    const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
    assert.deepEqual(
      Object.fromEntries(await dataset.hashes()),
      Object.fromEntries(Object.entries(contents).map(([name, content]) => [folder.path(name), sha256(content)])),
    );
    folder.write("e.jsonl", `${lines}\n{"id":"new"}`);
    await assert.rejects(dataset.hashes(), /^Error: e\.jsonl has changed since it was read/);
  });

  it("calls a pipe a pipe", async function () {
    if (process.platform === "win32") this.skip();
    const { folder, spec } = createProject({}, { train: "pipe.csv" });
    execFileSync("mkfifo", [folder.path("pipe.csv")]);
    await assert.rejects(
      openDataset(spec),
      /^Error: pipe\.csv is not a regular file \(a pipe, a socket or a device\); save its data as a file$/,
    );
  });

  describe("what cannot be used is refused in plain words", () => {
    const files = { "a.csv": "id,text\n1,x\n", "b.jsonl": '{"id":1}\n', "c.txt": "x", "d/e.csv": "id\n1\n" };
    const check = (data: Data, columns: ProjectSpec["columns"], message: RegExp): void => {
      it(message.source, async () => {
        await assert.rejects(openDataset(createProject(files, data, { columns }).spec), (error: Error) => {
          assert.match(error.message, message);
          return true;
        });
      });
    };
    check({}, {}, /^No data: name at least one file/);
    check({ train: "nope.csv" }, {}, /^nope\.csv does not exist; fix the path under "data" in lf\.config\.json/);
    check({ train: "nope/*.csv" }, {}, /^nope\/\*\.csv matches no file/);
    check({ train: "d" }, {}, /^d is a folder; name the files in it, for example "d\/\*\.csv"/);
    check({ train: "c.txt" }, {}, /^c\.txt ends in "\.txt"; data files are \.csv, \.tsv, \.jsonl, \.ndjson, \.json, \.parquet/);
    check({ train: "a.csv", dev: "*.csv" }, {}, /^a\.csv is listed under train and dev; list it once/);
    check(
      { train: "a.csv" },
      { gold: "label" },
      /^a\.csv has no column "label", which lf\.config\.json names as columns\.gold; its columns are "id", "text"/,
    );
    check({ train: ["a.csv", "b.jsonl"] }, { text: "text" }, /^b\.jsonl has no column "text".*columns\.text; its columns are "id"/);
    check({ all: "a.csv" }, { split: "part" }, /^a\.csv has no column "part".*columns\.split/);
  });

  it("finds globs in the same order everywhere and takes no file twice", async () => {
    const files = Object.fromEntries(["b/1.csv", "a.csv", "B.csv", "a/10.csv", "a/9.csv", ".hidden.csv"].map((name) => [name, "x\n1\n"]));
    const { spec, folder } = createProject(files, { train: ["b/1.csv", "**/*.csv"] });
    const { info } = await openDataset(spec);
    assert.deepEqual(info.files, ["b/1.csv", "B.csv", "a.csv", "a/10.csv", "a/9.csv"].map(folder.path));
  });

  it("counts all malformed records and keeps the first hundred", async () => {
    const { spec, folder } = createProject(
      { "a.csv": `a,b\n${"bad\n1,2\n".repeat(150)}`, "b.jsonl": '{"a":1}\nbad\n' },
      { train: ["a.csv", "b.jsonl"] },
    );
    const { info } = await openDataset(spec);
    assert.deepEqual([info.rows, info.badLines, info.problems.length], [151, 151, 100]);
    const { message, ...place } = info.problems[1]!;
    assert.deepEqual(place, { file: folder.path("a.csv"), line: 4, severity: "warning" });
    assert.match(message, /^has 1 field where the header has 2; .* \(the record is skipped\)$/);
  });

  it("opens files without rows, and says so", async () => {
    const { spec, folder } = createProject(
      { "empty.csv": "", "header.csv": "id,text\n", "full.csv": "id,text\n1,a\n" },
      { train: "*.csv" },
      { columns: { id: "id" } },
    );
    const { info } = await openDataset(spec);
    assert.deepEqual(
      [info.rows, info.problems.map(({ file, message }) => `${file}: ${message}`)],
      [1, [`${folder.path("empty.csv")}: has no usable rows; fill it, or remove it from the data`]],
    );
    const none = await openDataset(folder.spec({ train: ["header.csv"] }));
    assert.deepEqual([none.info.rows, none.info.problems.map(({ severity }) => severity), (await none.sample()).rows], [0, ["error"], 0]);
  });

  describe("the sample", () => {
    const lines = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => `k${from + i},text ${from + i}\n`).join("");

    it("is the same whatever the files are called and in whatever order they come", async () => {
      const more = { columns: { id: "id" }, sample: { rows: 20, seed: 7 } };
      const one = createProject({ "a.csv": `id,text\n${lines(0, 100)}` }, { train: "a.csv" }, more);
      const two = createProject({ "x.csv": `id,text\n${lines(50, 100)}`, "y.csv": `id,text\n${lines(0, 50)}` }, { train: "*.csv" }, more);
      const [a, b] = await Promise.all([placesOf(one.spec), placesOf(two.spec)]);
      assert.equal(a.length, 20);
      assert.deepEqual(a.sort(), b.sort());
    });

    it("holds the rows that a scan gives in their places, though other rows were kept for a while", async () => {
      const jsonl = Array.from(
        { length: 9_000 },
        (_, i) => `${JSON.stringify({ id: `j${i}`, ...(i % 3 ? { text: `a rather long text ${i}` } : {}), more: [i] })}\n`,
      );
      const files = { "a.csv": `id,text\n${lines(0, 9_000)}`, "b.jsonl": jsonl.join("") };
      const { spec } = createProject(files, { train: ["a.csv", "b.jsonl"] }, { columns: { id: "id" }, sample: { rows: 40, seed: 3 } });
      const dataset = await openDataset(spec);
      const [sample, all] = [await dataset.sample(), concatTables(await collect(dataset.scan({})), dataset.info.columns)];
      const places = sample.ids.map((id) => all.ids.indexOf(id));
      assert.equal(places.length, 40);
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
      for (const [name, cells] of sample.columns)
        assert.deepEqual(
          cells,
          places.map((at) => all.columns.get(name)![at]),
          name,
        );
    });

    it("without ids goes by path and position, so that mending a record moves no other", async () => {
      const bad = createProject(
        { "a.csv": `id,text\n${lines(0, 50)}broken\n${lines(51, 100)}` },
        { train: "a.csv" },
        { sample: { rows: 30, seed: 7 } },
      );
      const before = await placesOf(bad.spec);
      bad.folder.write("a.csv", `id,text\n${lines(0, 100)}`);
      const after = await placesOf(bad.spec);
      assert.ok(before.filter((place) => after.includes(place)).length >= 29);
    });

    it("is in reading order, holds at most half dev and never test", async () => {
      const files = {
        "tr.csv": `id,text\n${lines(0, 100)}`,
        "de.csv": `id,text\n${lines(100, 200)}`,
        "te.csv": `id,text\n${lines(200, 300)}`,
      };
      const { spec } = createProject(
        files,
        { train: "tr.csv", dev: "de.csv", test: "te.csv" },
        { columns: { id: "id" }, sample: { rows: 30, seed: 7 } },
      );
      const places = await placesOf(spec);
      const counts = SPLITS.map((split) => places.filter((place) => place.includes(` ${split} `)).length);
      assert.deepEqual(counts, [15, 15, 0]);
      const numbers = places.map((place) => Number.parseInt(place.slice(1)));
      assert.deepEqual(
        numbers,
        [...numbers].sort((a, b) => a - b),
      );
    });
  });

  describe("streaming", () => {
    const csv = `id,part\n${Array.from({ length: 1000 }, (_, i) => `${i},${["train", "dev", "test"][i % 3]}\n`).join("")}`;
    const open = (): ReturnType<typeof createProject> =>
      createProject({ "a.csv": csv }, { all: "a.csv" }, { columns: { id: "id", split: "part" } });

    it("gives all rows in reading order, in batches that are not too large", async () => {
      const dataset = await openDataset(open().spec);
      const tables = await collect(dataset.scan({ batchRows: 300 }));
      assert.deepEqual(
        tables.map(({ rows }) => rows),
        [300, 300, 300, 100],
      );
      assert.deepEqual(
        tables.flatMap(({ ids }) => [...ids]),
        Array.from({ length: 1000 }, (_, i) => String(i)),
      );
      assert.deepEqual(
        tables.flatMap(({ columns }) => [...columns.get("id")!]),
        Array.from({ length: 1000 }, (_, i) => i),
      );
    });

    it("gives the rows of one split", async () => {
      const dataset = await openDataset(open().spec);
      const tables = await collect(dataset.scan({ split: "dev" }));
      assert.deepEqual(
        tables.flatMap(({ ids }) => [...ids]),
        Array.from({ length: 333 }, (_, i) => String(3 * i + 1)),
      );
      assert.deepEqual(dataset.info.splitRows, { train: 334, dev: 333, test: 333 });
    });

    it("refuses a file that has changed or is gone, and a dataset that is closed", async () => {
      const { spec, folder } = open();
      const dataset = await openDataset(spec);
      folder.write("a.csv", `${csv}1000,train\n`);
      await assert.rejects(collect(dataset.scan({})), /^Error: a\.csv has changed since it was read; load the data again/);
      await assert.rejects(dataset.sample(), /a\.csv has changed/);
      rmSync(folder.path("a.csv"));
      await assert.rejects(collect(dataset.scan({})), /^Error: a\.csv is gone; restore it/);
      await dataset.close();
      await assert.rejects(dataset.sample(), /closed/);
    });
  });

  it("has a fingerprint that changes with the files, the columns, the labels and the sample", async () => {
    const { spec, folder } = createProject({ "a.csv": "id,text\n1,a\n" }, { train: "a.csv" });
    const print = async (own: ProjectSpec): Promise<string> => (await openDataset(own)).info.fingerprint;
    const first = await print(spec);
    assert.equal(await print(spec), first);
    const others = await Promise.all([
      print({ ...spec, labels: ["SPAM", "HAM"] }),
      print({ ...spec, columns: { id: "id" } }),
      print({ ...spec, sample: { rows: 10_000, seed: 8 } }),
    ]);
    folder.write("a.csv", "id,text\n1,b\n2,c\n");
    assert.equal(new Set([first, ...others, await print(spec)]).size, 5);
  });

  it("tells how far it is, in bytes, up to the end", async () => {
    const { spec } = createProject({ "a.csv": `a,b\n${"1,2\n".repeat(400_000)}`, "b.csv": "a,b\n1,2\n" }, { train: "*.csv" });
    const events: { what: string; done: number; total: number }[] = [];
    await openDataset(spec, { onProgress: (event) => events.push(event) });
    assert.ok(events.length >= 3);
    assert.ok(events.every(({ done, total }, i) => done <= total && done >= (events[i - 1]?.done ?? 0)));
    assert.deepEqual(events.at(-1), { what: "reading b.csv", done: 1_600_012, total: 1_600_012 });
  });
});
