import { deserialize, serialize } from "node:v8";
import type { Table } from "./dataset";

/**
 * Copies a table into memory that threads share, so that a new worker gets its rows without reading the data again.
 * V8's own serialization is used: it keeps every cell exactly (unicode, -0, nested values), packs text at one byte a character
 * where it can, and is native code.
 */
export function packTable(table: Table): SharedArrayBuffer {
  const bytes = serialize(table);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** The table that `packTable` has packed; it keeps no hold on the shared memory. */
export function unpackTable(shared: SharedArrayBuffer): Table {
  return deserialize(new Uint8Array(new Uint8Array(shared))) as Table;
}
