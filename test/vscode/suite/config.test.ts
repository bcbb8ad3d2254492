import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands, internalCommands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, problems, project, restore, settled, type } from "./spam";

describe("lf.config.json", () => {
  before(() => settled());
  afterEach(restore);

  const check = (what: string, from: string, to: string, expected: RegExp): void => {
    it(`is marked on the key when ${what}, and mended`, async () => {
      const document = await type(files.config, from, to);
      await document.save();
      // Saving and the file's change on disk may each load the project.
      await eventually(async () => {
        assert.match(problems(files.config).join("\n"), expected);
        assert.equal((await project()).phase, "failed");
      });
      await type(files.config, to, from);
      await document.save();
      await eventually(() => assert.deepEqual(problems(files.config), []));
      await settled();
    });
  };
  check("a key is misspelt", '"labels"', '"lables"', /lables/);
  check("there is one label only", '["HAM", "SPAM"]', '["HAM"]', /^Error 3: /);
  check("the data is not there", '"comments.csv"', '"coments.csv"', /^Error 4: .*coments\.csv/);
  check("the gold column is not there", '"gold": "label"', '"gold": "lable"', /^Error \d: .*lable/);

  it("gets completion from its schema", async () => {
    const document = await vscode.workspace.openTextDocument(files.config);
    await vscode.window.showTextDocument(document);
    const inside = document.positionAt(document.getText().indexOf('"labels"'));
    await eventually(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        inside,
      );
      const offered = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      for (const key of ["functions", "sample", "labelModel"])
        assert.ok(offered.includes(key), `${key} is not among ${offered.join(", ")}`);
    });
  });

  it("takes its project along when it goes, and brings it back", async () => {
    rmSync(files.config);
    await eventually(() => assert.rejects(project()));
    await restore();
    await settled();
  });

  it("is found in a folder that comes from elsewhere, and goes with its folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "lf-folder-"));
    const inside = join(dirname(files.config), "moved");
    try {
      writeFileSync(join(outside, "rows.csv"), "text\nhello\n");
      writeFileSync(join(outside, "lf.config.json"), '{ "labels": ["HAM", "SPAM"], "data": "rows.csv" }');
      renameSync(outside, inside);
      assert.equal((await settled("moved")).data?.rows, 1);
    } finally {
      rmSync(outside, { recursive: true, force: true });
      rmSync(inside, { recursive: true, force: true });
    }
    await eventually(() => assert.rejects(project("moved")));
    await settled();
  });
});

describe("the manifest", () => {
  it("has every command registered", async () => {
    const known = await vscode.commands.getCommands(true);
    const wanted = [...Object.values(commands), ...Object.values(internalCommands)];
    assert.deepEqual(
      wanted.filter((id) => !known.includes(id)),
      [],
    );
  });
});
