import type { Readable, Writable } from "node:stream";

/** Reads frames: a length (4 bytes, little-endian), then that many bytes. Ends with the stream. @throws Error if the stream ends inside a frame */
export async function* readFrames(stream: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    held.push(piece);
    size += piece.length;
    if (size < 4) continue;
    let all = held.length === 1 ? held[0]! : undefined;
    for (;;) {
      const length = 4 + frameLength(all ?? held[0]!, held);
      if (size < length) break;
      all ??= Buffer.concat(held);
      yield all.subarray(4, length);
      all = all.subarray(length);
      held = [all];
      size -= length;
      if (size < 4) break;
    }
  }
  if (size > 0) throw new Error("The rows ended in the middle of a batch.");
}

/** The first piece may be shorter than a length. */
const frameLength = (first: Buffer, held: readonly Buffer[]): number => (first.length >= 4 ? first : Buffer.concat(held)).readUInt32LE(0);

/** What a frame of an answer holds. */
export type FrameKind = "kinds" | "json" | "error";

const LETTERS: Readonly<Record<FrameKind, number>> = { kinds: 0x4b, json: 0x4a, error: 0x45 };

/** Writes a frame whose first byte says what it holds (K, J or E). Resolves once the stream can take more. */
export async function writeFrame(stream: Writable, kind: FrameKind, bytes: Uint8Array): Promise<void> {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(bytes.length + 1, 0);
  head[4] = LETTERS[kind];
  stream.write(head);
  if (!stream.write(bytes)) await new Promise((resolve) => stream.once("drain", resolve));
}
