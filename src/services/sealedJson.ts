import { sha256 } from "../files/sha256";

/** A record as the text of a JSON file that holds a hash of itself. @param record a plain object without a key "sha256" */
export const sealJson = (record: object): string => `${JSON.stringify({ ...record, sha256: hashOf(record) }, null, 2)}\n`;

/**
 * Reads what `sealJson` wrote. What has no hash, as older versions wrote it, is taken as it is.
 * @throws Error if it is no JSON, or not what was written
 */
export function openSealedJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("sha256" in parsed)) return parsed;
  const { sha256: sealed, ...record } = parsed;
  if (sealed !== hashOf(record)) throw new Error("its content is not what was written: its sha256 differs");
  return record;
}

const hashOf = (record: object): string => sha256(JSON.stringify(record)).toString("hex");
