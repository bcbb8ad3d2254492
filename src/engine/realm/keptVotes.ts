import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { unpackVotes } from "../../core/data/keptVotes";
import { isInside } from "../../files/paths";
import { readRegularFileSync } from "../../files/regularFile";
import { votesFound, votesIn, type votes, type FoundVotes, type KeptVotes } from "../../sdk/votes";
import { messageOf } from "../thrown";

/**
 * `votes` of the SDK for a project's LFs: reads the files of votes that their tables name.
 * @param onMissing told when an LF looks up a row that its model was not asked about
 */
export function createVotes(root: string, onMissing: () => void): typeof votes {
  /** By hash, so that an edit beside an LF reads nothing again. */
  const known = new Map<string, FoundVotes>();
  return (column, table, options = {}) => {
    const { threshold = 0 } = options;
    if (!("file" in table)) return votesFound(column, votesIn(table), threshold, onMissing);
    const name = JSON.stringify([table.sha256, table.file, table.labels]);
    const found = known.get(name) ?? read(root, table);
    known.delete(name);
    known.set(name, found);
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    return votesFound(column, found, threshold, onMissing);
  };
}

/** Tables in memory: those of the LFs, and a few from before an update. */
const KEPT = 8;
const MOST_BYTES = 1 << 30;

function read(root: string, { labels, file, sha256 }: KeptVotes): FoundVotes {
  try {
    const path = realpathSync(resolve(root, file));
    if (!isInside(path, realpathSync(root))) throw new Error("lies outside the project");
    const bytes = readRegularFileSync(path, MOST_BYTES);
    if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Error("was changed or is damaged");
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { labels, ...unpackVotes(bytes, labels.length, (utf8) => text.decode(utf8)) };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(`${file} ${missing ? "is missing" : messageOf(error)}. Restore the file of votes, or use the model as an LF again.`);
  }
}
