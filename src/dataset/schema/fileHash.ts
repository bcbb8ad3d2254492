import { createHash } from "node:crypto";
import type { OnBytes } from "../read/bytes";
import type { DataFile } from "../read/source";

/** Hashes a file while it is read for something else. */
export interface FileHash {
  readonly onBytes: OnBytes;
  /** SHA-256 in hexadecimal digits; undefined where not all of the file has come by. */
  readonly sha256: () => string | undefined;
}

export function createFileHash({ size }: Pick<DataFile, "size">): FileHash {
  const hash = createHash("sha256");
  let done = 0;
  return {
    onBytes(bytes) {
      hash.update(bytes);
      done += bytes.length;
    },
    sha256: () => (done === size ? hash.digest("hex") : undefined),
  };
}
