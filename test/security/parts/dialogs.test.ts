// Promised: a message of the editor shows text of data, LFs, files and providers as it is: it is steered by none of it, and makes no
// link of it, to a command least of all.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { plainNotice } from "../../../src/services/reports/plainText";

describe("a message of the editor", () => {
  it("has no link that VS Code would make of its text", () => {
    // The pattern of VS Code's own parseLinkedText.
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
    const text = "LF [free votes](command:workbench.action.terminal.new) and [a](https://evil.example) failed";
    assert.match(text, link);
    assert.doesNotMatch(plainNotice(text), link);
    assert.equal(plainNotice("a\u202eb\x1b[2J\nf(x)[0]"), "a\\u202eb\\x1b[2J\nf(x)[0]");
  });

  it("goes one way, where all of them are made plain", () => {
    const direct = /window\.show(?:(?:Information|Warning|Error)Message|QuickPick)\b/;
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
    const files = sources.filter((path) => direct.test(readFileSync(join("src", path), "utf8")));
    assert.deepEqual(
      files.map((path) => path.replaceAll("\\", "/")),
      ["editor/platform/dialogs.ts"],
    );
  });
});
