import assert from "node:assert/strict";
import { suggestLfs } from "../../src/engine/suggest/suggestLfs";

describe("suggestions of a sample", () => {
  it("are refused where they would not fit in memory, with what to set", () => {
    const project = {
      spec: { labels: ["A", "B"], columns: {}, sample: { rows: "all", seed: 7 } },
      info: { columns: [] },
      table: { rows: 300_000, columns: new Map() },
    } as unknown as Parameters<typeof suggestLfs>[0];
    const request = { gold: new Int16Array(0), votes: [], names: [], labelModel: { kind: "auto" }, ask: { count: 1 } };
    assert.throws(
      () => suggestLfs(project, request, () => {}),
      /300,000 rows; .* at most 200,000\. Set "sample": \{ "rows": 200000 \} or fewer in lf\.config\.json\./,
    );
  });
});
