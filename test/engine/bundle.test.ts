// Bundles cross a pipe once: a receiver keeps those of the last compilation, and gets only what it lacks.
import assert from "node:assert/strict";
import fc from "fast-check";
import { createBundleReceiver, createBundleSender, type Bundle } from "../../src/engine/bundle";

const bundleOf = (id: string): Bundle => ({ id, path: `/${id}`, code: id, map: "", exports: new Map(), nodeImports: [], insertions: [] });

describe("bundles on their way", () => {
  it("arrive whole, whatever came before", () => {
    const ids = fc.array(fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: undefined }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 8 }), (compilations) => {
        const [send, receive] = [createBundleSender(), createBundleReceiver()];
        let before = new Set<string>();
        for (const wanted of compilations) {
          const present = wanted.filter((id) => id !== undefined);
          const files = wanted.map((id) => ({ path: "/x", problems: [], inputs: [], ...(id === undefined ? {} : { bundleId: id }) }));
          const sent = send(files, new Map(present.map((id) => [id, bundleOf(id)])));
          const got = receive(structuredClone(sent));
          assert.deepEqual([...got.keys()].sort(), [...new Set(present)].sort());
          for (const [id, bundle] of got) assert.deepEqual(bundle, bundleOf(id));
          assert.ok(sent.bundles.every(({ id }) => !before.has(id)));
          before = new Set(present);
        }
      }),
    );
  });
});
