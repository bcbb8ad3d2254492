import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import type { CellValue } from "../../src/core/data/cells";
import type { Table } from "../../src/dataset/open/dataset";
import { packTable, unpackTable } from "../../src/dataset/open/pack";

const text = fc.string({ unit: "binary" });
const nested = fc.letrec<{ value: CellValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(text, tie("value"), { noNullPrototype: true }),
  ),
})).value;

/** Columns of every cell type under any names. */
const tables: fc.Arbitrary<Table> = fc.nat(20).chain((rows) => {
  const columnOf = (cell: fc.Arbitrary<CellValue>): fc.Arbitrary<CellValue[]> =>
    fc.array(fc.option(cell), { minLength: rows, maxLength: rows });
  const column = fc.oneof(columnOf(text), columnOf(fc.double()), columnOf(fc.boolean()), columnOf(nested));
  return fc.record(
    {
      rows: fc.constant(rows),
      columns: fc.array(fc.tuple(text, column)).map((entries) => new Map(entries)),
      ids: fc.array(text, { minLength: rows, maxLength: rows }),
      splits: fc.uint8Array({ max: 2, minLength: rows, maxLength: rows }),
      gold: fc.int16Array({ min: -1, minLength: rows, maxLength: rows }),
    },
    { noNullPrototype: true },
  );
});

describe("packed tables", () => {
  it("come back exactly", () => {
    fc.assert(fc.property(tables, (table) => assert.deepEqual(unpackTable(packTable(table)), table)));
  });

  it("cross to another thread and keep nothing of the shared memory", async () => {
    const table: Table = {
      rows: 1,
      columns: new Map([["text", ["héllo 😀"]]]),
      ids: ["a"],
      splits: Uint8Array.of(1),
      gold: Int16Array.of(-1),
    };
    const shared = packTable(table);
    const worker = new Worker(
      "require('worker_threads').parentPort.once('message', (m) => { new Uint8Array(m)[0] ^= 0; require('worker_threads').parentPort.postMessage(m); });",
      { eval: true },
    );
    worker.postMessage(shared);
    const back = await new Promise<SharedArrayBuffer>((resolve) => worker.once("message", resolve));
    const unpacked = unpackTable(back);
    new Uint8Array(shared).fill(0);
    assert.deepEqual(unpacked, table);
    await worker.terminate();
  });
});
