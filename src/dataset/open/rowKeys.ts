import { createHash } from "node:crypto";
import { cellText, type CellValue } from "../../core/data/cells";
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
  const hasId = (row: number): boolean => own !== undefined && ownKey(own[row]!) !== undefined;
  if (own && own.every((_, row) => hasId(row))) return ids;
  const content = [...cells].filter(([name]) => name !== columns.gold && name !== columns.split);
  return Array.from({ length: rows }, (_, row) =>
    hasId(row) ? ids[row]! : contentKey(content.map(([name, column]) => [name, column[row]!])),
  );
}

/** The key that a cell of the id column gives its row; undefined if it holds no id. */
export function ownKey(cell: CellValue): string | undefined {
  const text = cellText(cell);
  return text.trim() === "" ? undefined : text;
}

/** The key of a row without an id. @param content its cells but gold and split, in any order */
export function contentKey(content: readonly (readonly [name: string, cell: CellValue])[]): string {
  const hash = createHash("sha256");
  for (const [name, cell] of content.toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(JSON.stringify([name, cellText(cell)]));
  return BY_CONTENT + hash.digest("base64url").slice(0, HASH_LENGTH);
}
