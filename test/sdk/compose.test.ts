// What composed LFs vote, on all combinations of what their parts vote, and the laws that the documentation states.
import assert from "node:assert/strict";
import { and, keyword, lf, not, or, regex, when, type Lf } from "../../src/sdk/index";
import { alternativesOf } from "../../src/sdk/alternatives";

/** Rows that hold the votes of three LFs: all 27 combinations of X, Y and an abstain. */
const votes = ["X", "Y", null];
const rows = votes.flatMap((a) => votes.flatMap((b) => votes.map((c) => ({ a, b, c }))));
const part = (name: "a" | "b" | "c"): Lf => lf((row) => (row as unknown as Record<string, string | null>)[name]);
const [a, b, c] = [part("a"), part("b"), part("c")];
const all = (made: Lf): unknown[] => rows.map((row) => made.vote(row) ?? null);
const expected = (of: (row: (typeof rows)[number]) => string | null): unknown[] => rows.map(of);

describe("composed LFs", () => {
  it("and() votes what all vote", () => {
    assert.deepEqual(
      all(and(a, b)),
      expected((row) => (row.a === row.b ? row.a : null)),
    );
    assert.deepEqual(
      all(and(a, b, c)),
      expected((row) => (row.a === row.b && row.b === row.c ? row.a : null)),
    );
  });
  it("or() votes what the first votes that does not abstain", () => {
    assert.deepEqual(
      all(or(a, b, c)),
      expected((row) => row.a ?? row.b ?? row.c),
    );
  });
  it("not() votes where the other abstains", () => {
    assert.deepEqual(
      all(not("X", a)),
      expected((row) => (row.a === null ? "X" : null)),
    );
  });
  it("when() votes where a function or an LF says so", () => {
    assert.deepEqual(
      all(when(b, a)),
      expected((row) => (row.b === null ? null : row.a)),
    );
    assert.deepEqual(
      all(when((row) => (row as unknown as { b: unknown }).b === "X", a)),
      expected((row) => (row.b === "X" ? row.a : null)),
    );
  });

  const laws: readonly (readonly [name: string, left: Lf, right: Lf])[] = [
    ["and(a) is a", and(a), a],
    ["or(a) is a", or(a), a],
    ["and(a, a) is a", and(a, a), a],
    ["or(a, a) is a", or(a, a), a],
    ["and() does not depend on the order", and(a, b), and(b, a)],
    ["and() can be nested", and(a, and(b, c)), and(and(a, b), c)],
    ["or() can be nested", or(a, or(b, c)), or(or(a, b), c)],
    ["and(a, or(a, b)) is a", and(a, or(a, b)), a],
    ["or(a, and(a, b)) is a", or(a, and(a, b)), a],
    ["not(or(a, b)) is and(not(a), not(b))", not("X", or(a, b)), and(not("X", a), not("X", b))],
    [
      "not(not(a)) votes where a does",
      not("X", not("X", a)),
      when(
        a,
        lf(() => "X"),
      ),
    ],
    ["when(a, when(b, c)) is when(and of both, c)", when(a, when(b, c)), when(b, when(a, c))],
  ];
  for (const [name, left, right] of laws) it(name, () => assert.deepEqual(all(left), all(right)));

  it("or() tells which of its parts' words and patterns gave the vote", () => {
    const found = alternativesOf(
      or(
        keyword("X", "text", "free", "win"),
        lf((row) => (row.id === 1 ? "X" : null)),
        regex("X", "text", /a|b/),
      ),
    );
    assert.deepEqual(found?.texts, ["free", "win", "a", "b"]);
    const texts = ["free", "you win", "b", "win a"];
    assert.deepEqual(
      texts.map((text) => found?.indexOf({ text, id: 0 })),
      [0, 1, 3, 1],
    );
    assert.equal(found?.indexOf({ text: "b", id: 1 }), -1);
  });

  const mistakes: readonly (readonly [title: string, run: () => unknown, message: RegExp])[] = [
    ["no LFs", () => and(), /and\(\) takes labeling functions/],
    ["what is not an LF", () => or(a, (() => "X") as unknown as Lf), /or\(\) takes labeling functions/],
    [
      "the arguments of not() in the wrong order",
      () => not(a as unknown as string, "X" as unknown as Lf),
      /not\(\) takes labeling functions/,
    ],
    ["a condition that is no function", () => when("a" as unknown as Lf, a), /when\(\) takes labeling functions/],
    [
      "a condition that returns a label",
      () => when((() => "X") as unknown as () => boolean, a).vote(rows[0]!),
      /must return true or false, not a value of type string/,
    ],
  ];
  for (const [title, run, message] of mistakes) it(`names ${title}`, () => assert.throws(run, message));
});
