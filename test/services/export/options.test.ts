import assert from "node:assert/strict";
import { parseShares, parseTemplate } from "../../../src/services/export/options";
import { exportFormatOf, tableFormatOf } from "../../../src/services/export/labelFormat";
import { createProgressText, timeText } from "../../../src/services/reports/progressText";

describe("options of an export", () => {
  it("shares are parts of one", () => {
    assert.deepEqual(parseShares("70/30"), { train: 0.7, dev: 0, test: 0.3 });
    assert.deepEqual(parseShares("8/1/1"), { train: 0.8, dev: 0.1, test: 0.1 });
    for (const wrong of ["", "80", "80/x", "-1/2", "0/0", "1/1/1/1"])
      assert.throws(() => parseShares(wrong), /is not a valid split/, wrong);
  });

  it("templates are JSON with a prompt", () => {
    assert.deepEqual(parseTemplate('{ "prompt": "{{text}}" }', "t.json"), { system: "", prompt: "{{text}}", completion: "{{label}}" });
    assert.throws(() => parseTemplate("{", "t.json"), /t\.json:1:2: This is not valid JSON/);
    assert.throws(() => parseTemplate('{ "system": "x" }', "t.json"), /t\.json:1:1: "prompt" is missing/);
  });
});

describe("formats", () => {
  const check = (path: string, table: string | undefined, format = table): void => {
    it(path, () => assert.deepEqual([tableFormatOf(path), exportFormatOf(path)], [table, format]));
  };
  check("a/labels.parquet", "parquet");
  check("labels.CSV", "csv");
  check("labels.ndjson", "jsonl");
  check("labels.arrow", "arrow");
  check("labels.ipynb", undefined, "notebook");
  check("labels", undefined);
  check("a.csv/labels", undefined);
});

describe("pace", () => {
  it("says the share at once, and rate and time left once they have settled", () => {
    let ms = 0;
    const pace = createProgressText(() => ms, "rows");
    const at = (seconds: number, done: number, what = "running 8 LFs"): string => (
      (ms = 1000 * seconds),
      pace({ what, done, total: 1_000_000 })
    );
    assert.equal(at(0, 0), "running 8 LFs 0%");
    assert.equal(at(1, 100_000), "running 8 LFs 10%");
    assert.equal(at(2, 250_000), "running 8 LFs 25% · 125,000 rows/s · 6 s left");
    assert.equal(at(8, 1_000_000), "running 8 LFs 100% · 125,000 rows/s");
    assert.equal(at(9, 0, "writing labels"), "writing labels 0%");
    assert.equal(pace({ what: "reading data", done: 0, total: 0 }), "reading data");
  });

  it("says times as people do", () =>
    assert.deepEqual([0.2, 59, 90, 3660, 7500].map(timeText), ["1 s", "59 s", "2 min", "1 h 1 min", "2 h 5 min"]));
});
