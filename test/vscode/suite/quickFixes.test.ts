import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { eventually } from "../../eventually";
import { files, problems, restore, settled, titles, type } from "./spam";

describe("a quick fix", () => {
  before(() => settled());
  afterEach(restore);

  /** The offered fix of this title for the problem whose message is like this. */
  const offered = (document: vscode.TextDocument, problem: RegExp, title: string): Promise<vscode.CodeAction> =>
    eventually(async () => {
      const marked = vscode.languages.getDiagnostics(document.uri).find(({ message }) => problem.test(message));
      assert.ok(marked, "nothing is marked");
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        marked.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const found = actions.find((action) => action.title === title);
      assert.ok(found, actions.map((action) => action.title).join(", "));
      return found;
    });

  const check = (what: string, path: string, from: string, to: string, title: string): void => {
    it(`mends ${what}`, async () => {
      const document = await type(path, from, to);
      await document.save();
      // TypeScript may have said first that a label is none.
      const fix = await offered(document, /did you mean|is not assignable to/i, title);
      assert.ok(await vscode.workspace.applyEdit(fix.edit!));
      assert.ok(document.getText().includes(from), document.getText());
      await document.save();
      await eventually(() => assert.deepEqual(problems(path), []));
    });
  };
  check("a misspelt setting", files.config, '"labels"', '"lables"', 'Change "lables" to "labels"');
  check("a misspelt column of the config", files.config, '"gold": "label"', '"gold": "lable"', 'Change "lable" to "label"');
  check("a misspelt label", files.lfs, '"SPAM"', '"SPMA"', 'Change "SPMA" to "SPAM"');

  it("says in the config what gold means that is no label as it stands", async () => {
    writeFileSync(files.data, "id,text,label\nc1,Please subscribe,spam\nc2,Subscribe now,spam\nc3,Great song,Ham\nc4,Love this,\n");
    const data = await vscode.workspace.openTextDocument(files.data);
    const fix = await offered(data, /"spam" \(2 rows\), "Ham" \(1 row\)/, "Map these values to labels in lf.config.json");
    assert.equal((await settled()).data!.goldRows, 0);
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    const config = await vscode.workspace.openTextDocument(files.config);
    const { columns } = JSON.parse(config.getText()) as { columns: unknown };
    assert.deepEqual(columns, { id: "id", text: "text", gold: { column: "label", map: { Ham: "HAM", spam: "SPAM" } } });
    await config.save();
    await eventually(async () => {
      assert.deepEqual(problems(files.data), []);
      assert.equal((await settled()).data!.goldRows, 3);
    });
    assert.match((await titles())[0]!, /^4: .* 100\.0% right \(2\/2\)/);
  });
});
