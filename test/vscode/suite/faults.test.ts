import assert from "node:assert/strict";
import * as vscode from "vscode";
import { settings } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, originalTitles, problems, restore, settled, titles, type } from "./spam";

describe("an LF that goes wrong", () => {
  before(() => settled());
  afterEach(restore);

  interface Wrong {
    readonly what: string;
    /** Put in the place of veryShort's third line. */
    readonly code: string;
    /** The line and a part of the message that the diagnostic must have. */
    readonly line: number;
    readonly message: RegExp;
  }
  const line9 = '  return (row.text ?? "").length < 6 ? "HAM" : ABSTAIN;';
  const cases: readonly Wrong[] = [
    { what: "throws", code: '  throw new Error("no such luck");', line: 9, message: /veryShort faulted on 8 rows of 8.*no such luck/ },
    { what: "throws further down", code: "  const word = row.text;\n  return null!.x;", line: 10, message: /veryShort faulted on 8 rows/ },
    { what: "returns an unknown label", code: '  return "SPAMM" as "SPAM";', line: 9, message: /veryShort faulted on 8 rows.*SPAMM/ },
    { what: "returns a promise", code: '  return Promise.resolve("HAM") as never;', line: 8, message: /veryShort faulted on 8 rows/ },
  ];
  for (const { what, code, line, message } of cases) {
    it(`is marked at its line when it ${what}; the others keep their numbers`, async () => {
      await type(files.lfs, line9, code);
      await eventually(() => {
        const [first, ...others] = problems(files.lfs);
        assert.deepEqual(others, []);
        assert.match(first ?? "nothing", new RegExp(`^Error ${line}: `));
        assert.match(first ?? "nothing", message);
      });
      await eventually(async () => assert.deepEqual((await titles()).slice(0, 2), originalTitles.slice(0, 2)));
      assert.match((await titles())[2] ?? "", /^8: faults on 8 rows$/);
      await type(files.lfs, code, line9);
      await eventually(() => assert.deepEqual(problems(files.lfs), []));
      await eventually(async () => assert.deepEqual(await titles(), originalTitles));
    });
  }

  it("keeps its last numbers, marked, while it does not compile; the others of its file run", async () => {
    await type(files.lfs, "ABSTAIN;", "ABSTAIN ABSTAIN;");
    await eventually(() => assert.match(problems(files.lfs).join("\n"), /^Error 9: /));
    await eventually(async () =>
      assert.deepEqual(
        await titles(),
        originalTitles.map((title, lf) => (lf < 2 ? title : title.replace(": ", ": older version: "))),
      ),
    );
  });

  it("is named and stopped when it hangs; the next edit runs", async () => {
    await vscode.workspace.getConfiguration().update(settings.rowSeconds, 0.5, vscode.ConfigurationTarget.Global);
    try {
      await settled();
      await type(files.lfs, line9, "  while (row) void row;\n  return ABSTAIN;");
      await eventually(() => assert.match(problems(files.lfs).join("\n"), /veryShort/));
      await eventually(async () => assert.deepEqual((await titles()).slice(0, 2), originalTitles.slice(0, 2)));
      await type(files.lfs, "  while (row) void row;\n  return ABSTAIN;", line9);
      await eventually(async () => assert.deepEqual(await titles(), originalTitles));
      assert.deepEqual(problems(files.lfs), []);
    } finally {
      await vscode.workspace.getConfiguration().update(settings.rowSeconds, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("ends with its worker and not with the editor", async () => {
    await type(files.lfs, line9, "  globalThis.process?.exit(3);\n  return ABSTAIN;");
    await eventually(() => assert.match(problems(files.lfs).join("\n"), /^Error \d+: veryShort faulted/));
    await eventually(async () => assert.deepEqual((await titles()).slice(0, 2), originalTitles.slice(0, 2)));
  });
});
