import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { Compression } from "../../core/data/dataFormats";

/** A run of a file's bytes, decompressed. The next one may overwrite them. */
export interface Block {
  readonly bytes: Buffer;
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
}

const BLOCK_BYTES = 1 << 20;

/** Takes a file's own bytes, compressed or not, in their order, as they are read. */
export type OnBytes = (bytes: Uint8Array) => void;

/**
 * Streams a file, about a megabyte at a time.
 * @throws Error if compressed bytes are damaged or cut off
 */
export function readBytes(path: string, compression: Compression | undefined, onBytes: OnBytes = () => {}): AsyncGenerator<Block> {
  if (compression === "gzip") return inBlocks(gunzip(path, onBytes));
  return compression === "zstd" ? inBlocks(unzstd(path, onBytes)) : readPlain(path, onBytes);
}

async function* readPlain(path: string, onBytes: OnBytes): AsyncGenerator<Block> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let done = 0; ;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK_BYTES);
      if (bytesRead === 0) return;
      done += bytesRead;
      onBytes(block.subarray(0, bytesRead));
      yield { bytes: block.subarray(0, bytesRead), share: size === 0 ? 1 : Math.min(1, done / size) };
    }
  } finally {
    await handle.close();
  }
}

async function* gunzip(path: string, onBytes: OnBytes): AsyncGenerator<Block> {
  const { size } = await stat(path);
  const source = createReadStream(path, { highWaterMark: BLOCK_BYTES / 4 });
  const unpacked = createGunzip({ chunkSize: BLOCK_BYTES });
  source.on("data", (bytes) => onBytes(bytes as Buffer));
  source.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    for await (const bytes of unpacked) yield { bytes: bytes as Buffer, share: source.bytesRead / Math.max(1, size) };
  } catch (error) {
    throw isZlibError(error) ? new Error(damaged("gzip", error.code === "Z_BUF_ERROR"), { cause: error }) : error;
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

async function* unzstd(path: string, onBytes: OnBytes): AsyncGenerator<Block> {
  const { Decompress, ZstdErrorCode } = await import("fzstd");
  let unpacked: Buffer[] = [];
  const decompress = new Decompress((bytes) => void unpacked.push(Buffer.from(bytes)));
  const push = (bytes: Uint8Array, last: boolean): void => {
    try {
      decompress.push(bytes, last);
    } catch (error) {
      const code = (error as { readonly code?: unknown }).code;
      if (code === ZstdErrorCode.WindowSizeTooLarge)
        throw new Error("is compressed with a window that is too large (zstd --long); compress it again without --long", { cause: error });
      throw new Error(damaged("zstd", code === ZstdErrorCode.UnexpectedEOF), { cause: error });
    }
  };
  for await (const { bytes, share } of readPlain(path, onBytes)) {
    // It keeps what it has not used yet, and the next block overwrites these bytes.
    push(Buffer.from(bytes), false);
    yield* unpacked.map((part) => ({ bytes: part, share }));
    unpacked = [];
  }
  push(new Uint8Array(0), true);
  yield* unpacked.map((part) => ({ bytes: part, share: 1 }));
}

/** Puts the small pieces of a decompressor together. */
async function* inBlocks(pieces: AsyncIterable<Block>): AsyncGenerator<Block> {
  let held: Buffer[] = [];
  let [bytes, share] = [0, 0];
  for await (const piece of pieces) {
    held.push(piece.bytes);
    bytes += piece.bytes.length;
    share = Math.min(1, piece.share);
    if (bytes < BLOCK_BYTES) continue;
    yield { bytes: Buffer.concat(held), share };
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield { bytes: Buffer.concat(held), share: 1 };
}

const isZlibError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

const damaged = (format: string, cutOff: boolean): string =>
  cutOff
    ? `its ${format} data ends too early; copy or download the file again`
    : `is not valid ${format}; compress or download the file again`;
