// What LFs that builders made say they found, as it is marked in the rows' texts.
import assert from "node:assert/strict";
import { and, column, keyword, lf, lookup, not, or, regex, threshold, when, type Lf } from "../../src/sdk/index";
import { matchesOf } from "../../src/sdk/matches";

/** The row's cells with «» around what was found, those without left out. */
function marked(made: Lf, row: Readonly<Record<string, string | number | null>>): string {
  const found = matchesOf(made)?.(row) ?? [];
  for (const { column: name, start, end, text } of found) assert.equal(String(row[name]).slice(start, end), text);
  return Object.entries(row)
    .flatMap(([name, cell]) => {
      const own = found.filter((match) => match.column === name).sort((a, b) => b.start - a.start);
      const text = own.reduce((all, { start, end }) => `${all.slice(0, start)}«${all.slice(start, end)}»${all.slice(end)}`, String(cell));
      return own.length === 0 ? [] : [`${name}: ${text}`];
    })
    .join("; ");
}

const cases: readonly (readonly [what: string, made: Lf, row: Readonly<Record<string, string | number | null>>, expected: string])[] = [
  [
    "every word of keyword",
    keyword("SPAM", "text", "free", "win"),
    { text: "WIN a free win, not winter" },
    "text: «WIN» a «free» «win», not winter",
  ],
  ["words of any script", keyword("SPAM", "text", "да"), { text: "🎉 да, дай" }, "text: 🎉 «да», дай"],
  ["prefixes alone", keyword("SPAM", "text", "pay", { prefix: true }), { text: "payment, repay" }, "text: «pay»ment, repay"],
  [
    "words that have to be there together",
    keyword("SPAM", "text", ["free", "money"], { all: true, within: 3 }),
    { text: "free real money" },
    "text: «free» real «money»",
  ],
  ["nothing where only one of them is", keyword("SPAM", "text", ["free", "money"], { all: true }), { text: "free" }, ""],
  [
    "no word that another rules out",
    keyword("HAM", "text", ["good"], { unlessNear: { words: ["not"], within: 2 } }),
    { text: "not good, but later on it was good" },
    "text: not good, but later on it was «good»",
  ],
  ["the first place of a pattern", regex("SPAM", "text", /\d+/g), { text: "12 and 34" }, "text: «12» and 34"],
  ["nothing of a pattern that takes no character", regex("SPAM", "text", /^/), { text: "a" }, ""],
  ["a whole cell that a table has", lookup("SPAM", "author", ["bot"]), { text: "bot", author: "bot" }, "author: «bot»"],
  ["nothing of one that it has not", lookup("SPAM", "author", ["bot"]), { author: "both" }, ""],
  ["a cell that is a label", column("said"), { said: "SPAM" }, "said: «SPAM»"],
  ["a number within bounds", threshold("SPAM", "amount", { above: 9 }), { amount: 12.5 }, "amount: «12.5»"],
  ["nothing of a length", threshold("SPAM", "text", { of: "words", atMost: 3 }), { text: "a b" }, ""],
  ["nothing in an empty cell", keyword("SPAM", "text", "free"), { text: null }, ""],
  [
    "all parts of and()",
    and(keyword("SPAM", "text", "free"), lookup("SPAM", "author", ["bot"])),
    { text: "free", author: "bot" },
    "text: «free»; author: «bot»",
  ],
  ["the part of or() that was first", or(keyword("SPAM", "text", "win"), regex("SPAM", "text", /free/)), { text: "free" }, "text: «free»"],
  [
    "the condition of when() and what it holds for",
    when(keyword("SPAM", "text", "dear"), regex("SPAM", "text", /\$\d/)),
    { text: "dear $5" },
    "text: «dear» «$5»",
  ],
  ["nothing of not()", not("HAM", keyword("SPAM", "text", "free")), { text: "paid" }, ""],
  ["nothing of a function", lf(() => "SPAM"), { text: "free" }, ""],
];

describe("what LFs found", () => {
  for (const [what, made, row, expected] of cases) it(`is ${what}`, () => assert.equal(marked(made, row), expected));

  it("is at most 100 places", () => {
    const made = keyword("SPAM", "text", "a");
    assert.equal(matchesOf(made)?.({ text: "a ".repeat(5000) }).length, 100);
  });

  it("leaves the LF as frozen as it was, with its vote", () => {
    const made = keyword("SPAM", "text", "a");
    assert.ok(Object.isFrozen(made));
    assert.deepEqual(Object.keys(made), ["kind", "vote"]);
  });
});
