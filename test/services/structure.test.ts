// Dependencies between LFs on request: a planted copy is found and named, independent LFs are left in peace, and it can be cancelled.
import assert from "node:assert/strict";
import { applyEdits } from "jsonc-parser";
import { isCancelled } from "../../src/protocol/cancelled";
import { dependentEdits, labelModelIn, modelKindEdits } from "../../src/services/config/editConfig";
import { plantedVotes, type Plant } from "../core/dependencies/plantedVotes";
import { startTestSession, type TestSession } from "./testSession";

/** A project whose LFs vote what a column of the data says. */
function voteFiles(plant: Plant): Record<string, string> {
  const { columns, rows } = plantedVotes(plant);
  const lines = Array.from({ length: rows }, (_, row) => [row, ...columns.map((column) => ["", "A", "B"][column[row]! + 1]!)].join(","));
  const lfs = columns.map((_, lf) => `export const f${lf} = lookup("v${lf}", { a: "A", b: "B" });`);
  return {
    "lf.config.json": '{ // how\n  "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id" } }',
    "rows.csv": `id,${columns.map((_, lf) => `v${lf}`).join(",")}\n${lines.join("\n").toLowerCase()}\n`,
    "votes.lf.ts": `import { lookup } from "lf-lens";\n${lfs.join("\n")}\n`,
  };
}

describe("accepted pairs in lf.config.json", () => {
  const text = '{\n  // labels first\n  "labels": ["A", "B"],\n  "labelModel": { "kind": "sem" }\n}\n';

  it("come, change and go, and the rest of the file stays", () => {
    const one = applyEdits(text, [...dependentEdits(text, [["a", "b"]])]);
    assert.match(one, /\/\/ labels first/);
    assert.deepEqual(labelModelIn(one), { kind: "sem", dependent: [["a", "b"]] });
    const metal = applyEdits(one, [...modelKindEdits(one, "metal")]);
    assert.deepEqual(labelModelIn(metal), { kind: "metal", dependent: [["a", "b"]] });
    assert.deepEqual(labelModelIn(applyEdits(one, [...dependentEdits(one, [])])), { kind: "sem", dependent: [] });
    const none = '{ "labels": ["A", "B"] }';
    assert.deepEqual(labelModelIn(applyEdits(none, [...dependentEdits(none, [["a", "b"]])])), { kind: "auto", dependent: [["a", "b"]] });
  });
});

describe("dependencies between LFs, on request", () => {
  const plant = { rows: 1000, lfs: 6, labels: 2, seed: 3 };
  let test: TestSession;
  const open = async (copies: NonNullable<Plant["copies"]> = []): Promise<void> => {
    test = startTestSession(voteFiles({ ...plant, copies }));
    await test.session.open(test.config);
  };
  afterEach(() => test.close());

  it("name a pair that copies its votes in half of the rows, how strongly, and what to do", async () => {
    await open([[2, 3, 0.5]]);
    const [pair, ...others] = await test.session.structure(test.root);
    assert.deepEqual([pair?.lfs, pair?.kind, others], [["f2", "f3"], "correlated", []]);
    assert.ok(pair!.strength > 0.3 && pair!.strength < 0.7, String(pair!.strength));
    assert.match(pair!.text, /^f2 and f3 vote together more than the label explains .*accept them as dependent/);
    assert.deepEqual(test.project().tasks, []);
  });

  it("are none among independent LFs", async () => {
    await open();
    assert.deepEqual(await test.session.structure(test.root), []);
  });

  it("are told as a task with progress that can be cancelled alone", async () => {
    await open([[0, 1, 1]]);
    const found = test.session.structure(test.root);
    assert.deepEqual(
      test.project().tasks.map(({ kind, bars }) => [kind, bars]),
      [["structure", 1]],
    );
    await assert.rejects(test.session.structure(test.root), /already running/);
    const cut = assert.rejects(found, isCancelled);
    await test.session.tasks(test.root).cancel();
    await cut;
    const seen: number[] = [];
    test.session.onChange(({ projects }) => projects[0]!.tasks.forEach(({ progress: { total } }) => seen.push(total)));
    assert.deepEqual(
      (await test.session.structure(test.root)).map(({ lfs, kind }) => [lfs, kind]),
      [[["f0", "f1"], "near-duplicate"]],
    );
    assert.ok(seen.includes(plant.lfs + 1), seen.join());
  });
});
