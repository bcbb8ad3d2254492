import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "../../eventually";
import { files, problems, restore, settled, type } from "./spam";

describe("a quick fix", () => {
  before(() => settled());
  afterEach(restore);

  const check = (what: string, path: string, from: string, to: string, title: string): void => {
    it(`mends ${what}`, async () => {
      const document = await type(path, from, to);
      await document.save();
      const fix = await eventually(async () => {
        const marked = vscode.languages.getDiagnostics(document.uri).find(({ message }) => /did you mean/i.test(message));
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
      assert.ok(await vscode.workspace.applyEdit(fix.edit!));
      assert.ok(document.getText().includes(from), document.getText());
      await document.save();
      await eventually(() => assert.deepEqual(problems(path), []));
    });
  };
  check("a misspelt setting", files.config, '"labels"', '"lables"', 'Change "lables" to "labels"');
  check("a misspelt column of the config", files.config, '"gold": "label"', '"gold": "lable"', 'Change "lable" to "label"');
  check("a misspelt label", files.lfs, '"SPAM"', '"SPMA"', 'Change "SPMA" to "SPAM"');
});
