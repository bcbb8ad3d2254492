import assert from "node:assert/strict";
import fc from "fast-check";
import { countFeatures, DEFAULT_FEATURES, type FeatureColumn } from "../../../src/core/endModel/countFeatures";
import { nameFeatures } from "../../../src/core/endModel/featureNames";
import { fitFeatureSpace, spaceWidth, weighFeatures, type FeatureSpace } from "../../../src/core/endModel/featureSpace";
import { bucketOf, hashNgram, type NgramKind } from "../../../src/core/endModel/ngramHash";
import { emptyNgrams, findNgrams, ngramText } from "../../../src/core/endModel/ngrams";
import type { SparseRows } from "../../../src/core/endModel/sparseRows";

const text = (...values: string[]): FeatureColumn => ({ kind: "text", name: "text", values });
const all = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

/** Features of some columns, learned from the first rows, by default from all. */
function featuresOf(columns: readonly FeatureColumn[], learned?: number, options = DEFAULT_FEATURES) {
  const counts = countFeatures(columns, options);
  const space = fitFeatureSpace(counts, all(learned ?? counts.rows));
  return { space, features: weighFeatures(space, counts) };
}

/** The value of one n-gram or category in a row; 0 if it has none. */
function valueOf(
  { space, features }: { space: FeatureSpace; features: SparseRows },
  row: number,
  ngram: string,
  kind: NgramKind,
  column = "text",
): number {
  const feature = space.buckets.indexOf(bucketOf(hashNgram(column, kind, ngram), space.options.bits));
  for (let at = features.starts[row]!; at < features.starts[row + 1]!; at++) {
    if (features.features[at] === feature) return features.values[at]!;
  }
  return 0;
}

describe("hashNgram", () => {
  it("gives the same numbers on every machine: other programs may compute them too", () => {
    const pinned: [string, NgramKind, string, number][] = [
      ["text", "w", "free", 2435750962],
      ["text", "w", "free money", 2965392217],
      ["text", "c", " fr", 3857465938],
      ["country", "=", "DE", 968442335],
      ["country", "=", "", 2191823231],
      ["text", "w", "日本語", 2246016948],
    ];
    for (const [column, kind, ngram, hash] of pinned) assert.equal(hashNgram(column, kind, ngram), hash, ngram);
  });

  it("spreads over the buckets: 100,000 words leave hardly more of 2^18 empty than chance does", () => {
    const used = new Set(Array.from({ length: 100_000 }, (_, i) => bucketOf(hashNgram("text", "w", `word ${i}`), 18)));
    const expected = 2 ** 18 * (1 - Math.exp(-100_000 / 2 ** 18));
    assert.ok(Math.abs(used.size / expected - 1) < 0.01, `${used.size} buckets, ${expected} by chance`);
  });
});

describe("findNgrams", () => {
  function check(kind: "w" | "c", input: string, expected: readonly string[]): void {
    const ngrams = emptyNgrams();
    findNgrams(ngrams, "text", kind, "a text before, which must leave nothing behind");
    findNgrams(ngrams, "text", kind, input);
    const found = Array.from({ length: ngrams.count }, (_, i) => ngramText(ngrams, i));
    assert.deepEqual(found, expected);
    found.forEach((ngram, i) => assert.equal(ngrams.hashes[i], hashNgram("text", kind, ngram), `hash of ${ngram}`));
  }

  it("finds words of two characters and more and their pairs, in lower case", () => {
    check("w", "Check OUT my channel_2, a 4k one!", [
      ...["check", "out", "check out", "my", "out my", "channel_2", "my channel_2", "4k", "channel_2 4k", "one", "4k one"],
    ]);
    check("w", "", []);
    check("w", " ! a b \n", []);
    check("w", "Hi", ["hi"]);
  });

  it("knows the letters of all scripts; composed and decomposed letters are the same", () => {
    check("w", "ÉTÉ e\u0301te\u0301", ["été", "été", "été été"]);
    check("w", "हिन्दी में", ["हिन्दी", "में", "हिन्दी में"]);
    check("w", "日本語 текст", ["日本語", "текст", "日本語 текст"]);
    check("w", "so 😂😂 funny", ["so", "funny", "so funny"]);
    check("w", "𝒳𝒴 ok", ["𝒳𝒴", "ok", "𝒳𝒴 ok"]);
    check("w", "lone \ud83d half \udc00", ["lone", "half", "lone half"]);
  });

  it("finds 2 to 4 characters of each word, borders counting as spaces", () => {
    check("c", "Hi!", [" h", " hi", " hi!", "hi", "hi!", "hi! ", "i!", "i! ", "! "]);
    check("c", "a b", [" a", " a ", "a ", " b", " b ", "b "]);
    check("c", "", []);
  });

  it("takes any text", () => {
    const ngrams = emptyNgrams();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), fc.constantFrom("w" as const, "c" as const), (input, kind) => {
        findNgrams(ngrams, "text", kind, input);
        for (let i = 0; i < ngrams.count; i++) assert.equal(ngrams.hashes[i], hashNgram("text", kind, ngramText(ngrams, i)));
      }),
    );
  });

  it("takes a word of a million characters", () => {
    const ngrams = emptyNgrams();
    findNgrams(ngrams, "text", "w", "x".repeat(1_000_000));
    assert.deepEqual([ngrams.count, ngramText(ngrams, 0).length], [1, 100]);
  });
});

describe("weighFeatures", () => {
  const docs = [
    "Free money, free prizes!",
    "call me when you are free",
    "prizes for money",
    "I call you tomorrow",
    "free lunch for you, free money",
  ];

  /** scikit-learn: TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(docs[:4]) */
  const published: Record<number, Record<string, number>> = {
    0: { free: 0.54383, money: 0.3212, prizes: 0.3212, "free money": 0.4074, "money free": 0.4074, "free prizes": 0.4074 },
    3: { call: 0.38274, you: 0.38274, tomorrow: 0.48546, "call you": 0.48546, "you tomorrow": 0.48546 },
    4: { for: 0.44609, free: 0.59549, "free money": 0.44609, money: 0.35171, you: 0.35171 },
  };

  it("gives scikit-learn's TF-IDF, also for a text with words that training had not", () => {
    const made = featuresOf([text(...docs)], 4);
    for (const [row, values] of Object.entries(published)) {
      const entries = made.features.starts[+row + 1]! - made.features.starts[+row]!;
      assert.equal(entries, Object.keys(values).length, docs[+row]);
      for (const [ngram, value] of Object.entries(values))
        assert.equal(valueOf(made, +row, ngram, "w").toFixed(5), value.toFixed(5), ngram);
    }
  });

  it("weighs character n-grams apart from words, as scikit-learn's char_wb", () => {
    const made = featuresOf([text("aha ah!")], 1, { bits: 20, characters: true });
    const published = { " a": 0.37304, " ah": 0.37304, ah: 0.37304, "ah!": 0.22033, "ah! ": 0.22033, "! ": 0.22033, aha: 0.22033 };
    for (const [ngram, value] of Object.entries(published)) assert.equal(valueOf(made, 0, ngram, "c").toFixed(5), value.toFixed(5), ngram);
    assert.equal(valueOf(made, 0, "aha ah", "w").toFixed(5), Math.sqrt(1 / 3).toFixed(5));
  });

  it("keeps columns apart: the same word is another feature in another column", () => {
    const made = featuresOf([text("one two"), { kind: "text", name: "title", values: ["one"] }]);
    assert.equal(spaceWidth(made.space), 4);
    assert.equal(valueOf(made, 0, "one", "w", "title"), 1);
  });

  it("turns a category into 1, a number into standard deviations, and what is missing into features of its own", () => {
    const made = featuresOf(
      [
        { kind: "category", name: "country", values: ["DE", "FR", "DE", ""] },
        { kind: "number", name: "price", values: Float64Array.of(1, 3, NaN, 1e300) },
      ],
      2,
    );
    assert.equal(valueOf(made, 2, "DE", "=", "country"), 1);
    assert.equal(valueOf(made, 3, "DE", "=", "country"), 0);
    const price = spaceWidth(made.space) - 2;
    const entries = Array.from(made.features.features, (feature, at) => [feature, made.features.values[at]!] as const);
    const ofPrice = entries.filter(([feature]) => feature >= price).map(([feature, value]) => [feature - price, value]);
    assert.deepEqual(ofPrice, [
      [0, -1],
      [0, 1],
      [1, 1],
      [0, 10],
    ]);
  });

  it("takes a number column without numbers, and one that never changes", () => {
    for (const value of [NaN, 7, Infinity]) {
      const { features } = featuresOf([{ kind: "number", name: "price", values: Float64Array.of(value, value) }]);
      assert.ok(features.values.every(Number.isFinite), String(value));
    }
  });

  it("refuses columns of different lengths", () => {
    assert.throws(() => countFeatures([text("a", "b"), { kind: "text", name: "title", values: ["c"] }]), /title has 1 rows, text has 2/);
  });
});

describe("nameFeatures", () => {
  it("names n-grams, categories and numbers; of those that share a bucket the most frequent one", () => {
    const columns: FeatureColumn[] = [
      text("Alpha beta", "alpha", "gamma"),
      { kind: "category", name: "country", values: ["DE", "FR", ""] },
      { kind: "number", name: "price", values: Float64Array.of(1, 2, NaN) },
    ];
    const { space } = featuresOf(columns);
    const names = nameFeatures(columns, space, all(spaceWidth(space)), all(3));
    const shown = Array.from(names.values(), ({ column, text }) => `${column}: ${text}`).sort();
    assert.deepEqual(shown, [
      ...["country: ", "country: DE", "country: FR", "price: ", "price: (missing)"],
      ...["text: alpha", "text: alpha beta", "text: beta", "text: gamma"],
    ]);
    const narrow = { ...space, options: { bits: 1, characters: false }, buckets: Int32Array.of(0, 1) };
    const most = nameFeatures([text("x1 x1 x1 x1 x1")], narrow, [0, 1], all(1));
    assert.ok([...most.values()].some(({ text }) => text === "x1"));
  });
});
