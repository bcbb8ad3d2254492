import assert from "node:assert/strict";
import fc from "fast-check";
import { predictRows } from "../../../src/core/endModel/endModel";
import { featureWeights } from "../../../src/core/endModel/featureWeights";
import { sha256 } from "../../../src/files/sha256";
import { parseEndModel, serializeEndModel } from "../../../src/core/endModel/modelFile";
import { trainEndModel } from "../../../src/core/endModel/trainEndModel";
import { reviewInput, reviews } from "./reviews";

const set = reviews(200);
const input = reviewInput(set, { goldEvery: 4 });
const { model } = trainEndModel({
  ...input,
  columns: [...input.columns, { kind: "number", name: "größe 😀", values: Float64Array.from(set.texts, (text) => text.length) }],
  labels: ["GOOD", "BÖSE", "送料"],
});
const bytes = serializeEndModel(model, sha256);
const columns = [
  { kind: "text" as const, name: "text", values: ["a lovely day", "", "delivery of the worst"] },
  { kind: "number" as const, name: "größe 😀", values: Float64Array.of(12, NaN, 21) },
];

describe("end model file", () => {
  it("comes back as it was: the same predictions, labels, words and bytes", () => {
    const read = parseEndModel(bytes, sha256);
    assert.deepEqual(predictRows(read, columns), predictRows(model, columns));
    assert.deepEqual(read.labels, model.labels);
    assert.deepEqual(featureWeights(read), featureWeights(model));
    assert.deepEqual(serializeEndModel(read, sha256), bytes);
  });

  it("can be read from the middle of other bytes", () => {
    const around = new Uint8Array(bytes.length + 7);
    around.set(bytes, 3);
    assert.deepEqual(predictRows(parseEndModel(around.subarray(3, 3 + bytes.length), sha256), columns), predictRows(model, columns));
  });

  it("starts with its name and version, and is small", () => {
    assert.deepEqual([...bytes.subarray(0, 8)], [...Buffer.from("LFEM"), 2, 0, 0, 0]);
    assert.ok(bytes.length < 200_000, `${bytes.length} bytes`);
  });

  function check(title: string, damaged: Uint8Array, message: RegExp): void {
    it(`refuses ${title}`, () => assert.throws(() => parseEndModel(damaged, sha256), message));
  }
  check("another file", Buffer.from("PK\u0003\u0004 a zip file"), /not an end model of LF Lens/);
  check("an empty file", new Uint8Array(0), /not an end model of LF Lens/);
  check("a later format", bytes.with(4, 3), /has the format 3; this version of LF Lens reads format 2. Update LF Lens or train it again/);
  check("half a file", bytes.subarray(0, bytes.length >> 1), /damaged or not complete/);
  check("a file with bytes added", Buffer.concat([bytes, Buffer.from("more")]), /damaged or not complete/);
  check("the first bytes alone", bytes.subarray(0, 6), /damaged or not complete/);

  it("notices any byte that changes", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        assert.throws(() => parseEndModel(bytes.with(at, bytes[at]! ^ change), sha256), /damaged|not an end model|has the format/);
      }),
      { numRuns: 100 },
    );
  });
});
