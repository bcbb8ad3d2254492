// Exporting from the editor: Enter goes through the dialog, and what the user changed in an earlier export is not replaced unasked.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, settled } from "./spam";

const root = dirname(files.config);
const out = join(root, "labels.csv");
const { createQuickPick, showInformationMessage, showSaveDialog, showWarningMessage } = vscode.window;
type Item = vscode.QuickPickItem;

interface ShownPage {
  readonly placeholder: string;
  readonly number: string;
  readonly items: readonly Item[];
}

/** Keeps each page of dialogs as it is shown, and takes the item of this label on the page of this placeholder; Enter takes the others. */
function followPages(take: Readonly<Record<string, string>> = {}): ShownPage[] {
  const pages: ShownPage[] = [];
  vscode.window.createQuickPick = <T extends Item>(): vscode.QuickPick<T> => {
    const input = createQuickPick<T>();
    const show = input.show.bind(input);
    input.show = () => {
      const { placeholder = "", items, step, totalSteps } = input;
      pages.push({ placeholder, number: `${step}/${totalSteps}`, items });
      const [, label] = Object.entries(take).find(([title]) => placeholder.startsWith(title)) ?? [];
      const wanted = items.filter((item) => item.label === label);
      if (wanted.length > 0) input.activeItems = wanted;
      show();
    };
    return input;
  };
  return pages;
}

/** Exports to `out`, with Enter on each page of the dialog. Answers what was said at the end, and asked before. */
async function exported(answer?: string): Promise<{ readonly asked: readonly string[]; readonly said: readonly string[] }> {
  const [asked, said]: [string[], string[]] = [[], []];
  let ended = false;
  const warn = (question: string, { detail = "" }: vscode.MessageOptions): Promise<string | undefined> => {
    asked.push(`${question}\n${detail}`);
    return Promise.resolve(answer);
  };
  const inform = (message: string): Promise<undefined> => {
    said.push(message);
    return Promise.resolve(undefined);
  };
  Object.assign(vscode.window, { showWarningMessage: warn, showInformationMessage: inform });
  vscode.window.showSaveDialog = () => Promise.resolve(vscode.Uri.file(out));
  const done = Promise.resolve(vscode.commands.executeCommand(commands.exportLabels, root)).finally(() => (ended = true));
  await eventually(async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    assert.ok(ended, "the dialog is still open");
  });
  await done;
  return { asked, said };
}

describe("an export from the editor", () => {
  before(() => settled());
  afterEach(() => {
    Object.assign(vscode.window, { createQuickPick, showInformationMessage, showSaveDialog, showWarningMessage });
    for (const path of [out, `${out}.manifest.json`]) rmSync(path, { force: true });
  });

  it("replaces its own files, and those that the user changed after a yes only", async () => {
    const first = await exported();
    assert.deepEqual(first.asked, []);
    assert.match(first.said.join(), /^Wrote \d rows to labels\.csv\. /);
    const text = readFileSync(out, "utf8");
    assert.match(text, /^id,/);
    assert.deepEqual((await exported()).asked, [], "nothing of the user's is lost");

    const edited = `${text}c9,mine\n`;
    writeFileSync(out, edited);
    const kept = await exported(undefined);
    assert.deepEqual(kept.asked, ["1 file of labels.csv was changed since the last export. Overwrite?\nlabels.csv"]);
    assert.deepEqual([kept.said, readFileSync(out, "utf8")], [[], edited]);

    const replaced = await exported("Overwrite");
    assert.equal(replaced.asked.length, 1);
    assert.equal(readFileSync(out, "utf8"), text);
    assert.deepEqual(replaced.said, first.said);
  });

  it("says what it will write before it does", async () => {
    const pages = followPages({ "What to export": "Every row" });
    const { said } = await exported();
    assert.deepEqual(
      pages.map(({ placeholder, number }) => `${number} ${placeholder}`),
      ["1/3 Format", "2/3 What to export", "3/3 Press Enter to export"],
    );
    const details = Object.fromEntries(pages.at(-1)!.items.map(({ label, detail }) => [label, detail]));
    const [, written] = /^Wrote (\d) rows/.exec(said[0]!)!;
    assert.match(details["Rows"]!, new RegExp(`^all ${written} rows`));
    assert.match(details["Labels"]!, /HAM \d|SPAM \d/);
    assert.equal(details["Columns"], readFileSync(out, "utf8").split("\n")[0]!.replaceAll(",", ", "));
    assert.equal(details["Files"], `labels.csv and labels.csv.manifest.json, in ${root}`);
  });

  it("counts the pages of what is chosen one by one", async () => {
    const pages = followPages({ "What to export": "Choose rows and columns..." });
    await exported();
    assert.deepEqual(
      pages.map(({ number }) => number),
      pages.map((_, at) => `${at + 1}/${at < 2 ? 3 : pages.length}`),
    );
    assert.ok(pages.some(({ placeholder }) => placeholder.startsWith("Leave out")));
  });
});
