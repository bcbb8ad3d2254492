// What LFs share of each text: its words, and its lower case.
import assert from "node:assert/strict";
import fc from "fast-check";
import { lower, tokens } from "../../src/sdk/index";
import { remember } from "../../src/sdk/remember";

describe("tokens and lower", () => {
  const cases: readonly [text: string | null | undefined, words: readonly string[]][] = [
    ["Don't stop, 2 days!", ["don't", "stop", "2", "days"]],
    ["'quoted' rock’n’roll'", ["quoted", "rock’n’roll"]],
    ["snake_case http://a.b/c?d=1", ["snake_case", "http", "a", "b", "c", "d", "1"]],
    ["ÉTÉ naïve ΣΟΦΟΣ Дом 東京 नमस्ते", ["été", "naïve", "σοφος", "дом", "東京", "नमस्ते"]],
    [" \n\t!?", []],
    ["", []],
    [null, []],
    [undefined, []],
  ];
  for (const [text, words] of cases) it(`splits ${JSON.stringify(text)}`, () => assert.deepEqual(tokens(text), words));

  it("lowers text, and takes null for nothing", () => {
    assert.deepEqual([lower("Été ABC"), lower(null), lower(undefined)], ["été abc", "", ""]);
  });

  it("gives every LF the same list, which none can change", () => {
    const words = tokens("one two");
    assert.equal(tokens(["one", "two"].join(" ")), words);
    assert.throws(() => (words as string[]).push("three"), TypeError);
    assert.throws(() => ((words as string[])[0] = "zero"), TypeError);
  });

  it("names a value that is no text", () => {
    assert.throws(() => tokens(["a"] as never), /tokens\(\) takes text, not a list/);
    assert.throws(() => lower(7 as never), /lower\(\) takes text, not a value of type number/);
  });

  it("computes once for each text while there is room, and always rightly", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (texts, most) => {
        let computed = 0;
        const upper = remember((text) => (computed++, text.toUpperCase()), most);
        for (const text of texts) assert.equal(upper(text), text.toUpperCase());
        const different = new Set(texts);
        const all = [...different].join("").length;
        assert.ok(computed >= different.size);
        if (all <= most) assert.equal(computed, different.size);
      }),
    );
  });
});
