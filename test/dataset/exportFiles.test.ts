import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { CellValue } from "../../src/core/data/cells";
import type { ExportColumn } from "../../src/core/export/exportColumns";
import type { ExportFormat } from "../../src/core/export/exportOptions";
import { defaultTemplate } from "../../src/core/export/taskTemplate";
import { connectDuckDb, quoteText } from "../../src/dataset/cells/duckdb";
import { exportFileNames } from "../../src/core/export/exportFileNames";
import { createExportFiles, type ExportPlan } from "../../src/dataset/write/exportFiles";
import { createProjectFolder } from "./projectFiles";

const labels = ["card", 'say "hi"'];
const columns: readonly ExportColumn[] = [
  { name: "id", type: "string" },
  { name: "split", type: "category", names: ["train", "dev", "test"] },
  { name: "label", type: "category", names: labels },
  { name: "confidence", type: "number" },
  { name: "text", type: "string" },
  { name: "urgent", type: "boolean" },
  { name: "tags", type: "json" },
];
/** Two rows of train, one of test. */
const rows: Readonly<Record<"train" | "test", readonly (readonly CellValue[])[]>> = {
  train: [
    ["a1", "b2"],
    [0, 0],
    [0, 1],
    [0.9, 1],
    ["Where is my card, please?", 'He said: "hi"\nand left 😀'],
    [true, null],
    [["a", 1], null],
  ],
  test: [["c3"], [2], [null], [0], [""], [false], [{ k: null }]],
};
const task = [2, 4];

const planOf = (format: ExportFormat, name: string): ExportPlan => ({
  name,
  format,
  columns: ["chat", "prompt", "contents"].includes(format) ? task.map((c) => columns[c]!) : columns,
  splits: [
    { split: "train", rows: 2 },
    { split: "test", rows: 1 },
  ],
  labelModel: "SEM",
  lfs: ["asks_card", "greets"],
  labels,
  template: defaultTemplate(labels, "text"),
  textColumn: "text",
});

/** Writes the rows; returns the folder. Task formats take labeled rows only: train's. */
async function write(plan: ExportPlan): Promise<string> {
  const folder = createProjectFolder().root;
  const isTask = plan.columns.length === task.length;
  const own = isTask ? { ...plan, splits: plan.splits.slice(0, 1) } : plan;
  const files = await createExportFiles(folder, own);
  for (const { split } of own.splits) {
    const batch = rows[split as "train" | "test"];
    await files.write(split, isTask ? task.map((c) => batch[c]!) : batch);
  }
  await files.finish();
  await files.close();
  return folder;
}

const golden = join(__dirname, "golden");

/** Compares with the golden file, or makes it when UPDATE_GOLDEN is set. */
function checkGolden(path: string, name: string): void {
  const text = readFileSync(path, "utf8");
  const expected = join(golden, name);
  if (process.env["UPDATE_GOLDEN"]) {
    mkdirSync(dirname(expected), { recursive: true });
    writeFileSync(expected, text);
  }
  assert.equal(text, readFileSync(expected, "utf8"));
}

async function query(sql: string): Promise<unknown[]> {
  const connection = await connectDuckDb();
  const result = await connection.runAndReadAll(sql);
  connection.disconnectSync();
  return result.getRowObjectsJS();
}

describe("files of an export", () => {
  const check = (format: ExportFormat, name: string, goldenName = name): void => {
    it(`${format}: ${goldenName} is as the golden file`, async () => {
      const folder = await write(planOf(format, name.split("/")[0]!));
      checkGolden(join(folder, name), goldenName);
    });
  };
  check("csv", "labels.csv");
  check("jsonl", "labels.jsonl");
  check("chat", "chat.jsonl");
  check("prompt", "prompt.jsonl");
  check("contents", "contents.jsonl");
  check("huggingface", "bank/README.md");
  check("notebook", "labels.ipynb");

  const named = [
    { id: "a1", split: "train", label: "card", confidence: 0.9, text: "Where is my card, please?", urgent: true, tags: '["a",1]' },
    { id: "b2", split: "train", label: 'say "hi"', confidence: 1, text: 'He said: "hi"\nand left 😀', urgent: null, tags: null },
    { id: "c3", split: "test", label: null, confidence: 0, text: "", urgent: false, tags: '{"k":null}' },
  ];

  it("parquet: DuckDB reads back names, numbers, truth values and JSON", async () => {
    const folder = await write(planOf("parquet", "labels.parquet"));
    assert.deepEqual(await query(`SELECT * FROM ${quoteText(join(folder, "labels.parquet"))}`), named);
    assert.deepEqual(readdirSync(folder), ["labels.parquet"]);
  });

  it("arrow: Arrow's own reader gives the same rows", async () => {
    const folder = await write(planOf("arrow", "labels.arrow"));
    const table = tableFromIPC(readFileSync(join(folder, "labels.arrow")));
    assert.deepEqual(
      table.toArray().map((row) => ({ ...(row as object) })),
      named,
    );
  });

  it("huggingface: a Parquet file for each split, labels as indices into the card's names", async () => {
    const folder = await write(planOf("huggingface", "bank"));
    const rowsOf = (split: string): Promise<unknown[]> =>
      query(`SELECT id, label::INTEGER AS label, typeof(label) AS type FROM ${quoteText(join(folder, "bank/data", split))}`);
    assert.deepEqual(readdirSync(join(folder, "bank/data")).sort(), ["test-00000-of-00001.parquet", "train-00000-of-00001.parquet"]);
    assert.deepEqual(await rowsOf("train-00000-of-00001.parquet"), [
      { id: "a1", label: 0, type: "BIGINT" },
      { id: "b2", label: 1, type: "BIGINT" },
    ]);
    assert.deepEqual(await rowsOf("test-00000-of-00001.parquet"), [{ id: "c3", label: null, type: "BIGINT" }]);
  });

  it("notebook: stands beside the Parquet file it loads", async () => {
    const folder = await write(planOf("notebook", "labels.ipynb"));
    assert.deepEqual(readdirSync(folder).sort(), ["labels.ipynb", "labels.parquet"]);
    assert.ok(statSync(join(folder, "labels.parquet")).size > 0);
  });

  it("task formats keep splits apart: the first has the name asked for", () => {
    assert.deepEqual(exportFileNames(planOf("chat", "chat.jsonl")), ["chat.jsonl", "chat.test.jsonl"]);
    assert.deepEqual(exportFileNames({ ...planOf("chat", "chat.jsonl"), splits: [{ split: "dev" }] }), ["chat.jsonl"]);
    assert.deepEqual(exportFileNames(planOf("csv", "labels.csv")), ["labels.csv"]);
  });

  it("the same rows give the same bytes", async () => {
    for (const format of ["parquet", "arrow"] as const) {
      const [first, second] = [await write(planOf(format, "a")), await write(planOf(format, "a"))];
      assert.ok(readFileSync(join(first, "a")).equals(readFileSync(join(second, "a"))), format);
    }
  });

  it("a task format never takes a row without a label, and nothing but a table can be empty", async () => {
    const folder = createProjectFolder().root;
    const files = await createExportFiles(folder, planOf("chat", "chat.jsonl"));
    await assert.rejects(files.write("test", [[null], ["text"]]), /needs a label/);
    await files.close();
    for (const format of ["chat", "huggingface", "notebook"] as const)
      await assert.rejects(createExportFiles(folder, { ...planOf(format, "empty"), splits: [] }), /No rows match these export options/);
    const empty = await createExportFiles(folder, { ...planOf("csv", "empty.csv"), splits: [] });
    await empty.finish();
    await empty.close();
    assert.equal(readFileSync(join(folder, "empty.csv"), "utf8"), "id,split,label,confidence,text,urgent,tags\n");
    assert.ok(!existsSync(join(folder, "empty")));
  });
});
