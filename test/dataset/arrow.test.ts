// Arrow and Feather files that pyarrow has written (formats/make.py), and damaged ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createProjectFolder, rowsOf } from "./projectFiles";

const folder = createProjectFolder();

async function read(file: string, name = file): ReturnType<typeof open> {
  folder.write(name, readFileSync(join(__dirname, "formats", file)));
  return open(name);
}

async function open(name: string): Promise<{ rows: object[]; types: Record<string, string>; ids: readonly string[]; badLines: number }> {
  const dataset = await openDataset(folder.spec({ all: name }));
  const table = await dataset.sample();
  const types = Object.fromEntries(dataset.info.columns.map(({ name, type }) => [name, type]));
  return { rows: rowsOf(table), types, ids: table.ids, badLines: dataset.info.badLines };
}

const rows = [
  {
    id: "1",
    text: "a",
    large: "x",
    n: 0.5,
    f16: 1,
    b: true,
    cat: "HAM",
    day: "2024-01-02",
    at: "2024-01-02T03:04:05",
    ns: "2024-01-02T03:04:05",
    utc: "2024-01-02T03:04:05Z",
    time: "03:04:05",
    dec: 1.5,
    bigdec: "12345678901234567.89",
    list: ["a", "b"],
    struct: { x: 1, y: [1.5] },
    map: { k: 1 },
    bin: "AP8=",
  },
  {
    id: "2",
    text: null,
    large: "y",
    n: null,
    f16: 2,
    b: null,
    cat: "SPAM",
    day: null,
    at: "2024-01-02T03:04:05.12",
    ns: "2024-01-02T03:04:05.000001",
    utc: null,
    time: "00:00:00.000005",
    dec: -0.05,
    bigdec: null,
    list: [],
    struct: null,
    map: null,
    bin: null,
  },
  {
    id: "9007199254740993",
    text: "ü😀",
    large: null,
    n: null,
    f16: null,
    b: false,
    cat: "HAM",
    day: "1969-12-31",
    at: null,
    ns: null,
    utc: null,
    time: null,
    dec: null,
    bigdec: null,
    list: null,
    struct: { x: null, y: [] },
    map: {},
    bin: "",
  },
];

describe("Arrow and Feather", () => {
  for (const file of ["lz4.feather", "zstd.feather", "stream.arrow"])
    it(`${file}: every type as in Parquet, in order`, async () => {
      const { types, ids, ...read_ } = await read(file);
      assert.deepEqual(read_, { rows, badLines: 0 });
      assert.deepEqual(ids, ["0", "1", "2"]);
      assert.deepEqual([types["at"], types["dec"], types["list"], types["b"]], ["date", "number", "json", "boolean"]);
    });

  it("files that are none, are cut off or of version 1 are named", async () => {
    await assert.rejects(read("version1.feather"), /version1\.feather: is Feather version 1; write it again as version 2/);
    folder.write("text.arrow", "id,text\n1,a\n");
    await assert.rejects(open("text.arrow"), /text\.arrow: is not an Arrow file/);
    folder.write("empty.arrow", "");
    await assert.rejects(open("empty.arrow"), /empty\.arrow: is not an Arrow file/);
    const whole = readFileSync(join(__dirname, "formats/lz4.feather"));
    folder.write("cut.feather", whole.subarray(0, whole.length - 300));
    await assert.rejects(open("cut.feather"), /cut\.feather: /);
  });
});
