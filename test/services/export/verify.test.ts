import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Manifest } from "../../../src/protocol/manifest";
import { listExports } from "../../../src/services/export/exportList";
import { assertNoData } from "../../../src/services/export/place";
import { findChanges, readManifest } from "../../../src/services/export/verify";

const files: Readonly<Record<string, string>> = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "data/*.csv", "functions": ["**/*.lf.ts"] }',
  "one.lf.ts": "export const one = 1;",
  "words.json": "[]",
  "data/rows.csv": "text\na\n",
  "out/labels.csv": "row,label\n0,A\n",
};
const hashed = (path: string): Manifest["files"][number] => ({
  path,
  sha256: createHash("sha256")
    .update(files[path] ?? files[`out/${path}`]!)
    .digest("hex"),
});
const none = { right: 0, split: 0, wrong: 0, silent: 0 };
const manifest: Manifest = {
  manifest: 1,
  tool: { name: "lf-lens", version: "0.1.0" },
  project: "..",
  format: "csv",
  files: [hashed("labels.csv")],
  options: {},
  inputs: { config: [hashed("lf.config.json")], lfs: ["one.lf.ts", "words.json"].map(hashed), data: [hashed("data/rows.csv")] },
  labelModel: { kind: "sem", gold: "none", parameters: "0".repeat(64) },
  rows: { read: 1, written: 1, labels: { A: 1, B: 0 }, unlabeled: 0, splits: { train: 1 }, clarity: { right: none, wrong: none, none } },
  faults: [],
  badLines: 0,
};

describe("an export's manifest", () => {
  let root: string;
  const path = (name: string): string => join(root, name);
  const write = (name: string, text: string, ageSeconds = 0): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    const time = new Date(Date.now() - 1000 * ageSeconds + 20);
    utimesSync(path(name), time, time);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lf lens [verify] "));
    for (const [name, text] of Object.entries(files)) write(name, text, 100);
    write("out/labels.csv.manifest.json", JSON.stringify(manifest), 50);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function changes(): Promise<string[]> {
    const read = await readManifest(path("out/labels.csv"));
    const found = await findChanges(read.path, read.manifest);
    const listed = (await listExports(root)).flatMap((one) => one.changes);
    assert.deepEqual(listed, found, "the list in the editor says something else than verify");
    return found.map((change) => `${change.part}: ${relative(root, change.path)} ${change.what}`);
  }
  const check = (what: string, change: () => void, expected: readonly string[]): void => {
    it(what, async () => {
      change();
      assert.deepEqual(await changes(), expected);
    });
  };
  check("is met by what it was made from", () => {}, []);
  check("is met by files that were only touched", () => write("one.lf.ts", files["one.lf.ts"]!), []);
  check("names an LF file that has changed", () => write("one.lf.ts", "export const one = 2;"), ["LFs: one.lf.ts changed"]);
  check("names what an LF imports", () => rmSync(path("words.json")), ["LFs: words.json gone"]);
  check("names a new LF file", () => write("sub/two.lf.ts", ""), ["LFs: sub/two.lf.ts new"]);
  check("names data that has changed, and new data", () => (write("data/rows.csv", "text\nb\n"), write("data/more.csv", "text\n")), [
    "data: data/rows.csv changed",
    "data: data/more.csv new",
  ]);
  check("names the config", () => write("lf.config.json", `${files["lf.config.json"]!}\n`), ["config: lf.config.json changed"]);
  check("names the export itself", () => write("out/labels.csv", "row,label\n0,B\n"), ["export: out/labels.csv changed"]);

  it("lists the exports of a project only, with their rows", async () => {
    write("other/x.csv.manifest.json", JSON.stringify({ ...manifest, project: "../elsewhere" }));
    write("broken.csv.manifest.json", "{");
    assert.deepEqual(await listExports(root), [{ out: path("out/labels.csv"), rows: 1, format: "csv", changes: [] }]);
  });

  it("is missed and mistrusted in plain words", async () => {
    await assert.rejects(readManifest(path("data/rows.csv")), /There is no .*rows.csv.manifest.json: only an export/);
    write("out/labels.csv.manifest.json", '{"manifest":1}');
    await assert.rejects(readManifest(path("out/labels.csv")), /is not an export manifest/);
  });

  it("stands nowhere that would make the export data", () => {
    const data = { all: [path("data/*.csv")], test: [path("test.csv")] };
    assert.throws(
      () => assertNoData(path("data/labels.csv"), root, data),
      /would become part of the data, because data\/\*.csv in lf.config.json matches it/,
    );
    assertNoData(path("out/labels.csv"), root, data);
    assertNoData(path("data/labels.parquet"), root, data);
    assertNoData("/elsewhere/labels.csv", root, data);
  });
});
