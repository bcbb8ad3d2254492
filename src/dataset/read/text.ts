import { readBytes, type OnBytes } from "./bytes";
import { findEncoding, type FoundEncoding } from "./encoding";
import type { DataFile } from "./source";

/** A file of text, and how it is to be read. */
export interface TextFile extends Pick<DataFile, "path" | "format" | "compression" | "settings"> {
  readonly onBytes?: OnBytes | undefined;
}

/** A run of a file's text; it begins and ends anywhere between two characters. */
export interface TextRun {
  readonly text: string;
  /** True if it holds what could not be decoded, as lone surrogates. */
  readonly damaged: boolean;
  /** The encoding's name. */
  readonly encoding: string;
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
  /** What a user should know of how the file is read; on the first run only. */
  readonly note?: string;
}

const HEAD_BYTES = 1 << 14;

/**
 * Streams a file's text, decompressed and decoded, about a megabyte at a time. A byte-order mark is dropped.
 * @throws Error if the file is in no encoding that can be read, or its compression is damaged
 */
export async function* readText({ path, compression, settings, onBytes }: TextFile): AsyncGenerator<TextRun> {
  let found: FoundEncoding | undefined;
  let ended = 0;
  for await (const { bytes, share } of readBytes(path, compression, onBytes)) {
    const start = found ? 0 : (found = findEncoding(bytes.subarray(0, HEAD_BYTES), settings?.encoding)).mark;
    const { decoder, note } = found;
    const run = { ...decoder.decode(bytes.subarray(start), false), encoding: decoder.name, share };
    yield ended++ === 0 && note !== undefined ? { ...run, note } : run;
  }
  if (!found) return;
  const rest = found.decoder.decode(Buffer.alloc(0), true);
  if (rest.text !== "") yield { ...rest, encoding: found.decoder.name, share: 1 };
}
