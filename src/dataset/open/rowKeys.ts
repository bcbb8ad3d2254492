import { createHash } from "node:crypto";
import { cellText } from "../../core/data/cells";
import type { ProjectSpec } from "../../protocol/engine";
import type { Table } from "./dataset";

/** What a key begins with that is made from a row's content: no id looks like it by chance. */
const BY_CONTENT = "~";
/** Base64url characters of SHA-256: 132 bits. */
const HASH_LENGTH = 22;

/**
 * What judgements know rows by: their id; for a row without one a hash of its content, so that it is found again in a file that was
 * reordered. Rows with the same content then share a key. Gold and split are no content: they may come later.
 */
export function rowKeys({ ids, columns: cells, rows }: Table, { columns }: Pick<ProjectSpec, "columns">): readonly string[] {
  const own = columns.id === undefined ? undefined : cells.get(columns.id);
  const hasId = (row: number): boolean => own !== undefined && cellText(own[row]!).trim() !== "";
  if (own && own.every((_, row) => hasId(row))) return ids;
  const content = [...cells].filter(([name]) => name !== columns.gold && name !== columns.split).sort(([a], [b]) => (a < b ? -1 : 1));
  return Array.from({ length: rows }, (_, row) => {
    if (hasId(row)) return ids[row]!;
    const hash = createHash("sha256");
    for (const [name, column] of content) hash.update(JSON.stringify([name, cellText(column[row]!)]));
    return BY_CONTENT + hash.digest("base64url").slice(0, HASH_LENGTH);
  });
}
