// What an export is said to hold before it is made: against counts by hand, and against what it then holds.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportFormat, ExportOptions } from "../../../src/core/export/exportOptions";
import type { ExportForecast } from "../../../src/services/export/forecast";
import { columnsText, filesText, labelsText, rowsText, sourceText } from "../../../src/services/export/forecastText";
import { startTestSession, type TestSession } from "../testSession";

/** Ten texts begin with each letter of the alphabet. Of ten rows seven are train, two dev, one test: 182, 52 and 26 of 260. */
const rows = Array.from({ length: 260 }, (_, row) => {
  const split = row % 10 < 7 ? "train" : row % 10 < 9 ? "dev" : "test";
  return `${row},${String.fromCharCode(97 + (row % 26))}${row},${split}`;
});
/** A to "a" to "e", B to "d" to "m": both to "d" and "e", which are 20 rows, and none to 130. */
const files = {
  "lf.config.json":
    '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "text": "text", "split": "split" }, "sample": { "rows": "all" } }',
  "rows.csv": `id,text,split\n${rows.join("\n")}\n`,
  "letters.lf.ts":
    'import { regex } from "lf-lens";\nexport const a = regex("A", "text", /^[a-e]/);\nexport const b = regex("B", "text", /^[d-m]/);\n',
};

describe("the forecast of an export", () => {
  let own: TestSession;
  let out: string;
  before(async () => {
    own = startTestSession(files);
    out = mkdtempSync(join(tmpdir(), "lf-forecast-"));
    await own.session.open(own.config);
  });
  after(async () => {
    await own.close();
    rmSync(out, { recursive: true, force: true });
  });

  const forecast = async (options: Partial<ExportOptions>, format: ExportFormat = "csv"): Promise<ExportForecast> =>
    (await own.session.forecast(own.root))(format, options);

  // The sample leaves test out: its 26 rows are thought to be as the others are.
  const check = (title: string, options: Partial<ExportOptions>, expected: string): void => {
    it(title, async () => assert.equal(rowsText(await forecast(options)), expected));
  };
  check("has every row if none is left out", {}, "all 260 rows: train 182, dev 52, test 26");
  // Of "d" and "e" 14 are train, 4 dev, and so 18 of 234 of what is sampled.
  check("scales what the sample has", { conflicts: "only" }, "about 20 rows of 260: train 14, dev 4, test 2");
  check("has the rows of a split alone", { conflicts: "only", splits: ["dev"] }, "about 4 rows of 260");
  check(
    "says what it cannot know",
    { dedupe: true },
    "at most about 260 rows of 260: train 182, dev 52, test 26; rows with duplicate text are left out",
  );
  check("has the new splits", { resplit: { train: 0.8, dev: 0, test: 0.2 } }, "all 260 rows: train 208, test 52");

  it("is near what is then written, label by label", async () => {
    const options: Partial<ExportOptions> = { unlabeled: "drop", conflicts: "drop" };
    const expected = await forecast(options);
    const report = await own.session.label(own.root, { out: join(out, "labels.csv"), format: "csv", options });
    assert.equal(report.written, 110);
    assert.ok(Math.abs(expected.rows - 110) <= 3, `${expected.rows} were told`);
    assert.deepEqual(report.labels, { A: 30, B: 80 });
    assert.ok(expected.labels.every(([label, count]) => Math.abs(count - report.labels[label]!) <= 3));
    assert.equal(expected.unlabeled, 0);
  });

  it("names labels, columns and files as they will be", async () => {
    const expected = await forecast({ unlabeled: "drop", conflicts: "drop", columns: ["text"] });
    assert.match(labelsText(expected), /^about B \d\d, A \d\d$/);
    assert.equal(columnsText("csv", expected), "id, split, label, confidence, margin, p_A, p_B, text");
    assert.equal(filesText("/mail/labels.csv", "csv", expected), "labels.csv and labels.csv.manifest.json, in /mail");
    assert.equal(sourceText(expected), "Counted on the sample; the export counts all rows.");
    const chat = await forecast({}, "chat");
    assert.equal(
      filesText("/mail/chat.jsonl", "chat", chat),
      "chat.jsonl, chat.dev.jsonl, chat.test.jsonl and chat.jsonl.manifest.json, in /mail",
    );
    assert.equal(columnsText("chat", chat), "a training example for each row, made of label, text");
  });

  it("says before anything runs what the data cannot meet", async () => {
    await assert.rejects(forecast({ columns: ["nothing"] }), /has no column "nothing"; it has id, text, split/);
  });
});
