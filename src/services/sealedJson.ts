import type { Seal } from "../files/seal";
import { sha256 } from "../files/sha256";

/**
 * A record as the text of a JSON file that holds a hash of itself, and what shows that this user made it on this machine.
 * @param record a plain object without the keys "sha256" and "seal"
 * @param seal undefined where the user's own storage cannot be written: the record then counts as made elsewhere
 */
export async function sealJson(record: object, seal: Seal | undefined): Promise<string> {
  const hash = hashOf(record);
  const own = seal && (await seal(sealedText(hash)));
  return `${JSON.stringify({ ...record, sha256: hash, seal: own }, null, 2)}\n`;
}

/**
 * Reads what `sealJson` wrote. What has no hash, as older versions wrote it, is taken as it is.
 * @returns the record, and whether this user made it on this machine
 * @throws Error if it is no JSON, or not what was written
 */
export async function openSealedJson(text: string, seal: Seal): Promise<{ readonly record: unknown; readonly isOwn: boolean }> {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("sha256" in parsed)) return { record: parsed, isOwn: false };
  const { sha256: hash, seal: written, ...record } = parsed as { sha256: unknown; seal?: unknown };
  if (hash !== hashOf(record)) throw new Error("its content has changed: the SHA-256 differs");
  // Without a storage of the user's own there is nothing that was made here.
  const own = written === undefined ? undefined : await seal(sealedText(hash)).catch(() => undefined);
  return { record, isOwn: own !== undefined && own === written };
}

const hashOf = (record: object): string => sha256(JSON.stringify(record)).toString("hex");

const sealedText = (hash: string): string => JSON.stringify(["record", hash]);
