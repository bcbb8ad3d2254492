// What the builders vote, row by row, as an LF's author relies on it.
import assert from "node:assert/strict";
import { ABSTAIN, keyword, lf, lookup, regex, votes as modelVotes, type Lf } from "../../src/sdk/index";
import { nearest } from "../../src/sdk/nearest";

/** The LF's votes on rows whose only cell is `text`; "-" for an abstain. */
const votes = (made: Lf, cells: readonly unknown[]): string[] => cells.map((text) => made.vote({ text }) ?? "-");

function check(title: string, made: () => Lf, expected: readonly (readonly [cell: unknown, vote: string])[]): void {
  it(title, () => {
    const cells = expected.map(([cell]) => cell);
    assert.deepEqual(
      votes(made(), cells),
      expected.map(([, vote]) => vote),
    );
  });
}

describe("keyword", () => {
  check("matches whole words in any case", () => keyword("SPAM", "text", "pay", "win"), [
    ["Pay me", "SPAM"],
    ["you WIN!", "SPAM"],
    ["payment", "-"],
    ["repay", "-"],
    ["", "-"],
    [null, "-"],
  ]);
  check("knows letters of every script", () => keyword("SPAM", "text", "caf", "да", "naïve"), [
    ["café", "-"],
    ["caf é", "SPAM"],
    ["Да!", "SPAM"],
    ["дай", "-"],
    ["NAÏVE", "SPAM"],
    ["🎉да🎉", "SPAM"],
  ]);
  check(
    "takes words literally, and a space as any white space",
    () => keyword("SPAM", "text", "a.b", "c++", ":)", "check  out", "$5/day"),
    [
      ["axb", "-"],
      ["a.b", "SPAM"],
      ["I love c++", "SPAM"],
      ["great:)", "SPAM"],
      ["check\nout", "SPAM"],
      ["only $5/day", "SPAM"],
    ],
  );
  check("finds a word that begins a longer one that does not fit", () => keyword("SPAM", "text", "check out", "check", ":) ok"), [
    ["check outs", "SPAM"],
    ["checkout", "-"],
    ["fine:) ok", "SPAM"],
    ["fine:) okay", "-"],
  ]);
  check("takes a list and options", () => keyword("SPAM", "text", ["US", "www."], { substring: true, caseSensitive: true }), [
    ["the US", "SPAM"],
    ["BUS", "SPAM"],
    ["us", "-"],
    ["www.x.org", "SPAM"],
  ]);
  check("takes options after single words", () => keyword("SPAM", "text", "pay", { substring: true }), [["payment", "SPAM"]]);
  check("reads numbers and booleans as text", () => keyword("HAM", "text", "7", "true"), [
    [7, "HAM"],
    [77, "-"],
    [true, "HAM"],
  ]);
});

describe("keyword that counts words", () => {
  check("matches the beginnings of words", () => keyword("SPAM", "text", "pay", { prefix: true }), [
    ["Payment due", "SPAM"],
    ["repay", "-"],
    ["pay", "SPAM"],
  ]);
  check("wants all words", () => keyword("SPAM", "text", ["free", "money"], { all: true }), [
    ["money for free", "SPAM"],
    ["free free", "-"],
    [null, "-"],
  ]);
  check("wants some of the words, each counted once", () => keyword("SPAM", "text", ["a", "b", "c"], { atLeast: 2 }), [
    ["a a a", "-"],
    ["c x a", "SPAM"],
  ]);
  check("counts words that overlap", () => keyword("SPAM", "text", ["check out", "check"], { all: true }), [
    ["check out", "SPAM"],
    ["check in", "-"],
  ]);
  check("wants them near each other", () => keyword("SPAM", "text", ["free", "money"], { all: true, within: 2 }), [
    ["free money", "SPAM"],
    ["money is free", "SPAM"],
    ["free and easy money", "-"],
    ["free, x y z. Money! free", "SPAM"],
  ]);
  check("does not count a word near others", () => keyword("SPAM", "text", ["good"], { unlessNear: { words: ["not"], within: 2 } }), [
    ["not good", "-"],
    ["not very good", "-"],
    ["not at all good", "SPAM"],
    ["good, not", "-"],
    ["not good, but in the end good", "SPAM"],
  ]);
});

describe("regex", () => {
  const cells = [
    ["spam", "SPAM"],
    ["no spam", "SPAM"],
    ["ham", "-"],
    [null, "-"],
    ["spam spam", "SPAM"],
    ["spam", "SPAM"],
  ] as const;
  check("votes where it matches", () => regex("SPAM", "text", /SPAM/i), cells);
  check("does not carry the g flag's state from row to row", () => regex("SPAM", "text", /spam/g), cells);
  check("matches with the y flag at the start of the cell only", () => regex("SPAM", "text", /spam/y), [
    ["spam", "SPAM"],
    ["no spam", "-"],
    ["spam", "SPAM"],
  ]);
});

describe("lookup", () => {
  check("looks the whole cell up in a table", () => lookup("text", { phone: "HAM", 7: "SPAM" }), [
    ["phone", "HAM"],
    ["phones", "-"],
    [7, "SPAM"],
    ["toString", "-"],
    [null, "-"],
  ]);
  check("takes a Map", () => lookup("text", new Map([["a", "HAM"]])), [["a", "HAM"]]);
  check("takes a label and a set of values", () => lookup("SPAM", "text", new Set(["x", 5])), [
    ["x", "SPAM"],
    ["5", "SPAM"],
    ["y", "-"],
  ]);
});

describe("lf", () => {
  check("votes as its function says", () => lf((row) => (row.text === "a" ? "HAM" : ABSTAIN)), [
    ["a", "HAM"],
    ["b", "-"],
  ]);
  check(
    "abstains where a needed cell is null",
    () => lf({ needs: ["text"], vote: (row) => ((row.text as string).length > 1 ? "HAM" : ABSTAIN) }),
    [
      ["ab", "HAM"],
      ["a", "-"],
      [null, "-"],
    ],
  );
});

const table = { labels: ["HAM", "SPAM"], keys: ["a", "7", "toString"], votes: [1, 0, 1], probabilities: [0.95, 0.6, 0.9] };

describe("votes", () => {
  check("votes what the table has for the cell, as text", () => modelVotes("text", table), [
    ["a", "SPAM"],
    [7, "HAM"],
    ["toString", "SPAM"],
    ["b", "-"],
    [null, "-"],
  ]);
  check("abstains where the model is less sure than the threshold", () => modelVotes("text", table, { threshold: 0.9 }), [
    ["a", "SPAM"],
    [7, "-"],
    ["toString", "SPAM"],
  ]);
});

describe("mistakes of an LF's author", () => {
  const cases: readonly (readonly [title: string, run: () => unknown, message: RegExp])[] = [
    ["a column that is not there", () => keyword("HAM", "txt", "a").vote({ text: "a", id: 1 }), /no column "txt"\. Did you mean "text"\?/],
    ["a column that looks like no other", () => regex("HAM", "zzz", /a/).vote({ text: "a", id: 1 }), /The columns are text, id/],
    ["a list where text is read", () => lookup("text", {}).vote({ text: ["a"] }), /"text" holds a list, not text: read it with lf\(/],
    ["no words", () => keyword("HAM", "text"), /at least one word/],
    ["an empty word", () => keyword("HAM", "text", "a", " "), /takes words, not " "/],
    [
      "more words than there are",
      () => keyword("HAM", "text", ["a", "b"], { atLeast: 3 }),
      /2 words, so atLeast must be a whole number from 1 to 2/,
    ],
    [
      "a distance for a single word",
      () => keyword("HAM", "text", ["a"], { within: 3 }),
      /takes within.* together with all or with atLeast/,
    ],
    ["unlessNear without words", () => keyword("HAM", "text", ["a"], { unlessNear: { words: [], within: 1 } }), /unlessNear takes words/],
    ["no regular expression", () => regex("HAM", "text", "a" as unknown as RegExp), /needs a regular expression/],
    ["no values", () => lookup("HAM", "text", undefined as unknown as string[]), /needs a list or a set/],
    ["a table that was cut off", () => modelVotes("text", { ...table, votes: [1] }), /the table has 3 keys, 1 votes and 3 probabilities/],
    ["no function", () => lf({} as unknown as () => null), /needs a function of a row/],
  ];
  for (const [title, run, message] of cases) it(`names ${title}`, () => assert.throws(run, message));
});

describe("nearest", () => {
  const names = ["HAM", "SPAM", "CARD_LOST"];
  for (const [word, expected] of [
    ["SPAMM", "SPAM"],
    ["ham", "HAM"],
    ["SPMA", "SPAM"],
    ["CARDLOST", "CARD_LOST"],
    ["LOAN", undefined],
    ["x".repeat(5_000_000), undefined],
  ] as const) {
    it(`of ${word.slice(0, 20)} is ${expected ?? "nothing"}`, () => assert.equal(nearest(word, names), expected));
  }
});
