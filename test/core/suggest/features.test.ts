import assert from "node:assert/strict";
import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { minedFeatures, type Feature, type MinedColumn } from "../../../src/core/suggest/features";
import { keyword } from "../../../src/sdk/keyword";
import { lookup } from "../../../src/sdk/lookup";
import { regex } from "../../../src/sdk/regex";
import { threshold } from "../../../src/sdk/threshold";
import type { Lf } from "../../../src/sdk/lf";
import { asSuggestions } from "../../../src/services/suggest/lfSource";

const builders = createContext({ keyword, lookup, regex, threshold });

/** The rows that an LF's text votes on, when it is run. */
function votesOf(source: string, rows: readonly object[]): number[] {
  const expression = source.replace(/^export const \S+ = /, "").replace(/;$/, "");
  const { vote } = runInContext(expression, builders) as Lf;
  return rows.flatMap((row, i) => (vote(row as never) === "A" ? [i] : []));
}

const evidence = { rows: 0, newRows: 0, overlap: 0, goldRows: 0, goldRight: 0, expected: 0, adds: 0 };

function check(columns: readonly MinedColumn[], rows: number): Feature[] {
  const features = minedFeatures(columns, rows);
  const objects = Array.from({ length: rows }, (_, row) => Object.fromEntries(columns.map(({ name, cells }) => [name, cells[row]])));
  const suggestions = asSuggestions(
    features.map(({ column, sign }) => ({ label: 0, column, signs: [sign], evidence })),
    ["A"],
    [],
  );
  features.forEach((feature, i) => assert.deepEqual(votesOf(suggestions[i]!.source, objects), [...feature.rows], suggestions[i]!.source));
  assert.equal(new Set(suggestions.map(({ name }) => name)).size, suggestions.length);
  return features;
}

describe("what suggestions are made of", () => {
  it("an LF's text votes exactly on the rows that it was mined from, whatever stands in them", () => {
    const piece = fc.constantFrom(
      ..."check out Check out! don't don''t naïve na ÉTÉ 電話 電話番号 a-b a_b http:// x.y@z.de 12 1234 50% $5 ?! sooo <b> ﻿ \n".split(" "),
      "  ",
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(" "));
    const rows = fc.array(fc.tuple(text, fc.constantFrom("x", "y z", 'q"', ""), fc.option(fc.integer({ min: -3, max: 9 }))), { minLength: 8, maxLength: 30 }); // prettier-ignore
    fc.assert(
      fc.property(rows, (all) => {
        check(
          [
            { name: "text", kind: "text", cells: all.map(([own]) => own) },
            { name: "the kind", kind: "value", cells: all.map(([, own]) => own) },
            { name: "amount", kind: "number", cells: all.map(([, , own]) => own) },
          ],
          all.length,
        );
      }),
      { numRuns: 150 },
    );
  });

  it("of every kind there is one", () => {
    const texts = ["How do I check out?", "how to check out 12", "how check  out $5 電話", "it 電話", "電話 bulk", "no"];
    const column = (name: string, kind: MinedColumn["kind"], cells: MinedColumn["cells"]): MinedColumn => ({ name, kind, cells });
    const columns = [
      column("text", "text", texts),
      column("from", "value", ["a", "a", "a", "b", "b", "b"]),
      column("n", "number", [1, 2, 3, 4, 5, 6]),
    ];
    const kinds = new Set(check(columns, texts.length).map(({ sign }) => sign.kind));
    assert.deepEqual([...kinds].sort(), ["bound", "start", "substring", "value", "word"]);
  });
});
