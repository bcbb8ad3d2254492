// What people come for, in a workspace of two projects, by keyboard alone, in a VS Code with its default settings.
import assert from "node:assert/strict";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeLenses } from "./editor";
import { eventually } from "./eventually";
import { choose, command, openFile, replaceLine, trust } from "./keyboard";
import { choosePlace, openWorkbench, quickInput, screenshot, statusBar, type Workbench } from "./workbench";

const MANY = 1_000_000;

/** Sixty texts, every second spam, all with gold; of ten rows, eight are train, one dev, one test. */
const mail = Array.from({ length: 60 }, (_, row) => {
  const [text, gold] = row % 2 === 0 ? ["subscribe to my channel", "SPAM"] : ["what a wonderful song", "HAM"];
  return `m${row},${text} ${row},${gold},${row % 10 < 8 ? "train" : row % 10 === 8 ? "dev" : "test"}`;
});
const mailLfs = [
  'import { keyword } from "lf-lens";',
  'export const asks = keyword("SPAM", "text", "subscribe");',
  'export const praises = keyword("HAM", "text", "wonderful");',
  'export const wrongly = keyword("SPAM", "text", "song");',
];
const configOf = (data: string, columns: object): string => JSON.stringify({ labels: ["HAM", "SPAM"], data, columns });

function writeMail(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "lf.config.json"), configOf("mail.csv", { id: "id", text: "text", gold: "gold", split: "split" }));
  writeFileSync(join(folder, "mail.csv"), `id,text,gold,split\n${mail.join("\n")}\n`);
  writeFileSync(join(folder, "mail.lf.ts"), `${mailLfs.join("\n")}\n`);
}

function writeBig(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "lf.config.json"), configOf("big.csv", { id: "id", text: "text" }));
  // The first takes its time, so that there is a middle to cancel in.
  const lf = `import { ABSTAIN, lf, regex } from "lf-lens";
export const slow = lf((row) => { let sum = 0; for (let i = 0; i < 30_000; i++) sum = (sum * 31 + i) | 0; return sum === 7 ? "HAM" : ABSTAIN; });
export const even = regex("HAM", "text", /[02468]$/);
export const odd = regex("SPAM", "text", /[13579]$/);
`;
  writeFileSync(join(folder, "big.lf.ts"), lf);
  const file = openSync(join(folder, "big.csv"), "w");
  writeSync(file, "id,text\n");
  for (let from = 0; from < MANY; from += 50_000)
    writeSync(
      file,
      Array.from({ length: 50_000 }, (_, at) => `${from + at},what number ${from + at} has to say of itself: ${from + at}\n`).join(""),
    );
  closeSync(file);
}

/** What there is of exports in a folder, hidden ones too. */
const leftOf = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes("labels"));

describe("journeys in a workspace of two projects, by keyboard", () => {
  let workbench: Workbench;
  let folder: string;
  before(async function () {
    this.timeout(300_000);
    const fill = (profile: string): string => {
      writeMail(join(profile, "mail"));
      writeBig(join(profile, "big"));
      const workspace = join(profile, "both.code-workspace");
      writeFileSync(workspace, JSON.stringify({ folders: [{ path: "mail" }, { path: "big" }] }));
      return workspace;
    };
    workbench = await openWorkbench({ name: "journeys", fill, settings: {} });
    folder = dirname(workbench.folder);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await screenshot(workbench.page, `failed-${this.currentTest.title.replace(/\W+/g, "-")}`);
  });

  it("runs nothing before the workspace is trusted, then both projects", async () => {
    const { page } = workbench;
    await openFile(page, "mail.lf.ts");
    assert.deepEqual(await codeLenses(page), []);
    await trust(page);
    await openFile(page, "mail.lf.ts");
    await eventually(async () => assert.equal((await codeLenses(page)).length, 3));
  });

  it("follows the file in front with the status bar", async () => {
    const { page } = workbench;
    for (const name of ["big", "mail"]) {
      await openFile(page, `${name}.lf.ts`);
      await eventually(async () => assert.match(await statusBar(page).innerText(), new RegExp(`^\\s*${name}: [\\d,]+ rows`)));
    }
  });

  it("finds the LF that is wrong by what stands above it, and mends it", async () => {
    const { page } = workbench;
    // Of train and dev, 54 rows, 24 are songs: all of them are HAM.
    await eventually(async () => assert.match((await codeLenses(page)).at(-1)!, /^24 rows \(44\.4%\) · 0\.0% right \(0\/24\)/));
    await openFile(page, "mail.lf.ts");
    await page.keyboard.press("Control+1");
    await replaceLine(page, 4, 'export const wrongly = keyword("HAM", "text", "song");');
    await eventually(async () => assert.match((await codeLenses(page)).at(-1)!, /^24 rows \(44\.4%\) · 100\.0% right \(24\/24\)/));
    await page.keyboard.press("Control+S");
  });

  /** Leads through the export dialog of a project; `what` is a preset. */
  async function exportAs(project: string, format: string, what: string, out: string): Promise<void> {
    const { page } = workbench;
    await command(page, "LF Lens: Export Denoised Labels");
    await page.locator(".quick-input-title", { hasText: "Export the denoised labels of" }).waitFor();
    await choose(page, "", project);
    await choose(page, "Format", format);
    await choose(page, "What to export", what);
    await choosePlace(page, out);
    await quickInput(page, "Press Enter to export").waitFor();
    await page.keyboard.press("Enter");
  }

  const check = (format: string, what: string, name: string, isRight: (text: Buffer) => void): void => {
    it(`exports through the dialog: ${format}`, async () => {
      const out = join(folder, "mail", name);
      await exportAs("mail", format, what, out);
      await eventually(() => Promise.resolve(assert.ok(existsSync(`${out}.manifest.json`), "nothing is written yet")));
      isRight(readFileSync(out));
    });
  };
  check("CSV", "Every row", "labels.csv", (bytes) => {
    const lines = bytes.toString().trim().split("\n").slice(1);
    assert.deepEqual(
      lines.map((line) => line.split(",")[2]),
      mail.map((line) => line.split(",")[2]),
      "every label is gold's",
    );
  });
  check("Chat fine-tuning", "Rows on which LFs agree", "chat.jsonl", (bytes) => {
    const answers = bytes
      .toString()
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { messages: { content: string }[] }).messages.at(-1)!.content);
    assert.deepEqual([answers.length, answers.filter((answer) => answer === "SPAM").length], [48, 24], "the train rows");
  });
  check("Parquet", "Rows with a label", "labels.parquet", (bytes) => {
    assert.deepEqual([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()], ["PAR1", "PAR1"]);
  });

  it("cancels an export of a million rows in the middle, and that alone", async function () {
    this.timeout(240_000);
    const { page } = workbench;
    const out = join(folder, "big", "labels.csv");
    const work = page.locator('.statusbar-item[id*="lfLens.tasks"], .statusbar-item[aria-label*="Activate to cancel"]').first();
    await exportAs("big", "CSV", "Every row", out);
    await work.filter({ hasText: "Labels of big: " }).waitFor();
    await command(page, "LF Lens: Cancel Running Work");
    await work.waitFor({ state: "hidden" });
    await eventually(() => Promise.resolve(assert.deepEqual(leftOf(join(folder, "big")), [])));
    // The other project's numbers go on, and this one's, too.
    await openFile(page, "mail.lf.ts");
    await page.keyboard.press("Control+1");
    await replaceLine(page, 4, 'export const wrongly = keyword("HAM", "text", "1");');
    await eventually(async () => assert.match((await codeLenses(page)).at(-1)!, /^1 row \(/));
    await openFile(page, "big.lf.ts");
    await page.keyboard.press("Control+1");
    await replaceLine(page, 4, 'export const odd = regex("SPAM", "text", /[13579]9$/);');
    await eventually(async () => assert.match((await codeLenses(page)).at(-1)!, /rows \((4|5)\.\d%\)/));
  });
});
