import assert from "node:assert/strict";
import { Readable } from "node:stream";
import fc from "fast-check";
import { readFrames } from "../../src/cluster/frames";

const framed = (frames: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    frames.flatMap((bytes) => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(bytes.length);
      return [head, bytes];
    }),
  );

async function read(bytes: Buffer, cuts: readonly number[]): Promise<Buffer[]> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const pieces = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
  const frames: Buffer[] = [];
  for await (const frame of readFrames(Readable.from(pieces.filter((piece) => piece.length > 0)))) frames.push(Buffer.from(frame));
  return frames;
}

describe("frames", () => {
  it("come out as they went in, wherever the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat()), async (frames, cuts) => {
        assert.deepEqual(
          await read(framed(frames), cuts),
          frames.map((bytes) => Buffer.from(bytes)),
        );
      }),
    );
  });

  it("are refused where the stream ends within one", async () => {
    await assert.rejects(read(framed([Uint8Array.of(1, 2, 3)]).subarray(0, 5), []), /ended in the middle of a batch/);
  });
});
