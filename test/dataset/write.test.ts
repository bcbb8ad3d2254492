import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { connectDuckDb, quoteText } from "../../src/dataset/cells/duckdb";
import { tableFromIPC } from "apache-arrow";
import type { CellValue } from "../../src/core/data/cells";
import type { ExportColumn } from "../../src/core/export/exportColumns";
import { TABLE_FORMATS, type TableFormat } from "../../src/core/export/exportOptions";
import type { RecordCells as Cells } from "../../src/core/export/exportColumns";
import { plainCells } from "../../src/dataset/write/formatWriter";
import { createLabelWriter } from "../../src/dataset/write/write";
import { createProjectFolder } from "./projectFiles";

const columns: readonly ExportColumn[] = [
  { name: "id", type: "string" },
  { name: 'p_"A", b', type: "number" },
];

type Row = Record<string, string | number | null>;

/** Reads a file back with a reader that is not ours. */
async function readBack(path: string, format: TableFormat): Promise<Row[]> {
  switch (format) {
    case "jsonl":
      return readFileSync(path, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Row);
    case "csv": {
      // csv-parse cannot tell null from empty text; the file can.
      const cast = (
        value: string,
        { quoting, header, column }: { quoting: boolean; header: boolean; column: string | number },
      ): unknown => {
        if (header) return value;
        return value === "" && !quoting ? null : column === "id" ? value : Number(value);
      };
      return parse(readFileSync(path), { columns: true, record_delimiter: "\n", cast });
    }
    case "parquet": {
      const connection = await connectDuckDb();
      const result = await connection.runAndReadAll(`SELECT * FROM ${quoteText(path)}`);
      connection.disconnectSync();
      return result.getRowObjectsJS() as Row[];
    }
    case "arrow":
      return tableFromIPC(readFileSync(path))
        .toArray()
        .map((row) => ({ ...row }) as Row);
  }
}

async function write(path: string, format: TableFormat, batches: readonly (readonly Cells[])[]): Promise<void> {
  const writer = await createLabelWriter(path, format, columns);
  for (const batch of batches) await writer.write(batch);
  await writer.finish();
}

const rowsOf = (batches: readonly (readonly Cells[])[]): Row[] =>
  batches.flatMap(([ids, numbers]) =>
    Array.from<CellValue, Row>(ids!, (id, row) => ({ [columns[0]!.name]: id, [columns[1]!.name]: numbers![row]! }) as Row),
  );

describe("cells that rows of a kind have in common", () => {
  const folder = createProjectFolder();
  const own: readonly ExportColumn[] = [
    { name: "id", type: "string" },
    { name: "label", type: "category", names: ["card", 'say "hi", please'] },
    { name: "p", type: "number" },
    { name: "note", type: "string" },
    { name: "split", type: "category", names: ["train", "test"] },
  ];
  const anyRows = fc.record({
    label: fc.array(fc.option(fc.nat(1)), { minLength: 3, maxLength: 3 }),
    // DuckDB's dictionaries for Parquet take -0 for 0, so the one that comes first would stand for both.
    p: fc.array(
      fc.double().map((value) => value + 0),
      { minLength: 3, maxLength: 3 },
    ),
    split: fc.array(fc.nat(1), { minLength: 3, maxLength: 3 }),
    rows: fc.array(fc.tuple(fc.nat(2), fc.string(), fc.option(fc.string())), { minLength: 2, maxLength: 20 }),
  });
  let files = 0;
  for (const format of TABLE_FORMATS)
    it(`are the same in ${format} as cells of each row`, async () => {
      await fc.assert(
        fc.asyncProperty(anyRows, fc.nat(18), async ({ label, p, split, rows }, cut) => {
          const paths = [0, 1].map((i) => folder.path(`kinds-${files}-${i}.${format}`));
          files++;
          const writers = await Promise.all(paths.map((path) => createLabelWriter(path, format, own)));
          const proba = Float64Array.from(p);
          for (const some of [rows.slice(0, cut), rows.slice(cut)]) {
            const kinds = Int32Array.from(some, ([kind]) => kind);
            const common = (ofKind: readonly CellValue[] | Float64Array) => ({ ofKind, kinds, length: kinds.length });
            const [ids, notes] = [some.map(([, id]) => id), some.map(([, , note]) => note)];
            const repeated = [ids, common(label), common(proba), notes, common(split)];
            await writers[0]!.write(repeated);
            await writers[1]!.write(repeated.map(plainCells));
          }
          for (const writer of writers) await writer.finish();
          // Parquet's dictionaries may be in another order.
          const [first, second] = paths.map((path) => (format === "parquet" ? readBack(path, format) : readFileSync(path)));
          assert.deepEqual(await first, await second);
        }),
        { numRuns: format === "parquet" ? 20 : 50 },
      );
    });
});

describe("label files", () => {
  for (const format of TABLE_FORMATS) {
    describe(format, () => {
      const folder = createProjectFolder();
      let files = 0;
      const check = (what: string, batches: Cells[][], expected = rowsOf(batches)): void => {
        it(what, async () => {
          const path = folder.path(`${files++}.${format}`);
          await write(path, format, batches);
          assert.deepEqual(await readBack(path, format), expected);
        });
      };
      check("text and numbers", [
        [
          ["a", "b"],
          [0.25, -1e-9],
        ],
      ]);
      check(
        "numbers in a typed array, NaN among them",
        [[["a", "b"], Float64Array.of(0.25, NaN)]],
        rowsOf([
          [
            ["a", "b"],
            [0.25, null],
          ],
        ]),
      );
      check("nulls and empty text", [
        [
          ["", "x", null],
          [null, 0, 1],
        ],
      ]);
      check("quotes, separators, line ends, emoji", [
        [
          ['say "hi"', "a,b", "a\nb\r\nc", "😀 مرحبا", " x "],
          [1, 2, 3, 4, 5],
        ],
      ]);
      check(
        "NaN and infinities as null",
        [
          [
            ["a", "b", "c"],
            [NaN, Infinity, -Infinity],
          ],
        ],
        rowsOf([
          [
            ["a", "b", "c"],
            [null, null, null],
          ],
        ]),
      );
      check("several batches, one of them empty", [
        [["a"], [1]],
        [[], []],
        [
          ["b", "c"],
          [2, 3],
        ],
      ]);
      check("no rows", []);
      const many = Array.from({ length: 5000 }, (_, i) => i);
      check("more rows than DuckDB takes at once", [[many.map((i) => `row ${i}`), many.map((i) => i / 7)]]);

      it("any rows", async () => {
        const cell = fc.option(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")));
        const row = fc.tuple(cell, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)));
        const property = fc.asyncProperty(fc.array(fc.array(row)), async (groups) => {
          const batches = groups.map((rows) => [rows.map(([id]) => id), rows.map(([, number]) => number)]);
          const path = folder.path(`${files++}.${format}`);
          await write(path, format, batches);
          assert.deepEqual(await readBack(path, format), rowsOf(batches));
        });
        await fc.assert(property, { numRuns: format === "parquet" ? 10 : 40 });
      });

      it("appear only when finished, replace what was there, and leave nothing else", async () => {
        const own = createProjectFolder();
        const path = own.write(`labels.${format}`, "before");
        const writer = await createLabelWriter(path, format, columns);
        await writer.write([["a"], [1]]);
        assert.equal(readFileSync(path, "utf8"), "before");
        await writer.finish();
        assert.deepEqual(await readBack(path, format), rowsOf([[["a"], [1]]]));
        assert.deepEqual(readdirSync(own.root), [`labels.${format}`]);
        await assert.rejects(writer.write([["b"], [2]]), /already finished/);
      });

      it("leave no trace when aborted", async () => {
        const own = createProjectFolder();
        const path = own.write(`labels.${format}`, "before");
        const writer = await createLabelWriter(path, format, columns);
        await writer.write([["a"], [1]]);
        await writer.abort();
        await writer.abort();
        assert.equal(readFileSync(path, "utf8"), "before");
        assert.deepEqual(readdirSync(own.root), [`labels.${format}`]);
      });

      it("leave no trace when they cannot be put in place", async () => {
        const own = createProjectFolder();
        own.write(`taken.${format}/file`, "a folder is in the way");
        const writer = await createLabelWriter(own.path(`taken.${format}`), format, columns);
        await assert.rejects(writer.finish());
        assert.deepEqual(readdirSync(own.root), [`taken.${format}`]);
      });
    });
  }

  it("go to folders that do not exist yet", async () => {
    const path = createProjectFolder().path("out/new/labels.csv");
    await write(path, "csv", [[["a"], [1]]]);
    assert.ok(existsSync(path));
  });

  it("have columns for a thousand labels", async function () {
    this.timeout(60_000);
    const path = createProjectFolder().path("wide.parquet");
    const wide = Array.from({ length: 1_000 }, (_, label): ExportColumn => ({ name: `p_${label}`, type: "number" }));
    const writer = await createLabelWriter(path, "parquet", wide);
    for (let first = 0; first < 20_000; first += 4_000) {
      const cells = Array.from({ length: 4_000 }, (_, row) => first + row);
      await writer.write(wide.map(() => cells));
    }
    await writer.finish();
    const connection = await connectDuckDb();
    const facts = `count(*)::INTEGER AS n, min(p_0) AS low, max(p_999) AS high, bool_and(p_0 = p_999) AS same`;
    const result = await connection.runAndReadAll(`SELECT ${facts} FROM ${quoteText(path)}`);
    connection.disconnectSync();
    assert.deepEqual(result.getRowObjectsJS(), [{ n: 20_000, low: 0, high: 19_999, same: true }]);
  });

  it("refuse batches that do not fit and columns that cannot be told apart", async () => {
    const folder = createProjectFolder();
    const writer = await createLabelWriter(folder.path("a.csv"), "csv", columns);
    await assert.rejects(writer.write([["a"]]), /1 columns where the file has 2/);
    await assert.rejects(writer.write([["a"], []]), /differ in length/);
    await writer.abort();
    const twins: ExportColumn[] = ["p_Ham", "p_HAM"].map((name) => ({ name, type: "number" }));
    await assert.rejects(
      createLabelWriter(folder.path("a.parquet"), "parquet", twins),
      /"p_Ham" and "p_HAM" cannot both be in a parquet file/,
    );
    await (await createLabelWriter(folder.path("a.jsonl"), "jsonl", twins)).abort();
  });
});
