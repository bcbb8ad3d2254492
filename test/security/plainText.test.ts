// Promised: text that comes from elsewhere never steers a terminal, a log or the reader's eye.
import assert from "node:assert/strict";
import { plainJson, plainLine, plainText } from "../../src/services/reports/plainText";
import { textTable } from "../../src/services/reports/textTable";

const everyCharacter = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join("");
// Unicode's own properties say which characters control something, and which change the direction.
const steering = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

describe("text for a terminal", () => {
  it("has no character left that controls something, but tabs and ends of lines", () => {
    assert.deepEqual(
      [...plainText(everyCharacter).matchAll(steering)].map(([character]) => character),
      ["\t", "\n"],
    );
    assert.equal(plainText("\x1b]0;owned\x07 \x9b2J \u202egnp.exe"), "\\x1b]0;owned\\x07 \\x9b2J \\u202egnp.exe");
  });

  it("leaves other text as it is", () => {
    for (const text of ["", "a\tb\nc", "Ünïcödé 日本語 العربية עברית 👩‍👩‍👧 a\u200db"]) assert.equal(plainText(text), text);
  });

  it("keeps one line one line", () => {
    assert.equal(plainLine("all is well\r\nerror: faked"), "all is well\\x0d error: faked");
  });

  it("keeps JSON what it was", () => {
    const value = { [everyCharacter]: [everyCharacter, 1, null] };
    const text = plainJson(value);
    assert.deepEqual(JSON.parse(text), value);
    assert.deepEqual(new Set(text.match(steering)), new Set(["\n"]));
  });

  it("pads the cells of a table as they are shown", () => {
    assert.equal(
      textTable(
        [
          ["LF", "votes"],
          ["a\x1b[2Jb\nc", "1"],
        ],
        [0],
      ),
      "LF           votes\na\\x1b[2Jb c      1",
    );
  });
});
