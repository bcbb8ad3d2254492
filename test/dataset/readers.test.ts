// Every format is read back by the programs it is made for. Skipped, with the reason, where Python or they cannot be installed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellValue } from "../../src/core/data/cells";
import type { ExportColumn } from "../../src/core/export/exportColumns";
import type { ExportFormat } from "../../src/core/export/exportOptions";
import { defaultTemplate } from "../../src/core/export/taskTemplate";
import { createExportFiles } from "../../src/dataset/write/exportFiles";
import { runCommand } from "../command";
import { installReaders } from "./readers/install";

const labels = ["card", 'say "hi"'];
const columns: readonly ExportColumn[] = [
  { name: "id", type: "string" },
  { name: "split", type: "category", names: ["train", "dev", "test"] },
  { name: "label", type: "category", names: labels },
  { name: "confidence", type: "number" },
  { name: "text", type: "string" },
];
/** By split: rows as columns. The notebook needs two classes in train. */
const train: readonly (readonly CellValue[])[] = [
  ["a1", "b2", "007"],
  [0, 0, 0],
  [0, 1, 0],
  [0.9, 1, 0.25],
  ["Where is my card, please?", 'He said: "hi"\nand left 😀', "card, card"],
];
const test: readonly (readonly CellValue[])[] = [
  ["c3", "d4"],
  [2, 2],
  [1, null],
  [0.5, 0],
  ["hi there", "no label"],
];
/** As every reader of a table must see it. */
const expected = [
  ["a1", "train", "card", 0.9, "Where is my card, please?"],
  ["b2", "train", 'say "hi"', 1, 'He said: "hi"\nand left 😀'],
  ["007", "train", "card", 0.25, "card, card"],
  ["c3", "test", 'say "hi"', 0.5, "hi there"],
  ["d4", "test", null, 0, "no label"],
];

interface Report {
  readonly pandas: Readonly<Record<string, unknown[]>>;
  readonly duckdb: Readonly<Record<string, unknown[]>>;
  readonly pyarrow: Readonly<Record<string, unknown[]>>;
  readonly datasets: object;
  readonly notebook: object;
  /** The types of the typed columns, and their first row, as Python writes them. */
  readonly typed: Readonly<Record<string, { readonly types: string; readonly rows: string }>>;
  readonly tasks: Readonly<Record<string, readonly unknown[]>>;
}

const typedColumns: readonly ExportColumn[] = [
  { name: "list", type: "json", valueType: { list: "string" } },
  {
    name: "struct",
    type: "json",
    valueType: {
      struct: [
        { name: "a", type: "int64" },
        { name: "at", type: "timestamp[us]" },
      ],
    },
  },
  { name: "map", type: "json", valueType: { map: { key: "string", value: "int32" } } },
  { name: "decimal", type: "string", valueType: "decimal128(20, 2)" },
  { name: "day", type: "string", valueType: "date32" },
];
const typedRow: readonly CellValue[] = [
  ["x", null],
  { a: "9007199254740993", at: "2024-02-29T10:20:30.5" },
  { k: 1 },
  "-1234567890123456.78",
  "1969-12-31",
];

async function writeTyped(folder: string, format: ExportFormat, name: string): Promise<void> {
  const files = await createExportFiles(folder, {
    name,
    format,
    columns: typedColumns,
    splits: [{ split: "train", rows: 2 }],
    labelModel: "SEM",
    lfs: [],
    labels,
  });
  await files.write(
    "train",
    typedRow.map((cell) => [cell, null]),
  );
  await files.finish();
  await files.close();
}

async function write(folder: string, format: ExportFormat, name: string): Promise<void> {
  const isTask = ["chat", "prompt", "contents"].includes(format);
  const picked = isTask ? [2, 4] : format === "huggingface" ? [0, 2, 3, 4] : [0, 1, 2, 3, 4];
  const files = await createExportFiles(folder, {
    name,
    format,
    columns: picked.map((c) => columns[c]!),
    splits: [
      { split: "train", rows: 3 },
      { split: "test", rows: 2 },
    ],
    labelModel: "SEM",
    lfs: ["asks_card"],
    labels,
    template: defaultTemplate(labels, "text"),
    textColumn: "text",
  });
  for (const [split, batch] of [
    ["train", train],
    ["test", test],
  ] as const)
    await files.write(
      split,
      picked.map((c) => (isTask ? batch[c]!.slice(0, split === "test" ? 1 : 3) : batch[c]!)),
    );
  await files.finish();
  await files.close();
}

describe("exports, read by others", function () {
  this.timeout(900_000);
  let report: Report;

  before(async function () {
    let python: string;
    try {
      python = installReaders();
    } catch (error) {
      this.test!.parent!.title += ` (skipped: ${(error as Error).message.split("\n").at(-1)})`;
      return this.skip();
    }
    // Without the glob characters that our other test folders have: the reader of datasets takes paths for globs.
    const folder = mkdtempSync(join(tmpdir(), "lf-lens-readers-"));
    const named: Partial<Record<ExportFormat, string>> = { huggingface: "bank", notebook: "labels.ipynb" };
    for (const format of ["csv", "jsonl", "arrow", "huggingface", "notebook", "parquet"] as const)
      await write(folder, format, named[format] ?? `labels.${format}`);
    for (const format of ["parquet", "arrow"] as const) await writeTyped(folder, format, `typed.${format}`);
    await writeTyped(folder, "huggingface", "typed");
    for (const format of ["chat", "prompt", "contents"] as const) await write(folder, format, `${format}.jsonl`);
    const env = { ...process.env, HF_HUB_OFFLINE: "1" };
    report = JSON.parse(runCommand(python, [join(__dirname, "readers/read.py"), folder], { env })) as Report;
    rmSync(folder, { recursive: true });
  });

  for (const reader of ["pandas", "duckdb", "pyarrow"] as const)
    it(`${reader} sees the same rows in every table`, () => {
      for (const [format, rows] of Object.entries(report[reader])) assert.deepEqual(rows, expected, format);
    });

  it("datasets loads the folder with its splits and label names", () =>
    assert.deepEqual(report.datasets, {
      splits: { train: 3, test: 2 },
      isClassLabel: true,
      names: labels,
      labels: ["card", 'say "hi"', "card", 'say "hi"', null],
      texts: expected.map((row) => row[4]),
    }));

  it("every reader sees nested and typed columns as such", () => {
    const list = (name: string): string => report.typed[name]!.types.replaceAll("element: ", "item: ");
    for (const format of ["parquet", "arrow"]) {
      assert.equal(
        list(format),
        "list<item: string>; struct<a: int64, at: timestamp[us]>; map<string, int32>; decimal128(20, 2); date32[day]",
      );
      assert.equal(
        report.typed[format]!.rows,
        "[['x', None], {'a': 9007199254740993, 'at': datetime.datetime(2024, 2, 29, 10, 20, 30, 500000)}, [('k', 1)], Decimal('-1234567890123456.78'), datetime.date(1969, 12, 31)]",
      );
    }
    const { types, rows } = report.typed["datasets"]!;
    assert.equal(
      types,
      "List(Value('string')); {'a': Value('int64'), 'at': Value('timestamp[us]')}; List({'key': Value('string'), 'value': Value('int32')}); Value('decimal128(20, 2)'); Value('date32')",
    );
    assert.match(rows, /\[\{'key': 'k', 'value': 1\}\], Decimal\('-1234567890123456\.78'\)/);
  });

  it("datasets loads task files", () => {
    const [chat, prompt, contents] = ["chat", "prompt", "contents"].map((name) => report.tasks[name]!);
    assert.deepEqual([chat!.length, prompt!.length, contents!.length], [3, 3, 3]);
    assert.deepEqual(Object.keys(chat![0] as object), ["messages"]);
    assert.deepEqual(Object.keys(prompt![0] as object), ["prompt", "completion"]);
    assert.deepEqual(Object.keys(contents![0] as object).sort(), ["contents", "systemInstruction"]);
  });

  it("the notebook is valid and its cells run", () =>
    assert.deepEqual(report.notebook, { cells: 5, trainedOn: 3, classes: ["card", 'say "hi"'] }));
});
