// Asking a model in the editor: what stays on this machine is asked at once and the numbers follow; nothing else leaves without a yes.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { startChat, type ChatServer } from "../../llm/chatServer";
import { files, project, restore, settled } from "./spam";

const root = dirname(files.config);
const file = join(root, "asks.lf.ts");
const { showInformationMessage, showWarningMessage, showInputBox, showQuickPick } = vscode.window;

/** All CodeLenses of the file. */
async function lenses(): Promise<string[]> {
  await vscode.workspace.openTextDocument(file);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", vscode.Uri.file(file), 100);
  return found.map(({ command }) => command?.title ?? "");
}

describe("asking a model", function () {
  this.timeout(60_000);
  let server: ChatServer;
  before(() => settled());
  beforeEach(async () => (server = await startChat()));
  afterEach(async () => {
    Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showInputBox, showQuickPick });
    rmSync(file, { force: true });
    await restore();
  });

  async function withEndpoint(baseUrl: string): Promise<void> {
    const config = JSON.parse(readFileSync(files.config, "utf8")) as object;
    writeFileSync(files.config, JSON.stringify({ ...config, endpoints: { model: { baseUrl, model: `smol ${Date.now()}` } } }));
    writeFileSync(
      file,
      'import { prompt } from "lf-lens";\nexport const asks = prompt({ endpoint: "model", template: "{{text}}", labels: { yes: "SPAM", no: "HAM" } });\n',
    );
    await eventually(async () => assert.deepEqual((await lf())?.asked, { answered: 0, noLabel: 0 }));
  }
  const lf = async () => (await project()).numbers.sample.lfs.find(({ name }) => name === "asks");

  it("needs no consent on this machine, and shows what was answered", async () => {
    const told: string[] = [];
    vscode.window.showInformationMessage = (message: string) => (told.push(message), Promise.resolve(undefined));
    await withEndpoint(server.baseUrl);
    await eventually(async () => assert.deepEqual(await lenses(), ["8 rows not asked yet", "ask model"]));
    await vscode.commands.executeCommand(commands.askModel, { root, lf: "asks", rows: 3 });
    assert.deepEqual([server.paid.length, told], [3, ["3 questions answered."]]);
    await eventually(async () => assert.match((await lenses())[0]!, /^3 rows \(37\.5%\) · .* · asked 3 of 8 rows$/));
    await vscode.commands.executeCommand(commands.askModel, { root, lf: "all", rows: "all" });
    await eventually(async () => {
      const now = await lf();
      assert.deepEqual([now?.notAsked, now?.asked, now?.summary?.votes], [undefined, { answered: 8, noLabel: 0 }, 8]);
    });
    assert.ok(!(await lenses()).includes("ask model"));
    assert.equal(server.paid.length, 8);
  });

  it("sends nothing elsewhere without a yes to what is sent, to whom and at what cost", async () => {
    const asked: string[] = [];
    const told: string[] = [];
    vscode.window.showInformationMessage = (message: string) => (told.push(message), Promise.resolve(undefined));
    vscode.window.showInputBox = () => Promise.resolve("sk-test-0123456789abcdef");
    Object.assign(vscode.window, {
      showWarningMessage: (message: string, { detail = "" }: vscode.MessageOptions) => {
        asked.push(`${message}\n${detail}`);
        return Promise.resolve(undefined);
      },
    });
    await withEndpoint("https://models.example.com/v1");
    await vscode.commands.executeCommand(commands.askModel, { root, lf: "asks", rows: 3 });
    assert.match(asked.join(), /^Send 3 questions to models\.example\.com\?\nmodel: 3 questions to smol \d+ at models\.example\.com;/);
    assert.match(asked.join(), /asks: 3 rows to ask model about\. Columns sent: text\. Gold is not among them\.\nCost: unknown\./);
    assert.equal(told.at(-1), "Nothing was sent.");
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find(({ label }) => label.includes("models.example.com"))),
    });
    await vscode.commands.executeCommand(commands.clearKey);
    assert.match(told.at(-1)!, /has been deleted/);
  });
});
